"""Trained weights on disk: `models/artifacts/<name>/{manifest.json, weights.npz}`, verified by hash when loaded."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.errors import ConfigurationError

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Artifact:
    """Arrays of one head and the manifest of the run that made them (data hash, seed, metrics)."""

    name: str
    version: str
    manifest: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def save_artifact(folder: Path, *, name: str, arrays: Arrays, manifest: Mapping[str, Any]) -> Artifact:
    """Write arrays and manifest; float64 arrays are stored as float32. Returns what `load_artifact` would."""
    folder.mkdir(parents=True, exist_ok=True)
    stored = {key: array.astype(np.float32) if array.dtype == np.float64 else array for key, array in arrays.items()}
    weights = folder / "weights.npz"
    np.savez_compressed(weights, allow_pickle=False, **stored)
    document = {**manifest, "name": name, "sha256": _sha256(weights)}
    (folder / "manifest.json").write_text(json.dumps(document, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return load_artifact(folder)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest alone; `sha256` names the weights. Raises ConfigurationError when a file is missing."""
    path = folder / "manifest.json"
    if not path.is_file() or not (folder / "weights.npz").is_file():
        raise ConfigurationError(f"{folder} lacks manifest.json or weights.npz; train it or reinstall the package")
    return json.loads(path.read_text(encoding="utf-8"))


def load_artifact(folder: Path, *, without: str | None = None) -> Artifact:
    """Read and verify; arrays whose name begins with `without` stay unread.

    Raises ConfigurationError when a file is missing or its hash is not the manifest's.
    """
    manifest, weights = read_manifest(folder), folder / "weights.npz"
    digest = _sha256(weights)
    if digest != manifest.get("sha256"):
        raise ConfigurationError(f"{weights} is not the file its manifest describes; reinstall the package")
    with np.load(weights, allow_pickle=False) as archive:
        wanted = [key for key in archive.files if without is None or not key.startswith(without)]
        arrays = {key: archive[key] for key in wanted}
    name = str(manifest["name"])
    return Artifact(name=name, version=f"{name}@{digest[:12]}", manifest=manifest, arrays=arrays)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
