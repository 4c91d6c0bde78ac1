"""A fixed random part of the items, for quick runs and review sheets."""

import random
from collections.abc import Sequence
from typing import TypeVar

from evaluation.items import Item

T = TypeVar("T")


def draw(items: Sequence[Item], *, limit: int | None, seed: int) -> list[Item]:
    """`limit` items drawn with `seed`, in their order in the file; all of them without a limit."""
    return choose(items, limit=limit, seed=seed)


def choose(values: Sequence[T], *, limit: int | None, seed: int) -> list[T]:
    """The same for anything."""
    if limit is None or limit >= len(values):
        return list(values)
    chosen = sorted(random.Random(seed).sample(range(len(values)), limit))
    return [values[index] for index in chosen]
