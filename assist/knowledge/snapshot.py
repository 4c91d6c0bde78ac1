"""A segment on disk: one immutable folder per build, checked when read, switched by an atomic pointer.

root/CURRENT                 name of the served snapshot
root/<snapshot>/             manifest.json · articles.jsonl · chunks.jsonl · vectors.npy · lexical.npz, and for many
                             passages neighbours.faiss
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from assist.core.articles import Article
from assist.core.encoding import FloatArray
from assist.core.errors import Unavailable
from assist.knowledge.chunker import VERSION, Chunk
from assist.knowledge.giveway import give_way
from assist.knowledge.neighbours import LEAST, Neighbours, build_neighbours
from assist.knowledge.segment import IndexedArticle, LexicalFields, Segment

FORMAT = 3
POINTER = "CURRENT"
_NAME = re.compile(r"^\d{8}T\d{6}-[0-9a-f]{6}$")
_FILES = ("articles.jsonl", "chunks.jsonl", "vectors.npy", "lexical.npz")
_NEIGHBOURS = "neighbours.faiss"
PROBES = 32  # passages that must find themselves before a snapshot may serve


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds and what made it.

    sequence: the last article change it includes; golden: the golden-query report under which it was switched to;
    neighbours: how near passages are found and the recall measured at the build, null where search is exact.
    """

    id: str
    built_at: str
    encoder: str
    chunker: str
    articles: int
    chunks: int
    dims: int
    sequence: int
    files: dict[str, str]
    format: int = FORMAT
    golden: dict[str, Any] | None = None
    neighbours: dict[str, Any] | None = None


class _Row(BaseModel):
    """A line of articles.jsonl."""

    revision: int
    first: int
    last: int
    etag: str
    since: float
    article: Article


def write_snapshot(
    root: Path, segment: Segment, *, encoder: str, sequence: int, golden: dict[str, Any] | None = None
) -> Manifest:
    """Write, validate and rename into place; not yet served. Raises Unavailable when validation fails."""
    root.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S}-{now.microsecond:06x}"  # names sort by time, also within a second
    staging = root / f"{name}.tmp"
    staging.mkdir()
    _write_lines(staging / "articles.jsonl", (_article_row(a) for a in segment.articles))
    _write_lines(staging / "chunks.jsonl", (_chunk_row(c) for c in segment.chunks))
    np.save(staging / "vectors.npy", segment.vectors)
    np.savez(staging / "lexical.npz", allow_pickle=False, **segment.lexical.to_arrays())
    large = len(segment.chunks) >= LEAST
    neighbours = build_neighbours(segment.vectors).save(staging / _NEIGHBOURS) if large else None
    manifest = Manifest(
        id=name,
        built_at=now.isoformat(timespec="seconds"),
        encoder=encoder,
        chunker=VERSION,
        articles=len(segment.articles),
        chunks=len(segment.chunks),
        dims=int(segment.vectors.shape[1]),
        sequence=sequence,
        files={file: _sha256(staging / file) for file in (*_FILES, *([_NEIGHBOURS] if large else []))},
        golden=golden,
        neighbours=neighbours,
    )
    (staging / "manifest.json").write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    _validate(segment)
    for file in (*staging.iterdir(), staging):
        _sync(file)
    staging.rename(root / name)
    _sync(root)
    return manifest


def read_snapshot(root: Path, name: str) -> tuple[Manifest, Segment]:
    """Read and verify. Raises Unavailable naming the file that is missing or damaged."""
    folder = root / name
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
        if manifest.format != FORMAT:
            raise Unavailable(f"snapshot {name} has format {manifest.format}, not {FORMAT}; rebuild the index")
        for file, digest in manifest.files.items():
            if _sha256(folder / file) != digest:
                raise Unavailable(f"snapshot {name} is damaged: {file} is not the file its manifest describes")
        articles = [_indexed(line) for line in _read_lines(folder / "articles.jsonl")]
        chunks = [Chunk(*json.loads(line)) for line in _read_lines(folder / "chunks.jsonl")]
        vectors = _map(folder / "vectors.npy")
        with np.load(folder / "lexical.npz", allow_pickle=False) as arrays:
            lexical = LexicalFields.from_arrays({key: arrays[key] for key in arrays.files})
        neighbours = _neighbours(folder, manifest)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise Unavailable(f"snapshot {name} cannot be read: {error}") from None
    return manifest, Segment.assemble(articles, chunks, vectors, lexical, neighbours)


def mapped(root: Path, manifest: Manifest, segment: Segment) -> Segment:
    """The same segment with its vectors and lists read from the snapshot's files instead of held in memory."""
    folder = root / manifest.id
    vectors = _map(folder / "vectors.npy")
    return replace(segment, vectors=vectors, neighbours=_neighbours(folder, manifest))


def _map(path: Path) -> FloatArray:
    """The array as a plain view of the mapped file: slices of a memmap object cost ten times as much."""
    return np.asarray(np.load(path, mmap_mode="r"))


def _neighbours(folder: Path, manifest: Manifest) -> Neighbours | None:
    if manifest.neighbours is None:
        return None
    return Neighbours.load(folder / _NEIGHBOURS, manifest.neighbours)


def switch_to(root: Path, name: str) -> None:
    """Make `name` the served snapshot: the pointer is replaced as a whole and survives power loss."""
    pointer = root / f"{POINTER}.tmp"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(root / POINTER)
    _sync(root)


def current_name(root: Path) -> str | None:
    """The served snapshot's name, or None before the first build."""
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return name if _NAME.match(name) else None


def list_names(root: Path) -> list[str]:
    """Finished snapshots, newest first."""
    if not root.is_dir():
        return []
    return sorted((p.name for p in root.iterdir() if p.is_dir() and _NAME.match(p.name)), reverse=True)


def clear_abandoned(root: Path) -> None:
    """Delete what builds that were cut off left behind. Only while no other process builds (see `locks`)."""
    for leftover in root.glob("*.tmp"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)


def prune(root: Path, keep: int) -> None:
    """Delete all but the newest `keep` snapshots; never the served one.

    Each is renamed first: a deletion that is cut off must not leave half a snapshot that could be rolled back to.
    """
    served = current_name(root)
    for name in list_names(root)[keep:]:
        if name != served:
            with suppress(OSError):  # Windows keeps a folder whose files are mapped; the next clean-up takes it
                gone = (root / name).rename(root / f"{name}.tmp")
                shutil.rmtree(gone, ignore_errors=True)


def read_manifest(root: Path, name: str) -> Manifest | None:
    """The manifest alone, None when it cannot be read."""
    try:
        return Manifest(**json.loads((root / name / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _validate(segment: Segment) -> None:
    """Counts fit, vectors are unit length, and passages find themselves (or a passage with the same vector)."""
    if segment.vectors.shape[0] != len(segment.chunks):
        raise Unavailable("the new index has fewer vectors than passages; the old one keeps serving")
    if not len(segment.chunks):
        return
    norms = np.linalg.norm(segment.vectors, axis=1)
    if not bool(np.all(np.abs(norms - 1) < 1e-3)):
        raise Unavailable("the new index has vectors that are not unit length; the old one keeps serving")
    for row in np.linspace(0, len(segment.chunks) - 1, min(PROBES, len(segment.chunks)), dtype=int):
        vector = np.asarray(segment.vectors[row], dtype=np.float32)
        if float((segment.vectors @ vector).max()) < 0.999:
            raise Unavailable("a passage of the new index does not find itself; the old one keeps serving")


def _article_row(indexed: IndexedArticle) -> str:
    row = _Row.model_construct(**{name: getattr(indexed, name) for name in _Row.model_fields})
    return row.model_dump_json()


def _indexed(line: str) -> IndexedArticle:
    row = _Row.model_validate_json(line)
    return IndexedArticle(row.article, row.revision, row.first, row.last, row.etag, row.since)


def _chunk_row(chunk: Chunk) -> str:
    values = (chunk.section, chunk.start, chunk.end, chunk.internal, chunk.text, chunk.embedded)
    return json.dumps(values, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for line in lines:
            stream.write(line + "\n")
            give_way()


def _read_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield line
            give_way()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
