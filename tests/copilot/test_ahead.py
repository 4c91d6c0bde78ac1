"""What is read while the encoder works is not read again, and what features share is worked out once."""

from typing import Any

import pytest

from assist.copilot.ahead import read_ahead, read_words
from assist.copilot.analysis import analyze, recent
from assist.copilot.case_draft import actions, draft_case
from assist.copilot.facts import finder
from assist.copilot.once import once_each
from assist.copilot.summary import cues, features, summarize
from assist.core.conversation import Message, Transcript
from assist.core.encoding import Conversation
from assist.core.resources import models_dir
from assist.core.text.remembered import forget_texts
from assist.inference.fakes import FakeEncoder
from assist.inference.heads import cues as cues_module
from assist.inference.heads import signs, valence
from assist.inference.heads.model import load_heads

TALK = Transcript(
    messages=(
        Message(role="customer", text="Hi, my router A-1042 is broken. Can you send another one?"),
        Message(role="agent", text="I am sorry. I have ordered a new router for you, it comes on Monday."),
    )
)


def _talk() -> Conversation:
    return analyze(TALK, encoder=FakeEncoder(384), heads=load_heads(models_dir()))


def test_heads_find_the_words_of_new_messages_read_already() -> None:
    heads = load_heads(models_dir())
    forget_texts()
    read_ahead(TALK, heads)
    readers: list[Any] = [cues_module.cues, cues_module.word_buckets, valence.valence, signs.read_signs]
    misses = [reader.cache_info().misses for reader in readers]
    assert analyze(TALK, encoder=FakeEncoder(384), heads=heads).scores.talk
    assert [reader.cache_info().misses for reader in readers] == misses


def test_a_summary_finds_the_words_of_new_messages_read_already() -> None:
    conversation = _talk()
    forget_texts()
    read_ahead(TALK, load_heads(models_dir()))
    readers: list[Any] = [cues.packed_words]
    misses = [reader.cache_info().misses for reader in readers]
    assert summarize(conversation).headline is not None
    assert [reader.cache_info().misses for reader in readers] == misses


def test_a_case_draft_finds_the_actions_of_new_messages_read_already() -> None:
    conversation = _talk()
    forget_texts()
    read_ahead(TALK, load_heads(models_dir()))
    reader: Any = actions.actions_of
    misses = reader.cache_info().misses
    drafted = draft_case(conversation).draft
    assert drafted is not None
    assert reader.cache_info().hits
    assert reader.cache_info().misses == misses


def test_a_summary_finds_every_message_read_that_was_read_for_it() -> None:
    conversation = _talk()
    forget_texts()
    read_words(TALK)
    readers: list[Any] = [cues.packed_words, cues.packed_asked, cues.packed_answer]
    misses = [one.cache_info().misses for one in readers]
    assert all(misses)
    assert summarize(conversation).headline is not None
    assert [one.cache_info().misses for one in readers] == misses


def test_a_message_is_looked_through_once_alone_and_as_an_answer() -> None:
    forget_texts()
    text = "It was charged on 3 May, 12.50 pounds, I am Ana Lund"
    alone = finder.find_mentions(text)
    reader: Any = finder._whatever_was_asked  # pyright: ignore[reportPrivateUsage]
    misses = reader.cache_info().misses
    assert set(finder.find_mentions(text, "May I have your order number?")) >= set(alone)
    assert (misses, reader.cache_info().misses) == (1, 1)


def test_only_who_asks_for_moods_has_them_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A summary does without; a case draft reads them once, whatever it asks for."""
    asked: list[Transcript] = []
    heads = load_heads(models_dir())
    real = heads._score_talk  # pyright: ignore[reportPrivateUsage]

    def counted(transcript: Transcript, *given: Any) -> Any:
        asked.append(transcript)
        return real(transcript, *given)

    monkeypatch.setattr(heads, "_score_talk", counted)
    conversation = analyze(TALK, encoder=FakeEncoder(384), heads=heads)
    assert summarize(conversation).headline is not None
    assert not asked
    assert recent(conversation, 1).scores.status is conversation.scores.status
    assert draft_case(conversation).draft is not None
    assert len(asked) == 1


def test_summary_and_case_draft_share_the_features_of_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    sides: list[str] = []
    real = features._features  # pyright: ignore[reportPrivateUsage]

    def counted(*given: Any) -> Any:
        sides.append(given[2])
        return real(*given)

    monkeypatch.setattr(features, "_features", counted)
    conversation = _talk()
    summarize(conversation)
    draft_case(conversation)
    assert sorted(sides) == ["agent", "customer"]


def test_what_is_worked_out_once_belongs_to_one_conversation() -> None:
    asked: list[Conversation] = []

    @once_each
    def count(conversation: Conversation) -> int:
        asked.append(conversation)
        return len(asked)

    first, second = _talk(), _talk()
    assert [count(first), count(second), count(first)] == [1, 2, 1]
