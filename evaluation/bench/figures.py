"""A figure with its bar, and how two things are compared on a machine that does other work too."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `value` must be at most (`<=`) or at least (`>=`) `bar`, in `unit`."""

    name: str
    value: float
    sense: Literal["<=", ">="]
    bar: float
    unit: str
    detail: str
    samples: int

    @property
    def ok(self) -> bool:
        """Whether the bar is held."""
        return self.value <= self.bar if self.sense == "<=" else self.value >= self.bar

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {**asdict(self), "ok": self.ok}


def seconds(work: Callable[[], Any]) -> float:
    """How long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def paired(pairs: Iterable[tuple[Callable[[], Any], Callable[[], Any]]]) -> tuple[float, float, float, int]:
    """Measure (base, thing) in turn; medians of ratio thing/base, thing and base in seconds, and how many pairs.

    The ratio is taken within each pair, so that a machine which is slower for a while slows both sides of it; which
    side goes first changes from pair to pair.
    """
    bases: list[float] = []
    things: list[float] = []
    for number, (base, thing) in enumerate(pairs):
        if number % 2:
            things.append(seconds(thing))
            bases.append(seconds(base))
        else:
            bases.append(seconds(base))
            things.append(seconds(thing))
    ratios = [thing / base for thing, base in zip(things, bases, strict=True)]
    return median(ratios), median(things), median(bases), len(ratios)


def table(figures: Iterable[Figure]) -> str:
    """For people."""
    rows = [("figure", "measured", "bar", "", "detail")]
    rows += [
        (f.name, f"{f.value:.2f}{f.unit}", f"{f.sense} {f.bar:g}{f.unit}", "ok" if f.ok else "MISSED", f.detail)
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows
    ]
    return "\n".join(lines)
