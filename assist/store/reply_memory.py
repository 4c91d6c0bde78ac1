"""The reply memory in the database: examples in order of arrival, and the model that was trained on them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from assist.core.encoding import FloatArray
from assist.core.replies import ReplyEdit, ReplyExample, ReplyTally, ReplyVerdict
from assist.store.content import now
from assist.store.counters import advance, current
from assist.store.database import Database
from assist.store.reply_policies import COUNTER as POLICIES
from assist.store.reply_policies import ReplyPolicyStore
from assist.store.schema import reply_memory, reply_models, reply_tallies

ADDED, REMOVED, TALLIES, MODELS = "reply_memory", "reply_memory_removed", "reply_tallies", "reply_models"
LABELS = "labels"
EDITS_KEPT = 12
_SLICE = 400


class ReplyMemoryStore(ReplyPolicyStore):
    """`ReplyMemoryRepository` over the database."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._database = database
        self._tenant = database.tenant

    def add(self, examples: Sequence[ReplyExample]) -> int:
        """Keep those that are new, also in place of the same ones made by another model; their number. One
        transaction."""
        fresh = list({example.id: example for example in examples}.values())

        def work(connection: Connection) -> int:
            added = 0
            for part in _slices(fresh):
                known = self._models(connection, [example.id for example in part])
                new = [example for example in part if known.get(example.id) != example.model]
                if new:
                    former = [example.id for example in new if example.id in known]
                    if former:
                        connection.execute(delete(reply_memory).where(self._of(reply_memory.c.id, former)))
                    last = advance(connection, tenant=self._tenant, name=ADDED, by=len(new))
                    rows = [self._row(e, last - len(new) + n) for n, e in enumerate(new, start=1)]
                    connection.execute(insert(reply_memory), rows)
                    added += len(new)
            return added

        return self._database.write(work) if fresh else 0

    def unknown(self, ids: Sequence[str], *, model: str) -> frozenset[str]:
        """Which of these example ids are not stored, or only as another model made them."""

        def read(connection: Connection) -> frozenset[str]:
            known: dict[str, str] = {}
            for part in _slices(list(ids)):
                known |= self._models(connection, part)
            return frozenset(key for key in ids if known.get(key) != model)

        return self._database.read(read)

    def since(self, sequence: int, *, limit: int = 5_000) -> list[ReplyExample]:
        """Examples added after `sequence`, in order; `limit` at most."""
        query = (
            select(reply_memory)
            .where(reply_memory.c.tenant_id == self._tenant, reply_memory.c.sequence > sequence)
            .order_by(reply_memory.c.sequence)
            .limit(limit)
        )
        return self._database.read(lambda connection: [_example(row) for row in connection.execute(query)])

    def stamp(self) -> tuple[int, int, int, int]:
        """(last sequence, removals, tallies and policies, label model): moves when anything here changes."""

        def read(connection: Connection) -> tuple[int, int, int, int]:
            added, removed, tallies, policies, models = (
                current(connection, tenant=self._tenant, name=name)
                for name in (ADDED, REMOVED, TALLIES, POLICIES, MODELS)
            )
            return added, removed, tallies + policies, models

        return self._database.read(read)

    def erase(
        self, *, conversations: Sequence[str] = (), customer_id: str | None = None, agent_id: str | None = None
    ) -> int:
        """Remove what came from these; the number of examples that went. An agent's edits go too."""
        conditions: list[ColumnElement[bool]] = [
            reply_memory.c.conversation.in_(part) for part in _slices(list(conversations))
        ]
        if customer_id is not None:
            conditions.append(reply_memory.c.customer_id == customer_id)
        if agent_id is not None:
            conditions.append(reply_memory.c.agent_id == agent_id)

        def work(connection: Connection) -> int:
            gone = 0
            for condition in conditions:
                match = delete(reply_memory).where(reply_memory.c.tenant_id == self._tenant, condition)
                gone += connection.execute(match).rowcount
            if self._forget_edits(connection, frozenset(conversations), agent_id):
                advance(connection, tenant=self._tenant, name=TALLIES)
            if gone:
                advance(connection, tenant=self._tenant, name=REMOVED)
            return gone

        return self._database.write(work)

    def count(self) -> int:
        """How many examples there are."""
        query = select(func.count()).select_from(reply_memory).where(reply_memory.c.tenant_id == self._tenant)
        return self._database.read(lambda connection: connection.execute(query).scalar_one())

    def tally(self, cluster: str, verdict: ReplyVerdict, *, edit: ReplyEdit | None = None) -> ReplyTally:
        """Count one verdict; the counts after it."""

        def work(connection: Connection) -> ReplyTally:
            query = select(reply_tallies).where(self._tally(cluster)).with_for_update()
            row = connection.execute(query).first()
            before = ReplyTally(cluster) if row is None else _tally(row)
            counts = {
                name: getattr(before, name) + (name == verdict) for name in ("shown", "accepted", "edited", "rejected")
            }
            edits = (*before.edits, edit)[-EDITS_KEPT:] if edit is not None else before.edits
            after = ReplyTally(cluster, **counts, edits=edits)
            self._save(connection, after)
            advance(connection, tenant=self._tenant, name=TALLIES)
            return after

        return self._database.write(work)

    def tallies(self) -> list[ReplyTally]:
        """The counts of every cluster that an agent has judged."""
        query = select(reply_tallies).where(reply_tallies.c.tenant_id == self._tenant).order_by(reply_tallies.c.cluster)
        return self._database.read(lambda connection: [_tally(row) for row in connection.execute(query)])

    def model(self) -> bytes | None:
        """The label model as it was saved last."""
        query = select(reply_models.c.content).where(
            reply_models.c.tenant_id == self._tenant, reply_models.c.name == LABELS
        )
        return self._database.read(lambda connection: connection.execute(query).scalar())

    def save_model(self, content: bytes) -> None:
        """Replace the label model."""

        def work(connection: Connection) -> None:
            connection.execute(
                delete(reply_models).where(reply_models.c.tenant_id == self._tenant, reply_models.c.name == LABELS)
            )
            row = {"tenant_id": self._tenant, "name": LABELS, "content": content, "updated_at": now()}
            connection.execute(insert(reply_models).values(**row))
            advance(connection, tenant=self._tenant, name=MODELS)

        self._database.write(work)

    def _forget_edits(self, connection: Connection, sessions: frozenset[str], agent_id: str | None) -> bool:
        found = False
        rows = connection.execute(select(reply_tallies).where(reply_tallies.c.tenant_id == self._tenant)).all()
        for tally in map(_tally, rows):
            kept = tuple(
                e for e in tally.edits if e.session_id not in sessions and (agent_id is None or e.agent_id != agent_id)
            )
            if kept != tally.edits:
                found = True
                self._save(
                    connection,
                    ReplyTally(tally.cluster, tally.shown, tally.accepted, tally.edited, tally.rejected, kept),
                )
        return found

    def _save(self, connection: Connection, tally: ReplyTally) -> None:
        upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        values = {
            "shown": tally.shown,
            "accepted": tally.accepted,
            "edited": tally.edited,
            "rejected": tally.rejected,
            "edits": json.dumps([[e.text, e.agent_id, e.session_id] for e in tally.edits]),
            "updated_at": now(),
        }
        row = upsert(reply_tallies).values(tenant_id=self._tenant, cluster=tally.cluster, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["tenant_id", "cluster"], set_=values))

    def _models(self, connection: Connection, ids: Sequence[str]) -> dict[str, str]:
        """The stored ones among these ids, and which model made each."""
        query = select(reply_memory.c.id, reply_memory.c.model).where(self._of(reply_memory.c.id, ids))
        return {row.id: row.model for row in connection.execute(query)}

    def _tally(self, cluster: str) -> Any:
        return (reply_tallies.c.tenant_id == self._tenant) & (reply_tallies.c.cluster == cluster)

    def _of(self, column: Any, values: Sequence[str]) -> Any:
        return (reply_memory.c.tenant_id == self._tenant) & column.in_(values)

    def _row(self, example: ReplyExample, sequence: int) -> dict[str, Any]:
        names = (
            "id",
            "text",
            "label",
            "conversation",
            "agent_id",
            "team",
            "customer_id",
            "channel",
            "outcome",
            "at",
            "state",
            "model",
        )
        vectors = np.stack([example.situation, example.reply]).astype(np.float16).tobytes()
        row = {name: getattr(example, name) for name in names}
        return {"tenant_id": self._tenant, "sequence": sequence, "vectors": vectors, **row}


def _example(row: Row[Any]) -> ReplyExample:
    situation, reply = _vectors(row.vectors)
    return ReplyExample(
        id=row.id,
        text=row.text,
        conversation=row.conversation,
        situation=situation,
        reply=reply,
        label=row.label,
        agent_id=row.agent_id,
        team=row.team,
        customer_id=row.customer_id,
        channel=row.channel,
        outcome=row.outcome,
        at=row.at,
        state=row.state,
        model=row.model,
        sequence=row.sequence,
    )


def _vectors(content: bytes) -> tuple[FloatArray, FloatArray]:
    both = np.frombuffer(content, dtype=np.float16).reshape(2, -1).astype(np.float32)
    return both[0], both[1]


def _tally(row: Row[Any]) -> ReplyTally:
    edits = tuple(ReplyEdit(text, agent, session) for text, agent, session in json.loads(row.edits))
    return ReplyTally(row.cluster, row.shown, row.accepted, row.edited, row.rejected, edits)


def _slices(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _SLICE):
        yield items[start : start + _SLICE]
