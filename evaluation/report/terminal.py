"""Tables on the terminal: figures of a run, of a suite, of a comparison, of the gate."""

from collections.abc import Sequence

from rich.table import Table

from evaluation.baseline import Checked
from evaluation.compare import Comparison, Row
from evaluation.items import PRODUCT
from evaluation.report.markdown import SUITE_HEAD, suite_rows, systems_of
from evaluation.report.words import format_interval, format_number, format_p, format_value
from evaluation.rubric.score import ReviewReport
from evaluation.runs import RunRecord

_ARROWS = {"higher": "", "lower": " (lower is better)", "neither": ""}
_STYLES = {"better": "green", "worse": "bold red", "same": ""}


def figures_table(record: RunRecord, *, primary_only: bool = False) -> Table:
    """One row a metric, one column a system: the product with its interval, simple methods, people."""
    table = _table(f"{record.task} on {record.data}: {record.items} items, 95 % intervals")
    systems = systems_of(record)
    for name in ("metric", PRODUCT, *systems):
        table.add_column(name, justify="left" if name == "metric" else "right", overflow="fold")
    for name, figure in record.metrics.items():
        info = record.info[name]
        if info.primary or not primary_only:
            others = [format_value(record.systems[system].get(name)) for system in systems]
            table.add_row(name + _ARROWS[info.better], format_interval(figure), *others)
    return table


def suite_table(records: Sequence[RunRecord]) -> Table:
    """Primary metrics of every run in one table."""
    table = _table("all tasks, 95 % intervals")
    for name in SUITE_HEAD:
        table.add_column(name, justify="right" if name in ("n", PRODUCT, "people") else "left", overflow="fold")
    last = ("", "")
    for row in suite_rows(records):
        if (row[0], row[1]) != last:
            table.add_section()
        last = (row[0], row[1])
        table.add_row(*row)
    return table


def comparison_table(comparison: Comparison) -> Table:
    """Difference, interval, p and verdict of each metric."""
    table = _rows_table(
        f"{comparison.task}: {comparison.after} against {comparison.before}, {comparison.paired} items in both",
        comparison.rows,
    )
    if comparison.only_before or comparison.only_after:
        table.caption = f"left out: {comparison.only_before} only before, {comparison.only_after} only after"
    return table


def slice_tables(comparison: Comparison) -> list[Table]:
    """One table a slice value."""
    return [
        _rows_table(f"{name}: {value}", rows)
        for name, values in comparison.slices.items()
        for value, rows in values.items()
    ]


def changes_table(comparison: Comparison) -> Table:
    """The items that changed most."""
    table = _table(f"most changed by {comparison.changed_metric}")
    for name in ("item", "before", "after", "difference", "slices"):
        table.add_column(name, justify="left" if name in ("item", "slices") else "right")
    for change in comparison.changed:
        slices = ", ".join(f"{name} {value}" for name, value in change.slices.items())
        table.add_row(change.id, f"{change.before:.3f}", f"{change.after:.3f}", f"{change.difference:+.3f}", slices)
    return table


def gate_table(checked: Sequence[Checked], *, name: str) -> Table:
    """Every gated metric and whether it passed."""
    table = _table(f"gate: {name}")
    for column in ("metric", "recorded", "now", "worse by", "tolerance", "p (Holm)", ""):
        table.add_column(column, justify="left" if column in ("metric", "") else "right")
    for row in checked:
        table.add_row(
            row.metric,
            format_number(row.paired.before),
            format_number(row.paired.after),
            f"{max(0.0, row.drop):.3f}",
            f"{row.bound.tolerance:.3f}",
            format_p(row.corrected),
            "FAILED" if row.failed else "ok",
            style="bold red" if row.failed else "",
        )
    return table


def review_table(report: ReviewReport) -> Table:
    """Total and every question: share of the best answer, agreement, failures."""
    title = f"{report.rubric}: {report.items} items, reviewers {', '.join(report.reviewers)}"
    table = _table(title)
    for name in ("question", "score", "agreement (alpha)", "critical failures"):
        table.add_column(name, justify="left" if name == "question" else "right")
    table.add_row("total (0-100)", format_interval(report.total), format_number(report.agreement["total"]), "")
    for name, figure in report.questions.items():
        failures = str(report.failed_critical[name]) if name in report.failed_critical else ""
        table.add_row(name, format_interval(figure), format_number(report.agreement[name]), failures)
    return table


def _rows_table(title: str, rows: Sequence[Row]) -> Table:
    table = _table(title)
    for column in ("metric", "before", "after", "difference", "95 % interval", "p (Holm)", "wins/losses/ties", ""):
        table.add_column(column, justify="left" if column in ("metric", "") else "right")
    for row in rows:
        paired = row.paired
        table.add_row(
            row.metric + _ARROWS[row.better],
            format_number(paired.before),
            format_number(paired.after),
            format_number(paired.difference, signed=True),
            f"{format_number(paired.low, signed=True)} to {format_number(paired.high, signed=True)}",
            format_p(row.corrected),
            f"{paired.wins}/{paired.losses}/{paired.ties}",
            row.verdict,
            style=_STYLES[row.verdict],
        )
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold")
