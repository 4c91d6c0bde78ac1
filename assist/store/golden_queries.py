"""Golden queries: written by authors, read by every rebuild."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from assist.core.errors import Conflict
from assist.core.golden import GoldenEntry
from assist.core.ports import Page
from assist.store.content import check_match, content_of, decode_cursor, encode_cursor, etag_of, now
from assist.store.database import Database
from assist.store.schema import golden_queries


class GoldenQueryStore:
    """Entries by id, each with the ETag of its content."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tenant = database.tenant

    def get(self, query_id: str) -> tuple[GoldenEntry, str] | None:
        """The entry and its ETag."""
        return self._database.read(lambda connection: self._stored(connection, query_id))

    def put(
        self, query_id: str, entry: GoldenEntry, *, if_match: str | None = None, create_only: bool = False
    ) -> tuple[str, str]:
        """Store one entry; its ETag, and `created`, `updated` or `unchanged`.

        Raises PreconditionFailed when `if_match` is not the stored ETag, Conflict when `create_only` and it exists.
        """
        content = content_of(entry)
        etag = etag_of(content)

        def work(connection: Connection) -> tuple[str, str]:
            stored = self._stored(connection, query_id)
            check_match(if_match, stored[1] if stored else None, what=f"golden query '{query_id}'")
            if stored and create_only:
                raise Conflict(f"golden query '{query_id}' exists already", code="exists")
            if stored and stored[1] == etag:
                return etag, "unchanged"
            values: dict[str, Any] = {"content": content, "etag": etag, "updated_at": now()}
            if stored:
                connection.execute(update(golden_queries).where(self._match(query_id)).values(**values))
                return etag, "updated"
            connection.execute(insert(golden_queries).values(tenant_id=self._tenant, id=query_id, **values))
            return etag, "created"

        return self._database.write(work)

    def delete(self, query_id: str, *, if_match: str | None = None) -> bool:
        """Remove; False when there was none."""

        def work(connection: Connection) -> bool:
            stored = self._stored(connection, query_id)
            check_match(if_match, stored[1] if stored else None, what=f"golden query '{query_id}'")
            connection.execute(delete(golden_queries).where(self._match(query_id)))
            return stored is not None

        return self._database.write(work)

    def page(self, *, limit: int = 100, cursor: str | None = None) -> Page[tuple[str, GoldenEntry, str]]:
        """(id, entry, ETag) in order of id."""
        query = select(golden_queries).where(golden_queries.c.tenant_id == self._tenant)
        if cursor is not None:
            query = query.where(golden_queries.c.id > decode_cursor(cursor)[0])
        query = query.order_by(golden_queries.c.id).limit(limit + 1)
        rows = self._database.read(
            lambda connection: [
                (row.id, GoldenEntry.model_validate_json(row.content), row.etag) for row in connection.execute(query)
            ]
        )
        more = len(rows) > limit
        return Page(items=tuple(rows[:limit]), next_cursor=encode_cursor(rows[limit - 1][0]) if more else None)

    def all(self) -> list[tuple[str, GoldenEntry]]:
        """Every (id, entry) in order of id."""
        query = select(golden_queries).where(golden_queries.c.tenant_id == self._tenant).order_by(golden_queries.c.id)
        return self._database.read(
            lambda connection: [
                (row.id, GoldenEntry.model_validate_json(row.content)) for row in connection.execute(query)
            ]
        )

    def _match(self, query_id: str) -> Any:
        return (golden_queries.c.tenant_id == self._tenant) & (golden_queries.c.id == query_id)

    def _stored(self, connection: Connection, query_id: str) -> tuple[GoldenEntry, str] | None:
        row = connection.execute(select(golden_queries).where(self._match(query_id))).first()
        return None if row is None else (GoldenEntry.model_validate_json(row.content), row.etag)
