"""Vectors of texts that stand between starts, such as approved replies: only changed ones are encoded again."""

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.ports import Encoder

log = logging.getLogger(__name__)


class StandingTexts:
    """An Encoder whose `encode` is always asked for a whole collection, and keeps its vectors in one file.

    The file is a cache: it may be deleted, and one that cannot be read or written costs time only.
    """

    def __init__(self, inner: Encoder, path: Path) -> None:
        self._inner = inner
        self._path = path
        self._known: dict[bytes, FloatArray] | None = None

    @property
    def info(self) -> EncoderInfo:
        """Identity and limits of the inner encoder."""
        return self._inner.info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors; what is not among `texts` is forgotten."""
        if self._known is None:
            self._known = self._read()
        keys = [self._key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        known = {key: self._known[key] for key in keys if key in self._known}
        if missing:
            known |= zip(missing, self._inner.encode(list(missing.values())), strict=True)
        if known.keys() != self._known.keys():
            self._known = known
            self._write(known)
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self.info.dims), dtype=np.float32)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Nothing is kept of these."""
        return self._inner.encode_spans(items)

    def _key(self, text: str) -> bytes:
        content = f"{self.info.version}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(content, digest_size=16).digest()

    def _read(self) -> dict[bytes, FloatArray]:
        try:
            with self._path.open("rb") as file, np.load(file) as stored:
                keys, vectors = stored["keys"], stored["vectors"]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            log.warning("%s cannot be read (%s); its texts are encoded again", self._path, error)
            return {}
        if keys.shape[1:] != (16,) or vectors.shape != (len(keys), self.info.dims):
            return {}
        return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def _write(self, known: dict[bytes, FloatArray]) -> None:
        part = self._path.with_name(f"{self._path.stem}.{os.getpid()}.npz")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            keys = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(-1, 16)
            vectors = np.stack(list(known.values())) if known else np.zeros((0, self.info.dims), dtype=np.float32)
            np.savez(part, keys=keys, vectors=vectors)
            part.replace(self._path)
        except OSError as error:
            log.warning("%s cannot be written (%s)", self._path, error)
