"""The one place where the harness touches the product: the engine that serves, over throw-away data folders."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.core.ports import Encoder
from assist.core.results import Articles, Assistance, CaseDraft, Replies, Summary
from evaluation.metrics.spans import Span


class Product(Protocol):
    """What the tasks ask of the product; the fake twin lives in the tests."""

    @property
    def encoder(self) -> Encoder: ...

    def analyze(self, transcript: Transcript) -> Conversation: ...

    def summarize(self, transcript: Transcript) -> Summary: ...

    def draft_case(self, transcript: Transcript) -> CaseDraft: ...

    def assist(self, transcript: Transcript) -> Assistance:
        """All four features over one encoding."""
        ...

    def suggest_replies(self, transcript: Transcript, *, limit: int = 3) -> Replies: ...

    def rank_replies(self, context: Transcript, candidates: Sequence[str]) -> list[float]:
        """Scores of candidate replies, higher is better, in the order given."""
        ...

    def suggest_articles(
        self, transcript: Transcript, *, limit: int = 3, min_score: float | None = None
    ) -> Articles: ...

    def search_articles(self, text: str, *, limit: int = 3, min_score: float | None = None) -> Articles: ...

    def report(self, text: str, *, role: str) -> str:
        """One message in the third person, as a case note would have it; empty when there is nothing to report."""
        ...

    def redact(self, text: str) -> list[Span]: ...


class ProductSource(Protocol):
    """Opens products; tasks share the encoder and open one product for each set of articles and memory."""

    @property
    def encoder(self) -> Encoder: ...

    @property
    def stamp(self) -> str:
        """Hash of all code and models that shape a prediction."""
        ...

    def prepare(self, transcripts: Iterable[Transcript]) -> None:
        """Encode all their messages at once, where vectors are kept: quicker than conversation by conversation."""
        ...

    def open(self, *, articles: Path | None = None, memory: Sequence[Path] = (), cold: bool = False) -> Product:
        """A product that knows these articles and past conversations. Raises DataError for a malformed file.

        `cold`: it encodes as in service, without the vectors of earlier runs, so that its timings can be reported.
        """
        ...
