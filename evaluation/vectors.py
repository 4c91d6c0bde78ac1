"""Vectors of earlier runs in one SQLite file: an encoder that computes a text once per model, whatever else changes."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.ports import Encoder

MAX_ROWS = 300_000  # about 1 GB with 384 dimensions and two sentences a text
_BATCH = 400  # below SQLite's limit of variables in one statement


class RememberedEncoder:
    """An Encoder over another one. Several processes may share the file."""

    def __init__(self, inner: Encoder, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._inner = inner
        self._lock = threading.Lock()
        self._db = sqlite3.connect(file, timeout=60, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")  # a lost vector is computed again
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, data BLOB NOT NULL)")

    @property
    def info(self) -> EncoderInfo:
        """Identity and limits of the inner encoder."""
        return self._inner.info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors."""
        if not texts:
            return np.zeros((0, self.info.dims), dtype=np.float32)
        keys = [self._key("plain", text) for text in texts]
        found = self._read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if missing:
            rows = self._inner.encode(list(missing.values()))
            found |= self._write(missing, [row[None] for row in rows])
        return np.concatenate([found[key] for key in keys])

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Whole-text and span vectors."""
        keys = [self._key("spans", item.text, item.spans) for item in items]
        found = self._read(keys)
        missing = {key: item for key, item in zip(keys, items, strict=True) if key not in found}
        if missing:
            vectors = self._inner.encode_spans(list(missing.values()))
            rows = [self._as_rows(one) for one in vectors]
            found |= self._write(missing, rows)
            # The same pass gives the vector of the plain text, unless `encode` would have cut it.
            whole = {item.text: row[:1] for item, row in zip(missing.values(), rows, strict=True)}
            short = {text: row for text, row in whole.items() if len(text) <= self.info.max_tokens - 2}
            self._write({self._key("plain", text): text for text in short}, list(short.values()))
        return [self._of_rows(found[key]) for key in keys]

    def close(self) -> None:
        """Drop the oldest vectors beyond the limit and close the file; the inner encoder stays open."""
        with self._lock:
            self._db.execute(
                "DELETE FROM vectors WHERE rowid <= (SELECT max(rowid) FROM vectors) - ?",
                (MAX_ROWS,),
            )
            self._db.close()

    def _as_rows(self, one: SpanVectors) -> FloatArray:
        """(1 + n_spans + 1, dims): text, spans, and a row with the traits where there are any."""
        rows = [one.text[None], one.spans.reshape(-1, self.info.dims)]
        if self.info.traits:
            rows.append(np.pad(one.traits, (0, self.info.dims - self.info.traits))[None])
        return np.vstack(rows)

    def _of_rows(self, rows: FloatArray) -> SpanVectors:
        if not self.info.traits:
            return SpanVectors(text=rows[0], spans=rows[1:])
        return SpanVectors(text=rows[0], spans=rows[1:-1], traits=rows[-1, : self.info.traits])

    def _key(self, kind: str, text: str, spans: Sequence[tuple[int, int]] = ()) -> bytes:
        made_by = f"{self.info.id}@{self.info.revision}"
        if kind == "spans":
            made_by += self.info.traits_revision
        digest = hashlib.blake2b(f"{made_by}|{kind}|{spans}|".encode(), digest_size=20)
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, FloatArray]:
        found: dict[bytes, FloatArray] = {}
        for part in _parts(list(dict.fromkeys(keys))):
            marks = ",".join("?" * len(part))
            with self._lock:
                rows = self._db.execute(f"SELECT key, data FROM vectors WHERE key IN ({marks})", part).fetchall()
            for key, data in rows:
                found[bytes(key)] = np.frombuffer(data, dtype=np.float32).reshape(-1, self.info.dims)
        return found

    def _write(
        self, missing: dict[bytes, str] | dict[bytes, SpannedText], rows: Sequence[FloatArray]
    ) -> dict[bytes, FloatArray]:
        made = dict(zip(missing, rows, strict=True))
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                [(key, np.ascontiguousarray(row, dtype=np.float32).tobytes()) for key, row in made.items()],
            )
            self._db.execute("COMMIT")
        return made


def _parts(keys: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
