"""Versions in one hash: all code, models and libraries that shape a prediction, so that caches are never stale."""

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import assist
from assist.core.resources import models_dir

# They answer over HTTP or on the terminal; the harness calls the engine beneath them.
_OUTSIDE = {"api", "cli", "pane", "workspace", "_data"}
_LIBRARIES = ("bm25s", "faiss-cpu", "lemminflect", "numpy", "onnxruntime", "sumy", "tokenizers")
_HARNESS = ("tasks", "simple", "articles.py", "product.py", "schema.py")
_SCORING = ("tasks", "metrics", "stats", "schema.py", "scoring.py", "runs.py")


def code_stamp(encoder: str) -> str:
    """Hash of the product's code and models, the simple methods, the libraries and the encoder's version."""
    digest = hashlib.sha256(encoder.encode())
    for name in _LIBRARIES:
        digest.update(f"{name}={version(name)};".encode())
    for file in _files():
        digest.update(file.name.encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def scoring_stamp() -> str:
    """Hash of the code and libraries that turn predictions into figures."""
    digest = hashlib.sha256()
    for name in ("ir-measures", "numpy", "rouge-score", "scipy"):
        digest.update(f"{name}={version(name)};".encode())
    for file in _parts(_SCORING):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    product = Path(assist.__file__).parent
    for file in sorted(product.rglob("*.py")):
        if file.relative_to(product).parts[0] not in _OUTSIDE:
            yield file
    yield from sorted(file for file in (models_dir() / "artifacts").rglob("*") if file.is_file())
    yield from _parts(_HARNESS)


def _parts(names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        part = Path(__file__).parent / name
        yield from sorted(part.rglob("*.py")) if part.is_dir() else [part]
