"""Which sentences of an article can be said together, and which of them are said."""

from collections.abc import Sequence

import numpy as np
import pytest

from assist.copilot.replies.asked import Asked, Meant
from assist.copilot.replies.knowledge import Reader, answers_from
from assist.copilot.replies.passages import SIGNS, PassageModel
from assist.copilot.replies.phrase import phrase
from assist.copilot.replies.sentence_vectors import SentenceVectors
from assist.copilot.replies.units import Unit, runs_of, units_of
from assist.core.articles import Article
from assist.core.conversation import Message
from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.ports import ArticleHit, Passage
from assist.knowledge.markup import list_points, list_steps, plain_text

CONDITIONS = (
    "A glaze can be changed only if\n\n- the pot is not fired yet, and\n- it was booked this month.\n\nAsk the desk."
)
STEPS = "1. Empty the kiln.\n2. Switch it off.\n3. Call the desk.\n"
LEANING = "A shelf costs £4 a week. It is paid in advance. Members get the first one free."
LEADEN = "We fire twice a week:\n\n- Tuesday: stoneware.\n- Friday: porcelain.\n"


def units(text: str) -> tuple[Unit, ...]:
    plain = plain_text(text)
    return units_of(Passage(None, plain, 0, len(text), 0.5, points=list_points(text), steps=list_steps(text)))


def said(text: str, length: str = "medium") -> set[str]:
    own = units(text)
    return {" | ".join(own[place].text.rstrip(",") for place in run) for run in runs_of(own, length)}


def test_a_condition_is_said_with_all_its_points_or_not_at_all() -> None:
    whole = "A glaze can be changed only if | the pot is not fired yet, and | it was booked this month."
    found = said(CONDITIONS)
    assert whole in found
    assert all("fired" not in run or "booked" in run for run in found)
    assert all("booked" not in run or "only if" in run for run in found)


def test_steps_begin_with_the_first_and_reach_the_last_that_fits() -> None:
    assert said(STEPS) == {"Empty the kiln. | Switch it off. | Call the desk."}
    done = (Unit("Empty the kiln.", step=1, told=True), *units(STEPS)[1:])
    assert runs_of(done, "medium") == ((1, 2),)


def test_conditions_and_steps_read_as_text() -> None:
    own = units(CONDITIONS)
    assert phrase(own[:3]) == (
        "A glaze can be changed only if: the pot is not fired yet, and it was booked this month."
    )
    assert phrase(units(STEPS)[:2]) == "First, empty the kiln. Then switch it off."
    facts = units("1. Switch it off.\n2. A potter comes on Monday.\n")
    assert phrase(facts) == "First, switch it off. A potter comes on Monday."
    numbered = units("It is free when\n\n1. the pot is dry, and\n2. it was booked.\n")
    assert phrase(numbered) == "It is free when: the pot is dry, and it was booked."


def test_half_sentences_of_a_list_are_one_sentence() -> None:
    own = units("Conditions:\n\n- book before noon;\n- bring the pot\n- it must be dry\n")
    assert phrase(own) == "Conditions: book before noon; bring the pot; it must be dry."


def test_nothing_leans_on_a_sentence_that_is_left_out() -> None:
    found = said(LEANING)
    assert "A shelf costs £4 a week. | It is paid in advance." in found
    assert not any(run.startswith("It is") for run in found)
    assert "Members get the first one free." in found


def test_points_come_with_the_sentence_that_introduces_them() -> None:
    found = said(LEADEN)
    assert found == {"We fire twice a week: | Tuesday: stoneware. | Friday: porcelain."}


def test_a_question_that_makes_the_condition_is_said_with_its_answer() -> None:
    found = said("Bought second-hand? Send us the old receipt. Nothing else is needed.")
    assert "Bought second-hand? | Send us the old receipt." in found
    assert not any(run.startswith("Send us") or run.endswith("?") for run in found)


def test_what_an_article_says_of_itself_and_where_it_sends_readers_is_not_said() -> None:
    found = said("This page is about glazes. Bring the pot to the desk (see How to pack it). Use this when it leaks.")
    assert found == {"Bring the pot to the desk."}


@pytest.mark.parametrize("length", ["short", "medium", "long"])
def test_a_passage_always_has_something_to_say(length: str) -> None:
    assert said("It is paid in advance.", length) == {"It is paid in advance."}
    assert said("word " * 120 + "end.", length)


class _Letters:
    """An encoder by which texts are near that begin with the same letter; counts the texts that it had to read."""

    def __init__(self) -> None:
        self.read = 0

    @property
    def info(self) -> EncoderInfo:
        return EncoderInfo("letters", "1", 128, 256)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.read += len(texts)
        return np.eye(128, dtype=np.float32)[[ord(text[0]) % 128 for text in texts]]

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        raise NotImplementedError


def _answer(encoder: _Letters, vectors: SentenceVectors, limit: int = 1) -> list[str]:
    weights = np.array([1.0 if sign == "newest" else 0.0 for sign in SIGNS] + [0.0], dtype=np.float32)
    model = PassageModel(weights, np.zeros(4, dtype=np.float32), 128)
    asked = "Must I pay for my shelf?"
    meant = Meant(encoder.encode(["M"])[0], np.zeros((0, 128), dtype=np.float32))
    body = plain_text(LEANING)
    hit = ArticleHit(
        Article(id="a", title="A", body=body), 1, None, body, 0, len(body), False, 0.9, 0.9,
        public_passages=(Passage(None, body, 0, len(body), 0.5),),
    )  # fmt: skip
    reader = Reader(model, vectors, meant)
    messages = [Message.model_validate({"role": "customer", "text": asked})]
    return [one.text for one in answers_from(hit, Asked.of(messages), limit=limit, reader=reader)]


def test_the_sentence_nearest_in_meaning_is_said_and_a_second_answer_shares_none_of_it() -> None:
    encoder = _Letters()
    first, second = _answer(encoder, SentenceVectors(encoder), limit=2)
    assert first == "Members get the first one free."
    assert "Members" not in second


def test_the_sentences_of_an_article_are_encoded_once() -> None:
    encoder = _Letters()
    vectors = SentenceVectors(encoder)
    _answer(encoder, vectors)
    before = encoder.read
    _answer(encoder, vectors)
    assert encoder.read == before + 1  # the question alone
    few = SentenceVectors(encoder, capacity=2)
    few.of(["a", "b", "c"])
    before = encoder.read
    assert few.of(["a", "b", "c", "a"]).shape == (4, 128)
    assert encoder.read == before + 1


def test_a_model_of_other_vectors_is_not_used() -> None:
    arrays = {"weights": np.zeros(len(SIGNS) + 1), "wording": np.zeros(4), "dims": np.array(384)}
    assert PassageModel.load(arrays, dims=384) is not None
    assert PassageModel.load(arrays, dims=128) is None
    assert PassageModel.load({}, dims=384) is None
