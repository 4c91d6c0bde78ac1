"""Reported speech: messages of many trades, roles and channels, each with the note that a colleague may read."""

import json
from pathlib import Path

import pytest

from assist.copilot.reported import report_message
from evaluation.metrics.person import has_first_or_second_person

_LINES = (Path(__file__).parent / "reported_messages.jsonl").read_text(encoding="utf-8").splitlines()
_MESSAGES = [json.loads(line) for line in _LINES]


@pytest.mark.parametrize("message", _MESSAGES, ids=[message["text"][:40] for message in _MESSAGES])
def test_a_message_is_told_of_its_speaker(message: dict[str, str]) -> None:
    report = report_message(message["text"], role=message["role"])
    assert report is not None
    assert report.text == message["reported"]
    assert not has_first_or_second_person(report.text)
