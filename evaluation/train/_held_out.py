"""What trained parts say of training data that they have not seen, for trainers of what builds on them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assist.core.encoding import FloatArray
from assist.core.settings import Settings
from evaluation.errors import EvaluationError
from evaluation.train.base import DataFile, combined_hash


def save_held_out(head: str, data: Sequence[DataFile], **arrays: FloatArray) -> None:
    """Keep arrays of a head's cross-validation over `data`, row by row in the order of the files."""
    path = _path(head, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, allow_pickle=False, **arrays)


def load_held_out(head: str, data: Sequence[DataFile]) -> dict[str, FloatArray]:
    """What `save_held_out` kept. Raises EvaluationError where that head was not trained on the same data here."""
    path = _path(head, data)
    if not path.is_file():
        raise EvaluationError(
            f"train {head} on the same data first (the same --data files, here): "
            "its figures on data that it has not seen are needed"
        )
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _path(head: str, data: Sequence[DataFile]) -> Path:
    return Settings().cache_dir / "evaluation" / "held-out" / f"{head}-{combined_hash(data)[:16]}.npz"
