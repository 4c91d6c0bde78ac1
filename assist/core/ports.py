"""Where rooms meet: protocols with at least two implementations each (a real one and a fake or null twin)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from assist.core.articles import ApprovedReply, Article, ArticleRecord
from assist.core.conversation import Message, Transcript
from assist.core.encoding import EncoderInfo, FloatArray, HeadScores, Sentence, SpannedText, SpanVectors
from assist.core.replies import ReplyEdit, ReplyExample, ReplyPolicy, ReplyTally, ReplyVerdict
from assist.core.vocabulary import ArticleState, Audience


class Encoder(Protocol):
    """Text to unit vectors. Thread-safe; callers may block while a batch is formed.

    Raises Overloaded when the queue is full, InvalidInput for a single input over the token budget.
    """

    @property
    def info(self) -> EncoderInfo: ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(len(texts), dims), unit length; longer texts are cut at `info.max_tokens`."""
        ...

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Whole-text and span vectors from one pass; texts over the window are read in several windows."""
        ...


class BulkEncoder(Protocol):
    """An encoder for many texts that stays out of the way of the one that answers requests."""

    def open(self) -> AbstractContextManager[Callable[[Sequence[str]], FloatArray]]:
        """`encode`, ready while the block runs: (n, dims) unit vectors. Raises Unavailable when it cannot work."""
        ...


class Heads(Protocol):
    """Small trained heads over the vectors."""

    @property
    def version(self) -> str: ...

    def read_ahead(self, message: Message, sentences: Sequence[str]) -> None:
        """Read a message's words, which `score` will need, while the encoder works."""
        ...

    def score(
        self,
        transcript: Transcript,
        sentences: Sequence[Sentence],
        message_vectors: FloatArray,
        sentence_vectors: FloatArray,
        message_traits: FloatArray,
    ) -> HeadScores: ...


@dataclass(frozen=True, slots=True)
class ArticleFilters:
    """Filters applied inside the search. None = no restriction."""

    product: str | None = None
    company: str | None = None
    audience: Audience | None = None
    locale: str | None = None
    tags: tuple[str, ...] = ()


NO_FILTERS = ArticleFilters()


@dataclass(frozen=True, slots=True, eq=False)
class ArticleQuery:
    """What to look for: `vector` (dims,) unit length and/or weighted `terms` (words or
    sentences, matched by their stemmed words); `text` for a plain query.

    `context_vector` and `context_terms`: the same for what the other side said, weighed apart. `said`: everything
    that was said by anybody, where a company may be named. `refused`: ids of articles that are not wanted.
    """

    text: str = ""
    vector: FloatArray | None = None
    terms: tuple[tuple[str, float], ...] = ()
    context_vector: FloatArray | None = None
    context_terms: tuple[tuple[str, float], ...] = ()
    said: str = ""
    refused: frozenset[str] = frozenset()
    filters: ArticleFilters = ArticleFilters()
    limit: int = 3


@dataclass(frozen=True, slots=True, eq=False)
class ArticleHit:
    """One article with its best passage.

    `passage`: text shown; `start`/`end`: its code points in the article body; `internal`: the passage comes from an
    internal article or an internal-note block and must never reach a customer. `score`: calibrated chance 0-1 that
    the card helps. `highlights`: spans of `passage`. `public_passages`: customer-safe passages of the same article,
    best first (empty for internal articles).
    """

    article: Article
    revision: int
    section: str | None
    passage: str
    start: int
    end: int
    internal: bool
    score: float
    raw_score: float
    highlights: tuple[tuple[int, int], ...] = ()
    why: tuple[str, ...] = ()
    public_passages: "tuple[Passage, ...]" = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A customer-safe passage: code points of the body, end exclusive; of the lines of `text`, from 0, rows: of tables;
    heads: those that name their columns; points: of lists; steps: numbered ones, with their numbers."""

    section: str | None
    text: str
    start: int
    end: int
    score: float
    rows: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    points: tuple[int, ...] = ()
    steps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SearchResult:
    """Ranked hits; `confidence`: calibrated chance that any of the first three helps; `snapshot` stamps the index."""

    hits: tuple[ArticleHit, ...]
    confidence: float
    snapshot: str | None
    empty: bool = False


class ArticleSearch(Protocol):
    """Search over published articles. Never blocks on a rebuild."""

    @property
    def count(self) -> int:
        """Live articles."""
        ...

    def search(self, query: ArticleQuery) -> SearchResult: ...


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next_cursor` is opaque, None at the end."""

    items: tuple[T, ...]
    next_cursor: str | None = None


class ArticleRepository(Protocol):
    """Stored articles with versions. Writes are durable when the call returns."""

    def get(self, article_id: str) -> ArticleRecord | None: ...

    def put(
        self,
        article: Article,
        *,
        author: str | None = None,
        if_match: str | None = None,
        create_only: bool = False,
    ) -> tuple[ArticleRecord, str]:
        """Store; the second value is `created`, `updated` or `unchanged`.

        Raises PreconditionFailed when `if_match` is not the stored ETag, Conflict when `create_only` and it exists,
        or when its state may not become that state (`core.lifecycle`).
        """
        ...

    def put_many(
        self, articles: Iterable[Article], *, author: str | None = None
    ) -> list[tuple[ArticleRecord | None, str]]:
        """Store many in one transaction (imports); an article that may not change so is skipped: (None, why)."""
        ...

    def delete(self, article_id: str, *, if_match: str | None = None, author: str | None = None) -> bool: ...

    def page(
        self, *, state: ArticleState | None = None, limit: int = 100, cursor: str | None = None
    ) -> Page[ArticleRecord]: ...

    def versions(self, article_id: str, *, after: int = 0, limit: int | None = None) -> list[ArticleRecord]:
        """Versions after revision `after`, oldest first; also of a deleted article."""
        ...

    def all_current(self) -> Iterator[ArticleRecord]:
        """Every article that is not deleted, in any state, ordered by id."""
        ...

    def published(self) -> dict[str, tuple[int, str]]:
        """Revision and ETag of every published article, by id; what an index must hold. Reads no content."""
        ...

    def changes_since(self, sequence: int) -> list[ArticleRecord]:
        """Articles (also deleted ones) whose last change is after `sequence`, in order of change."""
        ...

    def last_sequence(self) -> int: ...


class ApprovedReplyRepository(Protocol):
    """Stored approved replies."""

    def get(self, reply_id: str) -> tuple[ApprovedReply, str] | None:
        """The reply and its ETag."""
        ...

    def put(
        self, reply: ApprovedReply, *, if_match: str | None = None, create_only: bool = False
    ) -> tuple[ApprovedReply, str, str]:
        """Reply, ETag, and `created`, `updated` or `unchanged`."""
        ...

    def delete(self, reply_id: str, *, if_match: str | None = None) -> bool: ...

    def page(self, *, limit: int = 100, cursor: str | None = None) -> Page[ApprovedReply]: ...

    def all_published(self) -> list[ApprovedReply]: ...

    def generation(self) -> int:
        """Rises with every change; lets readers notice that they are stale."""
        ...


class ReplyMemoryRepository(Protocol):
    """Stored examples of the reply memory, tallies of its suggestions, team policies and the trained label model."""

    def add(self, examples: Sequence[ReplyExample]) -> int:
        """Keep those that are new, also in place of the same ones made by another model; their number."""
        ...

    def unknown(self, ids: Sequence[str], *, model: str) -> frozenset[str]:
        """Which of these example ids are not stored, or only as another model made them."""
        ...

    def since(self, sequence: int, *, limit: int = 5_000) -> list[ReplyExample]:
        """Examples added after `sequence`, in order; `limit` at most."""
        ...

    def stamp(self) -> tuple[int, int, int, int]:
        """(last sequence, removals, tallies and policies, label model): moves when anything here changes."""
        ...

    def erase(
        self, *, conversations: Sequence[str] = (), customer_id: str | None = None, agent_id: str | None = None
    ) -> int:
        """Remove what came from these; the number of examples that went."""
        ...

    def tally(self, cluster: str, verdict: ReplyVerdict, *, edit: ReplyEdit | None = None) -> ReplyTally:
        """Count one verdict; the counts after it."""
        ...

    def tallies(self) -> list[ReplyTally]: ...

    def policy(self, team: str) -> tuple[ReplyPolicy, str] | None:
        """The team's policy and its ETag."""
        ...

    def put_policy(
        self, policy: ReplyPolicy, *, if_match: str | None = None, create_only: bool = False
    ) -> tuple[ReplyPolicy, str, str]:
        """Policy, ETag, and `created`, `updated` or `unchanged`."""
        ...

    def policies(self) -> list[ReplyPolicy]: ...

    def model(self) -> bytes | None:
        """The label model as it was saved last."""
        ...

    def save_model(self, content: bytes) -> None: ...


@dataclass(slots=True)
class JobProgress:
    """Where a job stands; `errors` are (item, message) rows that did not stop it."""

    done: int = 0
    total: int = 0
    unit: str = "items"
    errors: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


class JobContext(Protocol):
    """What running work sees of its job."""

    def report(self, *, done: int, total: int, unit: str = "items") -> None: ...

    def error(self, item: str, message: str) -> None: ...

    def check_cancelled(self) -> None:
        """Raises JobCancelled when somebody asked to stop."""
        ...


JobWork = Callable[[JobContext], dict[str, Any]]


class JobCancelled(Exception):
    """Raised inside job work to stop it."""


class JobBlocked(Exception):
    """Raised inside job work when a gate refuses to go on; `result` is the report."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__("blocked")
        self.result = result
