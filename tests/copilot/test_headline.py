"""How a headline's sides are told: whole sentences, cuts at clauses, and pairs that fit into the words there are."""

import numpy as np
import pytest

from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.features import FEATURE_NAMES, LIKENESS_NAMES, Rows
from assist.copilot.summary.ways import WAY_NAMES, Told, way_features, ways_of

DIMS = 8


def _candidates(*texts: str) -> list[Candidate]:
    return [Candidate(i, i, "agent", "agent", False, text, (f"m{i}", 0, 10)) for i, text in enumerate(texts)]


def _texts(*said: str, words: int = 26) -> set[tuple[str, ...]]:
    scores = np.linspace(1, 0.5, len(said), dtype=np.float32)
    ways = ways_of(_candidates(*said), scores, words)
    return {tuple(ways.texts_of(way)) for way in range(len(ways.parts))}


def test_a_sentence_is_told_whole_or_up_to_a_clause() -> None:
    told = _texts("has sent a new router today, which arrives with the courier on Friday")
    assert ("has sent a new router today, which arrives with the courier on Friday",) in told
    assert ("has sent a new router today",) in told


def test_a_cut_never_parts_an_amount_in_words() -> None:
    told = _texts("cannot see a payment of six hundred and forty nine pounds, which went out on Friday")
    assert all("hundred" not in text or "hundred and forty nine" in text for texts in told for text in texts)


@pytest.mark.parametrize(
    "said",
    [
        "will refund the whole amount to the card once the parcel is back",
        "will refund the whole amount to the card, but not the shipping",
        "can move the appointment to Friday at nine, unless it is confirmed today",
        "will refund the whole amount to the card if the customer sends it back",
    ],
)
def test_a_condition_stays_with_what_it_limits(said: str) -> None:
    assert _texts(said) == {(said,)}


def test_what_only_leads_to_a_statement_is_no_way_to_tell_it() -> None:
    told = _texts("says if the customer pays by Friday in full, the line stays open")
    assert told == {("says if the customer pays by Friday in full, the line stays open",)}


def test_two_sentences_are_told_together_within_the_words() -> None:
    told = _texts("has cancelled the order", "will refund £20 to the card")
    assert ("has cancelled the order", "will refund £20 to the card") in told
    assert all(
        len(" and ".join(texts).split()) <= 9 for texts in _texts("has cancelled the order", "will refund £20", words=9)
    )


def test_every_way_has_one_row_of_features() -> None:
    candidates = _candidates(
        "has cancelled the order", "will refund £20 to the card, as agreed with the shop", "is sorry"
    )
    scores = np.array([0.4, 0.9, 0.1], dtype=np.float32)
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(3, DIMS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    features = rng.normal(size=(3, len(FEATURE_NAMES))).astype(np.float32)
    likes = FEATURE_NAMES.index(LIKENESS_NAMES[0])
    features[:, likes : likes + 3] = vectors @ vectors.T
    told = Told(tuple(candidates), scores, Rows(features, vectors, vectors @ vectors.T))
    ways = ways_of(candidates, scores, 26)
    rows = way_features([(told, ways)])
    assert rows.shape == (len(ways.parts), len(WAY_NAMES) + len(FEATURE_NAMES))
    columns = {name: rows[:, place] for place, name in enumerate(WAY_NAMES)}
    for way in range(len(ways.parts)):
        lengths = [len(text.split()) for text in ways.texts_of(way)]
        at = ways.places_of(way)
        assert columns["parts"][way] == len(at)
        assert columns["mean_words"][way] == pytest.approx(np.mean(lengths))
        assert columns["most_words"][way] == max(lengths)
        assert columns["least_words"][way] == min(lengths)
        assert columns["all_words"][way] == sum(lengths) + len(at) - 1
        assert columns["score_by_words"][way] == pytest.approx(np.average(scores[at], weights=lengths), rel=1e-5)
        mean = vectors[at].mean(axis=0)
        assert columns["like_side"][way] == pytest.approx(mean @ vectors[0] / np.linalg.norm(mean), abs=1e-5)
        if len(at) == 2:
            assert columns["likeness"][way] == pytest.approx(vectors[at[0]] @ vectors[at[1]], abs=1e-5)
        assert rows[way, len(WAY_NAMES) :] == pytest.approx(features[at].mean(axis=0), rel=1e-4, abs=1e-5)
    both = way_features([(told, ways), (told, ways)])
    assert both == pytest.approx(np.vstack([rows, rows]), rel=1e-5, abs=1e-5)
