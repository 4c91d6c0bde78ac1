"""What is told of ninety everyday conversations reads like a note: whole sentences, third person, the right name."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.facts.spoken import NUMBER_WORD
from assist.copilot.summary import summarize
from assist.copilot.summary.candidates import candidates_of
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.inference.fakes import FakeEncoder, NullHeads
from evaluation.metrics.person import has_first_or_second_person

TALKS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path("evaluation/datasets/everyday/talks.jsonl").read_text(encoding="utf-8").splitlines()
]
SLIPS = {
    "a sentence goes on after its end": re.compile(r"[a-z]{2}\. [a-z]"),
    "a word twice": re.compile(rf"\b(?!that\b|had\b|(?:{NUMBER_WORD})\b)([a-z]+) \1\b"),
    "no agreement": re.compile(r"\b[Tt]hey (?:is|has|was|does|needs|wants)\b|\b(?:Customer|Agent) (?:have|are|do)\b"),
    "a filler": re.compile(r"\b(?:um|uh|erm|since like|lol)\b"),
    "an adverb as a verb": re.compile(r"\b(?:Stilled|Onlied|Justed)\b"),
    "Had done": re.compile(r"\AHad \w+(?:ed|led)\b"),
}


def talk_of(row: dict[str, Any]) -> Conversation:
    transcript = Transcript.model_validate({key: row[key] for key in ("channel", "messages")})
    return analyze(transcript, encoder=FakeEncoder(), heads=NullHeads())


@pytest.mark.parametrize("row", TALKS, ids=lambda row: row["id"])
def test_every_sentence_reads_as_a_note(row: dict[str, Any]) -> None:
    talk = talk_of(row)
    summary, draft = summarize(talk), draft_case(talk).draft
    assert draft is not None
    told = [
        f"{'Internal note:' if item.internal else item.side.capitalize()} {item.text}." for item in candidates_of(talk)
    ]
    told += [claim.text for section in summary.sections for claim in section.claims]
    told += [text for text in (summary.headline.text if summary.headline else "", draft.title, draft.issue) if text]
    told += [*draft.steps, draft.cause or "", draft.resolution or ""]
    for text in told:
        assert not has_first_or_second_person(text), text
        for slip, pattern in SLIPS.items():
            assert not pattern.search(text), (slip, text)


@pytest.mark.parametrize("row", [row for row in TALKS if "customer" in row], ids=lambda row: row["id"])
def test_the_customer_is_found_and_nobody_else_is_taken_for_them(row: dict[str, Any]) -> None:
    draft = draft_case(talk_of(row)).draft
    assert draft is not None
    assert draft.customer == row["customer"]
