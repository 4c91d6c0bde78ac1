"""Articles with every version they ever had; one counter orders the changes so that the index can follow."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from assist.core.articles import Article, ArticleRecord
from assist.core.errors import Conflict
from assist.core.lifecycle import check_move
from assist.core.ports import Page
from assist.core.vocabulary import ArticleState
from assist.store.content import check_match, content_of, decode_cursor, encode_cursor, etag_of, now
from assist.store.counters import advance, current
from assist.store.database import Database
from assist.store.schema import article_versions, articles

COUNTER = "articles"


class ArticleStore:
    """`ArticleRepository` over the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tenant = database.tenant

    def get(self, article_id: str) -> ArticleRecord | None:
        """The current version; None when unknown or deleted."""
        record = self._database.read(lambda connection: self._current(connection, article_id))
        return None if record is None or record.deleted else record

    def put(
        self,
        article: Article,
        *,
        author: str | None = None,
        if_match: str | None = None,
        create_only: bool = False,
    ) -> tuple[ArticleRecord, str]:
        """Store one article; see `ArticleRepository.put`."""
        return self._database.write(
            lambda connection: self._put(connection, article, author=author, if_match=if_match, create_only=create_only)
        )

    def put_many(
        self, articles: Iterable[Article], *, author: str | None = None
    ) -> list[tuple[ArticleRecord | None, str]]:
        """Store the articles in one transaction; one that may not change so is skipped: (None, why)."""
        items = list(articles)

        def put(connection: Connection, article: Article) -> tuple[ArticleRecord | None, str]:
            try:
                return self._put(connection, article, author=author)
            except Conflict as conflict:
                return None, conflict.detail

        return self._database.write(lambda connection: [put(connection, article) for article in items])

    def delete(self, article_id: str, *, if_match: str | None = None, author: str | None = None) -> bool:
        """Mark as deleted (a version of its own); False when there was none."""

        def work(connection: Connection) -> bool:
            stored = self._current(connection, article_id, for_update=True)
            alive = stored is not None and not stored.deleted
            check_match(if_match, stored.etag if stored and alive else None, what=f"article '{article_id}'")
            if stored is None or not alive:
                return False
            self._store(connection, stored.article, stored, author=author, deleted=True)
            return True

        return self._database.write(work)

    def page(
        self, *, state: ArticleState | None = None, limit: int = 100, cursor: str | None = None
    ) -> Page[ArticleRecord]:
        """Articles ordered by id."""
        query = self._all().where(articles.c.deleted.is_(False)).order_by(articles.c.id).limit(limit + 1)
        if state is not None:
            query = query.where(articles.c.state == state)
        if cursor is not None:
            query = query.where(articles.c.id > decode_cursor(cursor)[0])
        records = self._records(query)
        more = len(records) > limit
        return Page(
            items=tuple(records[:limit]), next_cursor=encode_cursor(records[limit - 1].article.id) if more else None
        )

    def versions(self, article_id: str, *, after: int = 0, limit: int | None = None) -> list[ArticleRecord]:
        """Versions after revision `after`, oldest first; empty when unknown."""
        query = (
            select(article_versions)
            .where(
                article_versions.c.tenant_id == self._tenant,
                article_versions.c.id == article_id,
                article_versions.c.revision > after,
            )
            .order_by(article_versions.c.revision)
            .limit(limit)
        )
        return self._records(query)

    def all_current(self) -> Iterator[ArticleRecord]:
        """Every article that is not deleted, ordered by id, read in pages so that no view is held open."""
        cursor: str | None = None
        while True:
            page = self.page(limit=500, cursor=cursor)
            yield from page.items
            if page.next_cursor is None:
                return
            cursor = page.next_cursor

    def published(self) -> dict[str, tuple[int, str]]:
        """Revision and ETag of every published article, by id."""
        query = (
            select(articles.c.id, articles.c.revision, articles.c.etag)
            .where(
                articles.c.tenant_id == self._tenant,
                articles.c.state == "published",
                articles.c.deleted.is_(False),
            )
            .order_by(articles.c.id)
        )
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return {row.id: (row.revision, row.etag) for row in rows}

    def changes_since(self, sequence: int) -> list[ArticleRecord]:
        """Articles whose last change is after `sequence`, in order of change."""
        return self._records(self._all().where(articles.c.sequence > sequence).order_by(articles.c.sequence))

    def last_sequence(self) -> int:
        """The number of the last change, 0 before the first."""
        return self._database.read(lambda connection: current(connection, tenant=self._tenant, name=COUNTER))

    def _all(self) -> Select[Any]:
        return select(articles).where(articles.c.tenant_id == self._tenant)

    def _records(self, query: Select[Any]) -> list[ArticleRecord]:
        return self._database.read(lambda connection: [_record(row) for row in connection.execute(query)])

    def _current(self, connection: Connection, article_id: str, *, for_update: bool = False) -> ArticleRecord | None:
        query = self._all().where(articles.c.id == article_id)
        row = connection.execute(query.with_for_update() if for_update else query).first()
        return None if row is None else _record(row)

    def _put(
        self,
        connection: Connection,
        article: Article,
        *,
        author: str | None,
        if_match: str | None = None,
        create_only: bool = False,
    ) -> tuple[ArticleRecord, str]:
        stored = self._current(connection, article.id, for_update=True)
        alive = stored is not None and not stored.deleted
        check_match(if_match, stored.etag if stored and alive else None, what=f"article '{article.id}'")
        if create_only and alive:
            raise Conflict(f"article '{article.id}' exists already", code="exists")
        if stored is not None and alive and stored.article == article:
            return stored, "unchanged"
        if stored is not None and alive:
            check_move(stored.article.state, article.state, what=f"article '{article.id}'")
        record = self._store(connection, article, stored, author=author, deleted=False)
        return record, "updated" if alive else "created"

    def _store(
        self,
        connection: Connection,
        article: Article,
        stored: ArticleRecord | None,
        *,
        author: str | None,
        deleted: bool,
    ) -> ArticleRecord:
        content = content_of(article)
        moment = now()
        values: dict[str, Any] = {
            "content": content,
            "revision": stored.revision + 1 if stored else 1,
            "sequence": advance(connection, tenant=self._tenant, name=COUNTER),
            "etag": etag_of(content),
            "author": author,
            "created_at": stored.created_at if stored else moment,
            "updated_at": moment,
            "deleted": deleted,
        }
        key = {"tenant_id": self._tenant, "id": article.id}
        connection.execute(insert(article_versions).values(**key, **values))
        if stored is None:
            connection.execute(insert(articles).values(**key, **values, state=article.state))
        else:
            match = (articles.c.tenant_id == self._tenant) & (articles.c.id == article.id)
            connection.execute(update(articles).where(match).values(**values, state=article.state))
        return ArticleRecord(article=article, **{name: value for name, value in values.items() if name != "content"})


def _record(row: Row[Any]) -> ArticleRecord:
    return ArticleRecord(
        article=Article.model_validate_json(row.content),
        revision=row.revision,
        sequence=row.sequence,
        etag=row.etag,
        author=row.author,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted=row.deleted,
    )
