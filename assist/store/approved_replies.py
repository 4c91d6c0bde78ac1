"""Approved replies: the team's wording, kept word for word."""

from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from assist.core.articles import ApprovedReply
from assist.core.errors import Conflict
from assist.core.lifecycle import check_move
from assist.core.ports import Page
from assist.store.content import check_match, content_of, decode_cursor, encode_cursor, etag_of, now
from assist.store.counters import advance, current
from assist.store.database import Database
from assist.store.schema import approved_replies

COUNTER = "approved_replies"


class ApprovedReplyStore:
    """`ApprovedReplyRepository` over the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tenant = database.tenant

    def get(self, reply_id: str) -> tuple[ApprovedReply, str] | None:
        """The reply and its ETag."""
        return self._database.read(lambda connection: self._stored(connection, reply_id))

    def put(
        self, reply: ApprovedReply, *, if_match: str | None = None, create_only: bool = False
    ) -> tuple[ApprovedReply, str, str]:
        """Store one reply; see `ApprovedReplyRepository.put`."""
        content = content_of(reply)
        etag = etag_of(content)

        def work(connection: Connection) -> tuple[ApprovedReply, str, str]:
            stored = self._stored(connection, reply.id, for_update=True)
            check_match(if_match, stored[1] if stored else None, what=f"approved reply '{reply.id}'")
            if stored and create_only:
                raise Conflict(f"approved reply '{reply.id}' exists already", code="exists")
            if stored and stored[1] == etag:
                return reply, etag, "unchanged"
            if stored:
                check_move(stored[0].state, reply.state, what=f"approved reply '{reply.id}'")
            values: dict[str, Any] = {"content": content, "state": reply.state, "etag": etag, "updated_at": now()}
            advance(connection, tenant=self._tenant, name=COUNTER)
            if stored:
                connection.execute(update(approved_replies).where(self._match(reply.id)).values(**values))
                return reply, etag, "updated"
            connection.execute(insert(approved_replies).values(tenant_id=self._tenant, id=reply.id, **values))
            return reply, etag, "created"

        return self._database.write(work)

    def delete(self, reply_id: str, *, if_match: str | None = None) -> bool:
        """Remove; False when there was none."""

        def work(connection: Connection) -> bool:
            stored = self._stored(connection, reply_id, for_update=True)
            check_match(if_match, stored[1] if stored else None, what=f"approved reply '{reply_id}'")
            if stored is None:
                return False
            advance(connection, tenant=self._tenant, name=COUNTER)
            connection.execute(delete(approved_replies).where(self._match(reply_id)))
            return True

        return self._database.write(work)

    def page(self, *, limit: int = 100, cursor: str | None = None) -> Page[ApprovedReply]:
        """Replies ordered by id."""
        query = self._all().order_by(approved_replies.c.id).limit(limit + 1)
        if cursor is not None:
            query = query.where(approved_replies.c.id > decode_cursor(cursor)[0])
        replies = self._replies(query)
        more = len(replies) > limit
        return Page(items=tuple(replies[:limit]), next_cursor=encode_cursor(replies[limit - 1].id) if more else None)

    def all_published(self) -> list[ApprovedReply]:
        """Replies that may be suggested, ordered by id."""
        return self._replies(self._all().where(approved_replies.c.state == "published").order_by(approved_replies.c.id))

    def generation(self) -> int:
        """Rises with every change."""
        return self._database.read(lambda connection: current(connection, tenant=self._tenant, name=COUNTER))

    def _match(self, reply_id: str) -> Any:
        return (approved_replies.c.tenant_id == self._tenant) & (approved_replies.c.id == reply_id)

    def _all(self) -> Select[Any]:
        return select(approved_replies).where(approved_replies.c.tenant_id == self._tenant)

    def _replies(self, query: Select[Any]) -> list[ApprovedReply]:
        return self._database.read(
            lambda connection: [ApprovedReply.model_validate_json(row.content) for row in connection.execute(query)]
        )

    def _stored(
        self, connection: Connection, reply_id: str, *, for_update: bool = False
    ) -> tuple[ApprovedReply, str] | None:
        query = self._all().where(approved_replies.c.id == reply_id)
        row = connection.execute(query.with_for_update() if for_update else query).first()
        return None if row is None else (ApprovedReply.model_validate_json(row.content), row.etag)
