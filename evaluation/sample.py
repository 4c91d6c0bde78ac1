"""A fixed random part of the items, for quick runs."""

import random
from collections.abc import Sequence

from evaluation.items import Item


def draw(items: Sequence[Item], *, limit: int | None, seed: int) -> list[Item]:
    """`limit` items drawn with `seed`, in their order in the file; all of them without a limit."""
    if limit is None or limit >= len(items):
        return list(items)
    chosen = sorted(random.Random(seed).sample(range(len(items)), limit))
    return [items[index] for index in chosen]
