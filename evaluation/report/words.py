"""Numbers as text, the same on the terminal, in Markdown and in HTML."""

from evaluation.runs import Figure

NONE = "n/a"


def format_number(value: float | None, *, signed: bool = False) -> str:
    """Three decimals below a hundred, none above; `n/a` where nothing could be scored."""
    if value is None:
        return NONE
    digits = 3 if abs(value) < 100 else 0
    return f"{value:{'+' if signed else ''}.{digits}f}"


def format_value(figure: Figure | None) -> str:
    """The value alone; a dash where a system has no such figure."""
    return "-" if figure is None else format_number(figure.value)


def format_interval(figure: Figure) -> str:
    """`0.412 [0.380, 0.440]`."""
    if figure.low is None or figure.high is None:
        return format_number(figure.value)
    return f"{format_number(figure.value)} [{format_number(figure.low)}, {format_number(figure.high)}]"


def format_p(p: float | None) -> str:
    """A p-value, never `0.000`."""
    return NONE if p is None else "<0.001" if p < 0.001 else f"{p:.3f}"
