"""Figures on the terminal: one row a metric, one column a system."""

from rich.table import Table

from evaluation.items import HUMAN, PRODUCT
from evaluation.runs import Figure, RunRecord


def figures_table(record: RunRecord, *, primary_only: bool = False) -> Table:
    """The product with its interval, simple methods and people."""
    systems = sorted(record.systems, key=lambda name: name == HUMAN)
    title = f"{record.task} on {record.data}: {record.items} items, 95 % intervals"
    table = Table(title=title, title_justify="left")
    table.add_column("metric")
    for name in (PRODUCT, *systems):
        table.add_column(name, justify="right")
    for name, figure in record.metrics.items():
        if primary_only and not record.info[name].primary:
            continue
        arrow = {"higher": "", "lower": " (lower is better)", "neither": ""}[record.info[name].better]
        others = [format_value(record.systems[system].get(name)) for system in systems]
        table.add_row(name + arrow, format_interval(figure), *others)
    return table


def format_value(figure: Figure | None) -> str:
    """Three decimals; a dash where nothing could be scored."""
    return "-" if figure is None or figure.value is None else f"{figure.value:.3f}"


def format_interval(figure: Figure) -> str:
    """`.412 [.380, .440]`."""
    if figure.value is None or figure.low is None or figure.high is None:
        return format_value(figure)
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
