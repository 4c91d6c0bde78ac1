"""Heads as served: salience at its own threshold, moods, signs of where a case stands, damage is refused."""

import numpy as np
import pytest

from assist.core.conversation import Message, Transcript
from assist.core.encoding import HeadScores, Sentence
from assist.core.resources import models_dir
from assist.core.text.sentences import split_sentences
from assist.core.vocabulary import ACTS, CASE_STATUSES, SENTIMENTS
from assist.inference.artifacts import load_artifact
from assist.inference.fakes import FakeEncoder
from assist.inference.heads import incremental
from assist.inference.heads.features import edge_vectors, last_of_same_side, message_features
from assist.inference.heads.model import TrainedHeads, even_odds, load_heads
from assist.inference.heads.network import Ensemble, Scaler
from assist.inference.heads.newest import asks, is_unsettled
from assist.inference.heads.parting import parting_features
from assist.inference.heads.signs import sign_features
from assist.inference.heads.valence import valence


@pytest.fixture(scope="module")
def heads() -> TrainedHeads:
    return load_heads(models_dir())


def _score(heads: TrainedHeads, *lines: tuple[str, str], internal: int | None = None) -> HeadScores:
    messages = tuple(
        Message.model_validate({"role": role, "text": text, "internal": index == internal})
        for index, (role, text) in enumerate(lines)
    )
    transcript = Transcript(channel="chat", messages=messages)
    sentences = [
        Sentence(index, start, end, message.text[start:end])
        for index, message in enumerate(messages)
        for start, end in split_sentences(message.text)
    ]
    encoder = FakeEncoder(384)
    vectors = encoder.encode([message.text for message in messages])
    spoken = encoder.encode([s.text for s in sentences])
    return heads.score(transcript, sentences, vectors, spoken, np.zeros((len(messages), 0), dtype=np.float32))


def test_small_talk_is_heard_in_the_newest_message_alone(heads: TrainedHeads) -> None:
    """By comparison: the vectors here are the fake's, so only words and place speak."""
    asked, told = ("customer", "My parcel has not arrived. Where is it?"), ("agent", "It arrives tomorrow.")
    question = _score(heads, asked).small_talk
    goodbye = _score(heads, asked, told, ("customer", "thanks, bye")).small_talk
    assert goodbye > question
    assert _score(heads, ("customer", "thanks, bye"), told).small_talk == 0.0
    assert _score(heads, asked, ("customer", "thanks, bye"), internal=1).small_talk < goodbye


TALK = (
    ("customer", "Hi, my order A-1042 arrived broken and I want a refund."),
    ("agent", "I'm sorry to hear that. Could you please send a photo of the damage?"),
    ("customer", "I have attached a photo."),
    ("agent", "Thank you. I have issued a refund of £25 to your card."),
    ("customer", "Great, thanks!"),
)


def test_every_message_and_sentence_gets_chances(heads: TrainedHeads) -> None:
    scores = _score(heads, *TALK)
    assert scores.acts.shape == (5, len(ACTS))
    assert np.allclose(scores.acts.sum(axis=1), 1.0, atol=1e-4)
    assert scores.salience.shape == (5,)
    assert scores.sentence_salience.shape == (7,)
    assert scores.status.shape == (len(CASE_STATUSES),)
    assert np.isclose(scores.sentiment_start.sum(), 1.0, atol=1e-4)


def test_the_problem_matters_more_than_the_thanks(heads: TrainedHeads) -> None:
    salience = _score(heads, *TALK).salience
    assert salience[0] > 0.5 > salience[4]


def test_a_system_line_or_note_is_no_dialogue_act(heads: TrainedHeads) -> None:
    scores = _score(heads, ("system", "Agent joined."), *TALK, internal=2)
    assert ACTS[int(scores.acts[0].argmax())] == "other"
    assert ACTS[int(scores.acts[2].argmax())] == "other"


def test_a_customer_never_asks_like_an_agent(heads: TrainedHeads) -> None:
    scores = _score(heads, *TALK)
    assert scores.acts[0, ACTS.index("question_agent")] == 0.0
    assert scores.acts[1, ACTS.index("question_customer")] == 0.0


def test_one_half_is_the_threshold_that_training_chose(heads: TrainedHeads) -> None:
    threshold = load_artifact(models_dir() / "artifacts" / "heads").manifest["settings"]["salience_threshold"]
    moved = even_odds(np.array([0.0, threshold / 2, threshold, 0.9, 1.0]), threshold)
    assert moved[2] == pytest.approx(0.5)
    assert (np.diff(moved) > 0).all()


def test_a_single_line_and_a_talk_without_customer_are_scored(heads: TrainedHeads) -> None:
    assert _score(heads, ("customer", "ok")).acts.shape == (1, len(ACTS))
    assert np.isfinite(_score(heads, ("agent", "Hello?"), ("agent", "Are you there?")).sentiment_end).all()


@pytest.mark.parametrize(
    ("pleased", "displeased"),
    [
        ("This is great, thank you!", "This is terrible, I am angry!"),
        ("I am happy with it", "I am not happy with it"),
        ("that is GREAT", "that is great"),
    ],
)
def test_words_tell_pleased_from_displeased(pleased: str, displeased: str) -> None:
    assert valence(pleased)[0] > valence(displeased)[0]


def test_plain_words_have_no_mood() -> None:
    assert valence("My order number is 4411")[0] == 0.0
    assert valence("")[0] == 0.0


def test_what_did_not_help_is_no_small_talk_and_no_happy_end(heads: TrainedHeads) -> None:
    asked, told = ("customer", "My meter shows zero."), ("agent", "Please hold the button for ten seconds.")
    scores = _score(heads, asked, told, ("customer", "did that, still zero"))
    assert scores.small_talk == 0.0
    assert scores.sentiment_end[SENTIMENTS.index("positive")] == 0.0
    assert scores.sentiment_end.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("No. It doesn't help.", True),
        ("yes twice, still no light", True),
        ("no it wasn't", True),
        ("look again", True),
        ("whatever. I want your manager to call me", True),
        ("I'll look again tomorrow, thanks", False),
        ("no thanks, I don't need anything", False),
        ("fine, but if it doesn't work i want a refund", False),
        ("thanks, that worked", False),
    ],
)
def test_trouble_that_goes_on_is_told_from_trouble_that_is_only_feared(text: str, wrong: bool) -> None:
    assert is_unsettled(text) is wrong


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("right and have you charged me for that", True),
        ("where is it?", True),
        ("do that then, thanks", False),
        ("thank the lady as well, would you", False),
    ],
)
def test_a_question_is_heard_without_its_mark(text: str, asked: bool) -> None:
    assert asks(text, "voice") is asked
    assert asks(text, "chat") is ("?" in text)


def test_the_newest_turn_counts_most_among_signs() -> None:
    def talk(*agent: str) -> Transcript:
        return Transcript(messages=tuple(Message(role="agent", text=text) for text in agent))

    acts = np.zeros((2, len(ACTS)), dtype=np.float32)
    late = sign_features(talk("Hello.", "I have escalated this to a supervisor."), acts)
    early = sign_features(talk("I have escalated this to a supervisor.", "Hello."), acts)
    assert late[0] == 1.0
    assert early[0] == 0.0
    assert late.sum() > early.sum()


def _parting(*lines: tuple[str, str], internal: int | None = None) -> list[float]:
    messages = tuple(
        Message.model_validate({"role": role, "text": text, "internal": index == internal})
        for index, (role, text) in enumerate(lines)
    )
    return parting_features(Transcript(messages=messages)).tolist()


def test_the_same_thanks_differ_by_what_they_answer() -> None:
    asked, thanks = ("customer", "Please move my appointment."), ("customer", "Ok, thank you. Bye.")
    fixed = _parting(asked, ("agent", "I have moved it to Friday."), thanks)
    refused = _parting(asked, ("agent", "Unfortunately that is not possible."), thanks)
    assert [a != b for a, b in zip(fixed, refused, strict=True)].count(True) > 4


@pytest.mark.parametrize(
    ("plain", "reserved"),
    [
        ("Thanks.", "Thanks, I guess."),
        ("Fine.", "Fine, but make sure it arrives this time."),
        ("Ok, I will wait.", "Ok, then I will go to another provider."),
        ("Great, thank you.", "Great, thank you. What a waste of time."),
    ],
)
def test_what_goes_with_consent_and_thanks_is_heard(plain: str, reserved: str) -> None:
    told = ("agent", "The refund will be with you within 5 days.")
    assert _parting(told, ("customer", plain)) != _parting(told, ("customer", reserved))


def test_parting_words_are_the_customers_whatever_stands_around_them() -> None:
    asked, told = ("customer", "Where is it?"), ("agent", "It arrives tomorrow.")
    width = len(_parting(asked, told))
    for lines in ([asked], [told], [("system", "Chat ended.")]):
        assert len(_parting(*lines)) == width
    noted = _parting(asked, told, ("agent", "Customer is furious, I can't help."), internal=2)
    assert noted == _parting(asked, told)
    assert _parting(asked, ("agent", "It’s done, I’ve booked it.")) == _parting(
        asked, ("agent", "It's done, I've booked it.")
    )


def test_first_and_last_sentence_stand_for_a_message() -> None:
    sentences = [Sentence(0, 0, 1, "a"), Sentence(0, 2, 3, "b"), Sentence(0, 4, 5, "c"), Sentence(2, 0, 1, "d")]
    edges = edge_vectors(3, sentences, np.eye(4, dtype=np.float32))
    assert edges[0].tolist() == [1, 0, 0, 0, 0, 0, 1, 0]
    assert not edges[1].any()
    assert edges[2].tolist() == [0, 0, 0, 1, 0, 0, 0, 1]


def test_what_is_kept_of_messages_changes_no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A talk that grows, with more messages than are kept, scored by one object and by a fresh one each time."""
    monkeypatch.setattr(incremental, "KEPT", 7)
    growing = load_heads(models_dir())
    lines = [("customer" if n % 3 else "agent", f"Message {n % 11} about parcel {n}, please?") for n in range(14)]
    for count in range(1, len(lines) + 1):
        kept, fresh = _score(growing, *lines[:count]), _score(load_heads(models_dir()), *lines[:count])
        assert np.allclose(kept.acts, fresh.acts, atol=1e-5)
        assert np.allclose(kept.salience, fresh.salience, atol=1e-5)


def test_the_incremental_first_stage_is_the_trained_ensemble() -> None:
    a = {
        name: array.astype(np.float32) for name, array in load_artifact(models_dir() / "artifacts/heads").arrays.items()
    }
    ensemble = Ensemble(a["hidden"], a["words"], a["bias"], a["out"], a["out_bias"])
    messages = tuple(Message.model_validate({"role": role, "text": text}) for role, text in TALK)
    vectors = FakeEncoder(384).encode([message.text for message in messages])
    features = message_features(Transcript(channel="chat", messages=messages), vectors)
    scaler = Scaler(4 * 384, a["mean"], a["deviation"])
    found = incremental.IncrementalEnsemble(ensemble, 384).logits(
        vectors,
        [row.tobytes() for row in vectors],
        last_of_same_side(messages),
        scaler.surface(features.dense),
        features.words,
    )
    assert np.allclose(found, ensemble.logits(scaler.apply(features.dense), features.words), atol=1e-4)
