"""Twins of the stores that keep everything in memory, for the command line's one-off runs and for tests."""

import threading
from collections.abc import Iterable, Iterator

from assist.core.articles import ApprovedReply, Article, ArticleRecord
from assist.core.errors import Conflict
from assist.core.lifecycle import check_move
from assist.core.ports import Page
from assist.core.vocabulary import ArticleState
from assist.store.content import check_match, content_of, decode_cursor, encode_cursor, etag_of, now


class InMemoryArticleStore:
    """`ArticleRepository` without a database."""

    def __init__(self) -> None:
        self._versions: dict[str, list[ArticleRecord]] = {}
        self._sequence = 0
        self._lock = threading.RLock()

    def get(self, article_id: str) -> ArticleRecord | None:
        """The current version; None when unknown or deleted."""
        with self._lock:
            stored = self._versions.get(article_id)
        return None if stored is None or stored[-1].deleted else stored[-1]

    def put(
        self,
        article: Article,
        *,
        author: str | None = None,
        if_match: str | None = None,
        create_only: bool = False,
    ) -> tuple[ArticleRecord, str]:
        """Store one article; see `ArticleRepository.put`."""
        with self._lock:
            alive = self.get(article.id)
            check_match(if_match, alive.etag if alive else None, what=f"article '{article.id}'")
            if create_only and alive:
                raise Conflict(f"article '{article.id}' exists already", code="exists")
            if alive and alive.article == article:
                return alive, "unchanged"
            if alive:
                check_move(alive.article.state, article.state, what=f"article '{article.id}'")
            return self._store(article, author=author, deleted=False), "updated" if alive else "created"

    def put_many(
        self, articles: Iterable[Article], *, author: str | None = None
    ) -> list[tuple[ArticleRecord | None, str]]:
        """Store the articles together; one that may not change so is skipped: (None, why)."""
        results: list[tuple[ArticleRecord | None, str]] = []
        with self._lock:
            for article in articles:
                try:
                    results.append(self.put(article, author=author))
                except Conflict as conflict:
                    results.append((None, conflict.detail))
        return results

    def delete(self, article_id: str, *, if_match: str | None = None, author: str | None = None) -> bool:
        """Mark as deleted; False when there was none."""
        with self._lock:
            alive = self.get(article_id)
            check_match(if_match, alive.etag if alive else None, what=f"article '{article_id}'")
            if alive is None:
                return False
            self._store(alive.article, author=author, deleted=True)
            return True

    def page(
        self, *, state: ArticleState | None = None, limit: int = 100, cursor: str | None = None
    ) -> Page[ArticleRecord]:
        """Articles ordered by id."""
        after = decode_cursor(cursor)[0] if cursor is not None else ""
        found = [r for r in self.all_current() if r.article.id > after and state in (None, r.article.state)]
        more = len(found) > limit
        return Page(
            items=tuple(found[:limit]), next_cursor=encode_cursor(found[limit - 1].article.id) if more else None
        )

    def versions(self, article_id: str, *, after: int = 0, limit: int | None = None) -> list[ArticleRecord]:
        """Every version, oldest first."""
        with self._lock:
            return [record for record in self._versions.get(article_id, ()) if record.revision > after][:limit]

    def all_current(self) -> Iterator[ArticleRecord]:
        """Every article that is not deleted, ordered by id."""
        with self._lock:
            latest = [versions[-1] for _, versions in sorted(self._versions.items())]
        return iter([record for record in latest if not record.deleted])

    def published(self) -> dict[str, tuple[int, str]]:
        """Revision and ETag of every published article, by id."""
        return {r.article.id: (r.revision, r.etag) for r in self.all_current() if r.article.state == "published"}

    def changes_since(self, sequence: int) -> list[ArticleRecord]:
        """Articles whose last change is after `sequence`, in order of change."""
        with self._lock:
            latest = [versions[-1] for versions in self._versions.values()]
        return sorted((r for r in latest if r.sequence > sequence), key=lambda record: record.sequence)

    def last_sequence(self) -> int:
        """The number of the last change."""
        return self._sequence

    def _store(self, article: Article, *, author: str | None, deleted: bool) -> ArticleRecord:
        versions = self._versions.setdefault(article.id, [])
        self._sequence += 1
        moment = now()
        record = ArticleRecord(
            article=article,
            revision=len(versions) + 1,
            sequence=self._sequence,
            etag=etag_of(content_of(article)),
            author=author,
            created_at=versions[0].created_at if versions else moment,
            updated_at=moment,
            deleted=deleted,
        )
        versions.append(record)
        return record


class InMemoryApprovedReplyStore:
    """`ApprovedReplyRepository` without a database."""

    def __init__(self) -> None:
        self._replies: dict[str, tuple[ApprovedReply, str]] = {}
        self._generation = 0
        self._lock = threading.RLock()

    def get(self, reply_id: str) -> tuple[ApprovedReply, str] | None:
        """The reply and its ETag."""
        return self._replies.get(reply_id)

    def put(
        self, reply: ApprovedReply, *, if_match: str | None = None, create_only: bool = False
    ) -> tuple[ApprovedReply, str, str]:
        """Store one reply; see `ApprovedReplyRepository.put`."""
        etag = etag_of(content_of(reply))
        with self._lock:
            stored = self._replies.get(reply.id)
            check_match(if_match, stored[1] if stored else None, what=f"approved reply '{reply.id}'")
            if stored and create_only:
                raise Conflict(f"approved reply '{reply.id}' exists already", code="exists")
            if stored and stored[1] == etag:
                return reply, etag, "unchanged"
            if stored:
                check_move(stored[0].state, reply.state, what=f"approved reply '{reply.id}'")
            self._replies[reply.id] = (reply, etag)
            self._generation += 1
            return reply, etag, "updated" if stored else "created"

    def delete(self, reply_id: str, *, if_match: str | None = None) -> bool:
        """Remove; False when there was none."""
        with self._lock:
            stored = self._replies.get(reply_id)
            check_match(if_match, stored[1] if stored else None, what=f"approved reply '{reply_id}'")
            if stored is None:
                return False
            del self._replies[reply_id]
            self._generation += 1
            return True

    def page(self, *, limit: int = 100, cursor: str | None = None) -> Page[ApprovedReply]:
        """Replies ordered by id."""
        after = decode_cursor(cursor)[0] if cursor is not None else ""
        with self._lock:
            found = [reply for key, (reply, _) in sorted(self._replies.items()) if key > after]
        more = len(found) > limit
        return Page(items=tuple(found[:limit]), next_cursor=encode_cursor(found[limit - 1].id) if more else None)

    def all_published(self) -> list[ApprovedReply]:
        """Replies that may be suggested, ordered by id."""
        with self._lock:
            return [reply for _, (reply, _) in sorted(self._replies.items()) if reply.state == "published"]

    def generation(self) -> int:
        """Rises with every change."""
        return self._generation
