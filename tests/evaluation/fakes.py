"""A product that answers at once, so that the harness itself is tested without a model."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.core.ports import Encoder
from assist.core.results import Articles, Assistance, CaseDraft, Claim, Evidence, Headline, Replies, Section, Summary
from assist.inference.fakes import FakeEncoder
from evaluation.metrics.spans import Span


class FakeProduct:
    """Summaries are the first words of the talk; `calls` counts them; `dies_after`: a kill in the middle of a run."""

    def __init__(self, *, dies_after: int | None = None) -> None:
        self.encoder: Encoder = FakeEncoder()
        self.calls = 0
        self._dies_after = dies_after

    def summarize(self, transcript: Transcript) -> Summary:
        if self._dies_after is not None and self.calls >= self._dies_after:
            raise KeyboardInterrupt
        self.calls += 1
        first = transcript.messages[0]
        evidence = (Evidence(message_id=first.key, start=0, end=len(first.text)),)
        claim = Claim(text=f"Customer says {first.text}", evidence=evidence)
        section = Section(name="issue", title="Issue", text=claim.text, claims=(claim,))
        return Summary(headline=Headline(text=claim.text, evidence=evidence), sections=(section,))

    def analyze(self, transcript: Transcript) -> Conversation:
        raise NotImplementedError

    def assist(self, transcript: Transcript) -> Assistance:
        raise NotImplementedError

    def draft_case(self, transcript: Transcript) -> CaseDraft:
        raise NotImplementedError

    def suggest_replies(self, transcript: Transcript, *, limit: int = 3) -> Replies:
        raise NotImplementedError

    def rank_replies(self, context: Transcript, candidates: Sequence[str]) -> list[float]:
        raise NotImplementedError

    def suggest_articles(self, transcript: Transcript, *, limit: int = 3, min_score: float | None = None) -> Articles:
        raise NotImplementedError

    def search_articles(self, text: str, *, limit: int = 3, min_score: float | None = None) -> Articles:
        raise NotImplementedError

    def report(self, text: str, *, role: str) -> str:
        raise NotImplementedError

    def redact(self, text: str) -> list[Span]:
        return []


class FakeProducts:
    """Opens the one product it has."""

    def __init__(self, product: FakeProduct | None = None, *, stamp: str = "stamp-1") -> None:
        self.product = product or FakeProduct()
        self.stamp = stamp

    @property
    def encoder(self) -> Encoder:
        return self.product.encoder

    def prepare(self, transcripts: Iterable[Transcript]) -> None: ...

    def open(self, *, articles: Path | None = None, memory: Sequence[Path] = (), cold: bool = False) -> FakeProduct:
        return self.product


def write_talks(path: Path, count: int, **gold: Any) -> Path:
    """`count` conversations of two messages with a headline each."""
    rows = [
        {
            "id": f"talk-{number}",
            "channel": "chat" if number % 2 else "email",
            "messages": [
                {"role": "customer", "text": f"My parcel number {number} has not arrived. I am cross."},
                {"role": "agent", "text": f"I have sent parcel {number} again."},
            ],
            "gold": {"headline": f"Customer misses parcel {number}. Agent sends it again.", **gold},
        }
        for number in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
