"""Plots as inline SVG: intervals of systems, reliability, slices, latencies. matplotlib is loaded when one is drawn."""

import io
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from evaluation.items import HUMAN, PRODUCT
from evaluation.runs import Figure

_COLOURS = {PRODUCT: "#1f5fbf", HUMAN: "#2e8540"}
_OTHER = "#8a8f98"
_BINS = 10


@contextmanager
def _figure(width: float, height: float, out: list[str]) -> Generator[Any]:
    """An axis; its SVG is put into `out` at the end."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "report",
        "font.size": 10,
        "font.family": "sans-serif",
    }
    with mpl.rc_context(style):
        figure, axis = pyplot.subplots(figsize=(width, height), layout="constrained")
        axis.spines[["top", "right"]].set_visible(False)
        yield axis
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
        pyplot.close(figure)
    svg = buffer.getvalue()
    out.append(re.sub(r'(<svg [^>]*?)width="[^"]*" height="[^"]*"', r"\1", svg[svg.index("<svg") :], count=1))


def plot_intervals(metric: str, figures: Mapping[str, Figure]) -> str:
    """One metric of every system: a dot and its 95 % interval, the product on top."""
    known = [(name, one) for name, one in figures.items() if one.value is not None]
    out: list[str] = []
    with _figure(6.4, 0.75 + 0.28 * len(known), out) as axis:
        for place, (name, one) in enumerate(reversed(known)):
            colour = _COLOURS.get(name, _OTHER)
            if one.low is not None and one.high is not None:
                axis.plot([one.low, one.high], [place, place], color=colour, linewidth=3, solid_capstyle="round")
            axis.plot(one.value, place, "o", color=colour, markersize=7)
            axis.annotate(
                f"{one.value:.3f}", (one.value, place), (0, 6), textcoords="offset points", ha="center", size=8
            )
        axis.set_yticks(range(len(known)), [name for name, _ in reversed(known)])
        axis.set_ylim(-0.6, len(known) - 0.2)
        axis.set_xlabel(metric)
        axis.grid(axis="x", alpha=0.3)
    return out[0]


def plot_reliability(pairs: Sequence[tuple[float, float]]) -> str:
    """How often a stated confidence was right, in ten bins; dots on the diagonal are honest."""
    values = np.array(pairs, dtype=np.float64)
    bins = np.minimum((values[:, 0] * _BINS).astype(int), _BINS - 1)
    out: list[str] = []
    with _figure(4.4, 3.8, out) as axis:
        axis.plot([0, 1], [0, 1], color=_OTHER, linestyle="--", linewidth=1)
        for number in np.unique(bins):
            part = values[bins == number]
            x, y = float(part[:, 0].mean()), float(part[:, 1].mean())
            axis.scatter(x, y, s=30 + 500 * len(part) / len(values), color=_COLOURS[PRODUCT], alpha=0.75)
            # Below the dots, where a line of honest ones leaves room; small dots hold no number.
            axis.annotate(str(len(part)), (x, y), (7, -9), textcoords="offset points", size=8, color="#444")
        axis.set_xlim(-0.03, 1.08)
        axis.set_ylim(-0.06, 1.03)
        axis.set_xlabel("confidence the product stated")
        axis.set_ylabel("share that was right")
    return out[0]


def plot_slices(metric: str, values: Mapping[str, Figure]) -> str:
    """One bar a slice value, with its interval and number of items."""
    known = [(name, one) for name, one in values.items() if one.value is not None]
    out: list[str] = []
    with _figure(6.4, 0.8 + 0.34 * len(known), out) as axis:
        for place, (_, one) in enumerate(reversed(known)):
            value = one.value or 0.0
            axis.barh(place, value, color=_COLOURS[PRODUCT], alpha=0.75, height=0.6)
            if one.low is not None and one.high is not None:
                axis.plot([one.low, one.high], [place, place], color="#222", linewidth=1.2)
            axis.annotate(
                f"{value:.2f}", (0, place), (4, 0), textcoords="offset points", va="center", size=8, color="w"
            )
        axis.set_yticks(range(len(known)), [f"{name} (n={one.n})" for name, one in reversed(known)])
        axis.set_xlabel(metric)
    return out[0]


def plot_latency(values: Sequence[float]) -> str:
    """Histogram of milliseconds with median and 95th percentile."""
    out: list[str] = []
    with _figure(6.4, 2.6, out) as axis:
        shown = np.minimum(values, np.quantile(values, 0.99))
        axis.hist(shown, bins=40, color=_COLOURS[PRODUCT], alpha=0.75)
        for share, label in ((0.5, "median"), (0.95, "95 %")):
            at = float(np.quantile(values, share))
            axis.axvline(at, color="#222", linewidth=1, linestyle="--" if share > 0.5 else "-")
            axis.annotate(
                f"{label} {at:.0f} ms", (at, axis.get_ylim()[1]), (3, -10), textcoords="offset points", size=8
            )
        axis.set_xlabel("milliseconds an item (the slowest 1 % are drawn at the right edge)")
        axis.set_ylabel("items")
    return out[0]
