"""Where models/ and knowledge_samples/ are: beside the package in a checkout, inside it (assist/_data) in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _find(name: str) -> Path:
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def models_dir() -> Path:
    """Folder with registry.toml, cards and artifacts."""
    return _find("models")


def samples_dir() -> Path:
    """Folder with the articles, approved replies and conversations of fictional companies."""
    return _find("knowledge_samples")
