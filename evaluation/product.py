"""The product as the tasks see it: `assist.build`'s engine over throw-away data folders, one encoder for all."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, cast

from assist.build import Engine, build_engine
from assist.build_encoder import build_encoder
from assist.copilot.options import ArticleOptions, ReplyOptions
from assist.copilot.reported import report_message
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation, EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.ports import Encoder
from assist.core.redact import find_spans
from assist.core.results import Articles, Assistance, CaseDraft, Replies, Summary
from assist.core.settings import Settings
from assist.core.text.sentences import split_sentences
from assist.inference.vector_cache import CachedEncoder
from evaluation.articles import as_product_articles, read_articles
from evaluation.errors import DataError, EvaluationError
from evaluation.metrics.spans import Span
from evaluation.rows import content_hash, read_rows
from evaluation.runs import write_lines
from evaluation.schema import ConversationRow
from evaluation.stamp import code_stamp
from evaluation.vectors import RememberedEncoder

_AHEAD = 256  # texts encoded, and kept, at once


class EngineProduct:
    """Implements `evaluation.engine.Product`. Article ids go in and come out as they were written."""

    def __init__(self, engine: Engine, names: dict[str, str]) -> None:
        self._engine = engine
        self._names = names

    @property
    def encoder(self) -> Encoder:
        """The encoder that serves."""
        return self._engine.encoder

    def analyze(self, transcript: Transcript) -> Conversation:
        """Vectors and head scores."""
        return self._engine.copilot.analyze(transcript)

    def summarize(self, transcript: Transcript | Conversation) -> Summary:
        """`POST /v1/summaries` with its defaults."""
        return self._engine.copilot.summarize(transcript)

    def draft_case(self, transcript: Transcript | Conversation) -> CaseDraft:
        """`POST /v1/case-drafts`."""
        return self._engine.copilot.draft_case(transcript)

    def assist(self, transcript: Transcript) -> Assistance:
        """`POST /v1/assist`."""
        return self._engine.copilot.assist(transcript)

    def suggest_replies(self, transcript: Transcript, *, limit: int = 3) -> Replies:
        """`POST /v1/replies`."""
        return self._engine.copilot.suggest_replies(transcript, ReplyOptions(limit=limit))

    def rank_replies(self, context: Transcript, candidates: Sequence[str]) -> list[float]:
        """Scores of candidate replies. Raises EvaluationError where the suggester ranks no foreign candidates."""
        rank = getattr(self._engine.replies, "rank", None)
        if rank is None:
            raise EvaluationError("this version of the product cannot rank given replies")
        return [float(score) for score in cast(_Rank, rank)(self.analyze(context), candidates)]

    def suggest_articles(self, transcript: Transcript, *, limit: int = 3, min_score: float | None = None) -> Articles:
        """`POST /v1/articles/suggest`."""
        options = ArticleOptions(limit=limit, min_score=min_score)
        return self._as_written(self._engine.copilot.suggest_articles(transcript, options))

    def search_articles(self, text: str, *, limit: int = 3, min_score: float | None = None) -> Articles:
        """`GET /v1/articles/search`."""
        options = ArticleOptions(limit=limit, min_score=min_score)
        return self._as_written(self._engine.copilot.search_articles(text, options))

    def report(self, text: str, *, role: str) -> str:
        """One message in the third person."""
        reported = report_message(text, role=role)
        return reported.text if reported else ""

    def redact(self, text: str) -> list[Span]:
        """The spans that redaction would replace."""
        return [Span(span.type, span.start, span.end) for span in find_spans(text)]

    def _as_written(self, found: Articles) -> Articles:
        cards = tuple(card.model_copy(update={"id": self._names.get(card.id, card.id)}) for card in found.articles)
        return found.model_copy(update={"articles": cards})


class _Rank(Protocol):
    def __call__(self, conversation: Conversation, candidates: Sequence[str]) -> Sequence[float]: ...


class EngineProducts:
    """Implements `evaluation.engine.ProductSource`. Close it to remove the data folders.

    `vectors`: file of vectors of earlier runs; without it every text is encoded.
    """

    def __init__(self, settings: Settings | None = None, *, vectors: Path | None = None) -> None:
        self._settings = settings or Settings()
        self._served = build_encoder(self._settings)
        self._encoder: Encoder = RememberedEncoder(self._served, vectors) if vectors else self._served
        self._stamp = code_stamp(self._encoder.info.version)
        self._opened: dict[str, EngineProduct] = {}
        self._engines: list[Engine] = []
        self._folders: list[tempfile.TemporaryDirectory[str]] = []

    def __enter__(self) -> "EngineProducts":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def encoder(self) -> Encoder:
        """One for all products."""
        return self._encoder

    @property
    def stamp(self) -> str:
        """Hash of code, models and encoder."""
        return self._stamp

    def open(self, *, articles: Path | None = None, memory: Sequence[Path] = (), cold: bool = False) -> EngineProduct:
        """A product over these articles and past conversations; the same files give the same product."""
        key = f"{content_hash([articles] if articles else [])}:{content_hash(memory)}:{cold}"
        if key not in self._opened:
            self._opened[key] = self._build(articles, memory, cold=cold)
        return self._opened[key]

    def prepare(self, transcripts: Iterable[Transcript]) -> None:
        """Encode all messages in large batches, short ones first."""
        if not isinstance(self._encoder, RememberedEncoder):
            return
        texts = sorted({message.text for transcript in transcripts for message in transcript.messages}, key=len)
        for start in range(0, len(texts), _AHEAD):
            part = texts[start : start + _AHEAD]
            self._encoder.encode_spans([SpannedText(text, tuple(split_sentences(text))) for text in part])

    def close(self) -> None:
        """Close engines and encoder, remove the folders."""
        for engine in self._engines:
            engine.close()
        for folder in self._folders:
            folder.cleanup()
        if isinstance(self._encoder, RememberedEncoder):
            self._encoder.close()
        self._served.close()

    def _build(self, articles: Path | None, memory: Sequence[Path], *, cold: bool) -> EngineProduct:
        folder = tempfile.TemporaryDirectory(prefix="evaluation-")
        self._folders.append(folder)
        settings = self._settings.model_copy(update={"data_dir": Path(folder.name), "database_url": None})
        encoder = build_encoder(settings) if cold else CachedEncoder(_Shared(self._encoder), capacity=0)
        engine = build_engine(settings, serving=False, encoder=encoder)
        self._engines.append(engine)
        engine.refresher.close()  # nothing changes behind the harness's back
        names: dict[str, str] = {}
        if articles is not None:
            stored, names = as_product_articles(read_articles(articles))
            engine.articles.put_many(stored)
            engine.rebuild(_Silent(), gate=False)
        if memory:
            _remember(engine, memory, Path(folder.name))
        return EngineProduct(engine, names)


class _Shared:
    """An encoder without `close`: an engine must not close what others still use."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner

    @property
    def info(self) -> EncoderInfo:
        return self._inner.info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        return self._inner.encode(texts)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        return self._inner.encode_spans(items)


_REMEMBERED = {"id", "channel", "language", "messages"}


class _Silent:
    """A job that nobody watches."""

    def report(self, *, done: int, total: int, unit: str = "items") -> None: ...

    def error(self, item: str, message: str) -> None: ...

    def check_cancelled(self) -> None: ...


def _remember(engine: Engine, memory: Sequence[Path], folder: Path) -> None:
    """Import past conversations; they are checked first, so that a bad row is named by file, line and field."""
    for number, path in enumerate(memory):
        rows = read_rows(path, ConversationRow)
        plain = folder / f"memory-{number}.jsonl"
        write_lines(
            plain, (row.model_dump(mode="json", include={"id", "channel", "language", "messages"}) for row in rows)
        )
        report = engine.import_history([plain], _Silent())
        if report.failed:
            item, message = report.failed[0]
            raise DataError(file=str(path), line=int(item.rpartition(":")[2] or 0), field="", message=message)
