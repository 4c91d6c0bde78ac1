"""What each team allows in its suggested replies."""

from typing import Any

from sqlalchemy import Connection, insert, select, update

from assist.core.errors import Conflict
from assist.core.replies import ReplyPolicy
from assist.store.content import check_match, content_of, etag_of, now
from assist.store.counters import advance
from assist.store.database import Database
from assist.store.schema import reply_policies

COUNTER = "reply_policies"


class ReplyPolicyStore:
    """Policies by team, each with the ETag of its content."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tenant = database.tenant

    def policy(self, team: str) -> tuple[ReplyPolicy, str] | None:
        """The team's policy and its ETag."""
        return self._database.read(lambda connection: self._stored(connection, team))

    def put_policy(
        self, policy: ReplyPolicy, *, if_match: str | None = None, create_only: bool = False
    ) -> tuple[ReplyPolicy, str, str]:
        """Policy, ETag, and `created`, `updated` or `unchanged`.

        Raises PreconditionFailed when `if_match` is not the stored ETag, Conflict when `create_only` and there is one.
        """
        content = content_of(policy)
        etag = etag_of(content)

        def work(connection: Connection) -> tuple[ReplyPolicy, str, str]:
            stored = self._stored(connection, policy.team, for_update=True)
            check_match(if_match, stored[1] if stored else None, what=f"reply policy of team '{policy.team}'")
            if stored and create_only:
                raise Conflict(f"team '{policy.team}' has a reply policy already", code="exists")
            if stored and stored[1] == etag:
                return policy, etag, "unchanged"
            values: dict[str, Any] = {"content": content, "etag": etag, "updated_at": now()}
            advance(connection, tenant=self._tenant, name=COUNTER)
            if stored:
                connection.execute(update(reply_policies).where(self._match(policy.team)).values(**values))
                return policy, etag, "updated"
            connection.execute(insert(reply_policies).values(tenant_id=self._tenant, team=policy.team, **values))
            return policy, etag, "created"

        return self._database.write(work)

    def policies(self) -> list[ReplyPolicy]:
        """Every team's policy, in order of team."""
        query = select(reply_policies).where(reply_policies.c.tenant_id == self._tenant).order_by(reply_policies.c.team)
        return self._database.read(
            lambda connection: [ReplyPolicy.model_validate_json(row.content) for row in connection.execute(query)]
        )

    def _match(self, team: str) -> Any:
        return (reply_policies.c.tenant_id == self._tenant) & (reply_policies.c.team == team)

    def _stored(self, connection: Connection, team: str, *, for_update: bool = False) -> tuple[ReplyPolicy, str] | None:
        query = select(reply_policies).where(self._match(team))
        row = connection.execute(query.with_for_update() if for_update else query).first()
        return None if row is None else (ReplyPolicy.model_validate_json(row.content), row.etag)
