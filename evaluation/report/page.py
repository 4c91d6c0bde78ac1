"""What the HTML report shows of each run, ready for the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.items import HUMAN, PRODUCT, Item, Prediction, Scored
from evaluation.report.markdown import best_simple, systems_of
from evaluation.report.marks import MarkedTurn, mark_turns
from evaluation.report.plots import plot_intervals, plot_latency, plot_reliability, plot_slices
from evaluation.report.views import ItemView, Statement, view_item, view_output
from evaluation.report.words import format_interval, format_number, format_p, format_value
from evaluation.runs import Figure, RunRecord
from evaluation.sample import draw
from evaluation.stats.statistics import item_scalar
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task, task_summary

WORST = 10
_PLOTTED = 4
_NO_SLICE_PLOT = 12  # more bars than this say less than a table


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one system; `note` compares it with the product."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One line of the table."""

    name: str
    meaning: str
    better: str
    primary: bool
    product: str
    others: list[Cell]


@dataclass(frozen=True, slots=True)
class WorstItem:
    """A low item: its texts with evidence marked, what each system made of it, what people wrote."""

    id: str
    score: str
    slices: str
    turns: list[MarkedTurn]
    output: list[Statement]
    simple_name: str
    simple: list[Statement]
    gold: list[Statement]


@dataclass(frozen=True, slots=True)
class Section:
    """One run."""

    anchor: str
    title: str
    about: str
    record: RunRecord
    systems: list[str]
    verdicts: list[str]
    rows: list[MetricRow]
    intervals: list[str]
    reliability: str | None
    reliability_of: str
    slices: list[tuple[str, str]]
    latency: str | None
    worst_metric: str
    worst: list[WorstItem]


def section_of(
    record: RunRecord, scored: Sequence[Scored], predictions: Mapping[str, Prediction], *, worst: int = WORST
) -> Section:
    """Everything about one run."""
    systems = systems_of(record)
    primary = [name for name, info in record.info.items() if info.primary and name in record.metrics]
    metric = next((name for name in primary if record.info[name].better != "neither"), primary[0] if primary else "")
    confidence = next((name for name, info in record.info.items() if info.kind == "ece"), None)
    return Section(
        anchor=f"{record.task}-{record.data}",
        title=f"{record.task} on {record.data}",
        about=task_summary(record.task),
        record=record,
        systems=systems,
        verdicts=[line for name in primary if (line := _verdict(record, name))],
        rows=[_row(record, name, systems) for name in record.metrics],
        intervals=[plot_intervals(name, _figures(record, name)) for name in primary[:_PLOTTED]],
        reliability=_reliability(scored, confidence),
        reliability_of=record.info[confidence].meaning if confidence else "",
        slices=_slice_plots(record, metric),
        latency=_latency(predictions),
        worst_metric=metric,
        worst=_worst_items(record, scored, predictions, metric, worst) if metric else [],
    )


def _verdict(record: RunRecord, metric: str) -> str | None:
    """`rouge1: 0.41, better than frame (0.36, p <0.001), people 0.42`."""
    simple = best_simple(record, metric)
    figure = record.metrics[metric]
    if simple is None or figure.value is None:
        return None
    name, value = simple
    versus = record.versus.get(name, {}).get(metric)
    sign = 1 if record.info[metric].better == "higher" else -1
    word = "level with"
    if versus and versus.p is not None and versus.p < 0.05:
        word = "better than" if sign * (figure.value - value) > 0 else "worse than"
    people = record.systems.get(HUMAN, {}).get(metric)
    line = f"{metric}: {format_number(figure.value)}, {word} {name} ({format_number(value)}"
    line += f", p {format_p(versus.p)})" if versus else ")"
    return line + (f"; people among themselves {format_value(people)}" if people and people.value is not None else "")


def _row(record: RunRecord, name: str, systems: Sequence[str]) -> MetricRow:
    info = record.info[name]
    others = [Cell(format_value(record.systems[system].get(name))) for system in systems]
    return MetricRow(
        name=name,
        meaning=info.meaning,
        better={"higher": "higher is better", "lower": "lower is better", "neither": "for information"}[info.better],
        primary=info.primary,
        product=format_interval(record.metrics[name]),
        others=others,
    )


def _figures(record: RunRecord, metric: str) -> dict[str, Figure]:
    found = {PRODUCT: record.metrics[metric]}
    return found | {name: record.systems[name][metric] for name in systems_of(record) if metric in record.systems[name]}


def _reliability(scored: Sequence[Scored], metric: str | None) -> str | None:
    if metric is None:
        return None
    values = [item.systems.get(PRODUCT, {}).get(metric) for item in scored]
    pairs = [(float(value[0]), float(value[1])) for value in values if isinstance(value, Sequence)]
    return plot_reliability(pairs) if pairs else None


def _slice_plots(record: RunRecord, metric: str) -> list[tuple[str, str]]:
    plots: list[tuple[str, str]] = []
    for name, values in record.slices.items():
        figures = {value: found[metric] for value, found in values.items() if metric in found}
        if 1 < len(figures) <= _NO_SLICE_PLOT:
            plots.append((name, plot_slices(metric, figures)))
    return plots


def _latency(predictions: Mapping[str, Prediction]) -> str | None:
    times = [one.timings_ms[PRODUCT] for one in predictions.values() if PRODUCT in one.timings_ms]
    return plot_latency(times) if len(times) > 1 else None


def _worst_items(
    record: RunRecord, scored: Sequence[Scored], predictions: Mapping[str, Prediction], metric: str, count: int
) -> list[WorstItem]:
    info, items = record.info[metric], run_items(record)
    simple = best_simple(record, metric)
    ranked: list[tuple[float, Scored]] = []
    for item in scored:
        value = item_scalar(item.systems.get(PRODUCT, {}).get(metric), info.kind)
        if value is not None:
            ranked.append((value if info.better == "higher" else -value, item))
    ranked.sort(key=lambda pair: (pair[0], pair[1].id))
    return [
        _worst(item, predictions[item.id], items.get(item.id), f"{metric} {format_number(abs(value))}", simple)
        for value, item in ranked[:count]
        if item.id in predictions
    ]


def _worst(
    scored: Scored, prediction: Prediction, item: Item | None, score: str, simple: tuple[str, float] | None
) -> WorstItem:
    view = view_item(item) if item else ItemView()
    text = view.turns[-1].text if view.turns else ""
    output = view_output(prediction.outputs.get(PRODUCT, {}), text)
    name = simple[0] if simple and simple[0] in prediction.outputs else ""
    return WorstItem(
        id=scored.id,
        score=score,
        slices=", ".join(f"{key} {value}" for key, value in scored.slices.items()),
        turns=mark_turns(view.turns, output),
        output=output,
        simple_name=name,
        simple=view_output(prediction.outputs[name], text) if name else [],
        gold=view.gold,
    )


def run_items(record: RunRecord) -> dict[str, Item]:
    """The items of the data file where it still lies where it was; a report must not fail without it."""
    try:
        asked = record.sources
        articles = Path(asked["articles"]) if asked.get("articles") else None
        sources = Sources(data=Path(asked["data"]), articles=articles, seed=asked["seed"], limit=asked["limit"])
        found = load_task(record.task).items(sources)
        return {item.id: item for item in draw(found, limit=sources.limit, seed=sources.seed)}
    except (EvaluationError, KeyError):
        return {}
