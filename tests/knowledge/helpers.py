"""A knowledge base over fakes, and a job context that does nothing."""

from pathlib import Path

from assist.core.articles import Article
from assist.core.ports import ArticleQuery, JobCancelled
from assist.inference.fakes import FakeEncoder
from assist.knowledge.base import KnowledgeBase
from assist.store.memory import InMemoryArticleStore


class QuietJob:
    """A job nobody watches; `cancel_after` progress reports it stops."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.reports: list[tuple[int, int]] = []
        self._cancel_after = cancel_after

    def report(self, *, done: int, total: int, unit: str = "items") -> None:
        self.reports.append((done, total))

    def error(self, item: str, message: str) -> None:
        raise AssertionError(f"{item}: {message}")

    def check_cancelled(self) -> None:
        if self._cancel_after is not None and len(self.reports) >= self._cancel_after:
            raise JobCancelled


class CountingEncoder(FakeEncoder):
    """Remembers how many texts it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = 0

    def encode(self, texts):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        return super().encode(texts)


def article(name: str, body: str = "", **values: object) -> Article:
    """An article whose words are its own."""
    text = body or f"How to handle {name}. Open the {name} page and press {name} once."
    return Article.model_validate({"id": name, "title": f"All about {name}", "body": text, **values})


def open_base(
    root: Path, store: InMemoryArticleStore, *, encoder: FakeEncoder | None = None, kept: int = 5
) -> KnowledgeBase:
    """A knowledge base as a worker opens it."""
    return KnowledgeBase(root=root, encoder=encoder or FakeEncoder(), articles=store, snapshots_kept=kept)


def found(base: KnowledgeBase, text: str, limit: int = 50) -> list[str]:
    """Ids found for a question, best first."""
    return [hit.article.id for hit in base.search(ArticleQuery(text=text, limit=limit)).hits]
