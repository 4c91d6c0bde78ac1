"""Message vectors by content, so that a restart or another worker does not encode a stored text again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from assist.core.encoding import EncoderInfo, SpannedText, SpanVectors
from assist.store import prepared
from assist.store.redelivery import text_digest
from assist.store.schema import messages, vectors
from assist.store.unit import LiveStore, Unit

_ALIVE = select(messages.c.text_digest).where(
    messages.c.tenant_id == bindparam("of_tenant"), messages.c.text_digest.in_(bindparam("digests", expanding=True))
)
_KEEP = {
    "postgresql": postgresql.insert(vectors).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(vectors).on_conflict_do_nothing(),
}


@dataclass(frozen=True, slots=True, eq=False)
class KeptVectors:
    """A text with its spans, and the vectors of both."""

    item: SpannedText
    vectors: SpanVectors


class VectorStore:
    """Vectors of one encoder version; float32, so that what is read equals what was computed."""

    def __init__(self, live: LiveStore, *, encoder: EncoderInfo) -> None:
        self._live = live
        self._dims = encoder.dims
        self._encoder = f"{encoder.version}+{encoder.traits_revision[:12]}" if encoder.traits else encoder.version

    def of_session(self, session_id: str) -> list[KeptVectors]:
        """What is kept of a session's messages."""
        joined = messages.join(
            vectors,
            (vectors.c.tenant_id == messages.c.tenant_id) & (vectors.c.text_digest == messages.c.text_digest),
        )
        query = (
            select(messages.c.text, vectors.c.spans, vectors.c["values"])
            .select_from(joined)
            .where(
                messages.c.tenant_id == self._live.tenant,
                messages.c.session_id == session_id,
                vectors.c.encoder == self._encoder,
            )
        )
        rows = self._live.read(lambda connection: connection.execute(query).all())
        return [_kept(text, spans, values, self._dims) for text, spans, values in rows]

    def keep(self, unit: Unit, items: Sequence[KeptVectors]) -> None:
        """Store vectors within a unit; those that are kept already stay."""
        rows = [self._row(kept) for kept in items]
        if not rows:
            return
        # A text that was redacted while it was being encoded must not come back.
        wanted = [row["text_digest"] for row in rows]
        found = unit.connection.execute(_ALIVE, {"of_tenant": unit.tenant, "digests": wanted})
        alive = set(found.scalars())
        kept = [row for row in rows if row["text_digest"] in alive]
        if kept:
            prepared.run_all(unit.connection, _KEEP[unit.connection.dialect.name], kept)

    def _row(self, kept: KeptVectors) -> dict[str, Any]:
        parts = (kept.vectors.text, kept.vectors.spans, kept.vectors.traits)
        return {
            "tenant_id": self._live.tenant,
            "text_digest": text_digest(kept.item.text),
            "encoder": self._encoder,
            "spans": np.asarray(kept.item.spans, dtype=np.int32).tobytes(),
            "values": np.concatenate([part.ravel() for part in parts]).astype(np.float32).tobytes(),
        }


def _kept(text: str, spans: bytes, values: bytes, dims: int) -> KeptVectors:
    pairs = np.frombuffer(spans, dtype=np.int32).reshape(-1, 2)
    numbers = np.frombuffer(values, dtype=np.float32)
    end = (len(pairs) + 1) * dims
    rows = numbers[:end].reshape(-1, dims)
    item = SpannedText(text=text, spans=tuple((int(start), int(end)) for start, end in pairs))
    return KeptVectors(item=item, vectors=SpanVectors(text=rows[0], spans=rows[1:], traits=numbers[end:]))
