"""Runs and comparisons as Markdown, for pull requests and notes."""

from collections.abc import Sequence

from evaluation.compare import Comparison, Row
from evaluation.items import HUMAN, PRODUCT
from evaluation.report.words import format_interval, format_number, format_p, format_value
from evaluation.runs import RunRecord

_ARROWS = {"higher": "", "lower": " (lower is better)", "neither": ""}


def systems_of(record: RunRecord) -> list[str]:
    """Simple methods, then people."""
    return sorted(record.systems, key=lambda name: name == HUMAN)


def best_simple(record: RunRecord, metric: str) -> tuple[str, float] | None:
    """The simple method with the best figure; oracles look at the gold and do not count."""
    better = record.info[metric].better
    found: list[tuple[str, float]] = []
    for system, figures in record.systems.items():
        figure = figures.get(metric)
        if system != HUMAN and "oracle" not in system and figure is not None and figure.value is not None:
            found.append((system, figure.value))
    if not found or better == "neither":
        return None
    return (max if better == "higher" else min)(found, key=lambda pair: pair[1])


def suite_rows(records: Sequence[RunRecord]) -> list[list[str]]:
    """[task, data, items, metric, product with interval, best simple method, people] of every primary metric."""
    rows: list[list[str]] = []
    for record in records:
        for name, figure in record.metrics.items():
            if record.info[name].primary:
                simple = best_simple(record, name)
                rows.append(
                    [
                        record.task,
                        record.data,
                        str(figure.n),
                        name + (" ms" if record.task == "latency" else "") + _ARROWS[record.info[name].better],
                        format_interval(figure),
                        f"{format_number(simple[1])} {simple[0]}" if simple else "-",
                        format_value(record.systems.get(HUMAN, {}).get(name)),
                    ]
                )
    return rows


SUITE_HEAD = ["task", "data", "n", "metric", PRODUCT, "best simple method", "people"]


def suite_markdown(records: Sequence[RunRecord]) -> str:
    """One table over all runs."""
    return "# All tasks\n\n95 % intervals in brackets.\n\n" + _table(SUITE_HEAD, suite_rows(records))


def run_markdown(record: RunRecord) -> str:
    """Figures of one run, simple methods and people beside the product, and slices."""
    systems = systems_of(record)
    head = ["metric", PRODUCT, *systems, "meaning"]
    rows = [
        [
            name + _ARROWS[record.info[name].better],
            format_interval(figure),
            *(format_value(record.systems[system].get(name)) for system in systems),
            record.info[name].meaning,
        ]
        for name, figure in record.metrics.items()
    ]
    lines = [f"# {record.task} on {record.data}", "", f"{record.items} items; 95 % intervals in brackets.", ""]
    lines += [_table(head, rows)]
    for name, values in record.slices.items():
        metrics = list(dict.fromkeys(metric for figures in values.values() for metric in figures))
        body = [
            [value, *(format_value(figures.get(metric)) for metric in metrics)] for value, figures in values.items()
        ]
        lines += [f"## By {name}", "", _table([name, *metrics], body)]
    return "\n".join(lines)


def comparison_markdown(comparison: Comparison) -> str:
    """Differences, slices and the items that changed most."""
    lines = [f"# {comparison.task}: {comparison.after} against {comparison.before}", ""]
    lines += [f"{comparison.paired} items in both runs. p after Holm's correction.", "", _rows(comparison.rows)]
    for name, values in comparison.slices.items():
        for value, rows in values.items():
            lines += [f"## {name}: {value}", "", _rows(rows)]
    if comparison.changed:
        head = ["item", "before", "after", "difference"]
        body = [
            [c.id, format_number(c.before), format_number(c.after), format_number(c.difference, signed=True)]
            for c in comparison.changed
        ]
        lines += [f"## Most changed by {comparison.changed_metric}", "", _table(head, body)]
    return "\n".join(lines)


def _rows(rows: Sequence[Row]) -> str:
    head = ["metric", "before", "after", "difference", "95 % interval", "p", "wins/losses/ties", "verdict"]
    body = [
        [
            row.metric,
            format_number(row.paired.before),
            format_number(row.paired.after),
            format_number(row.paired.difference, signed=True),
            f"{format_number(row.paired.low, signed=True)} to {format_number(row.paired.high, signed=True)}",
            format_p(row.corrected),
            f"{row.paired.wins}/{row.paired.losses}/{row.paired.ties}",
            row.verdict,
        ]
        for row in rows
    ]
    return _table(head, body)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head), *(" | ".join(_cell(c) for c in row) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
