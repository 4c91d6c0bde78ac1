"""One self-contained HTML file for one run, or for a folder of runs."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evaluation.errors import RunError
from evaluation.report.markdown import SUITE_HEAD, suite_rows
from evaluation.report.page import WORST, Section, section_of
from evaluation.runs import PREDICTIONS, SCORES, read_predictions, read_run, read_scores, unique_by_id

_TEMPLATES = Path(__file__).parent / "templates"
_WORST_OF_MANY = 4


def run_folders(path: Path) -> list[Path]:
    """The run itself, or the runs inside a suite's folder in their order. Raises RunError when there are none."""
    if (path / SCORES).is_file():
        return [path]
    found = [folder for folder in path.iterdir() if (folder / SCORES).is_file()] if path.is_dir() else []
    if not found:
        raise RunError(f"{path} holds no scored run; run `python -m evaluation run ... --out {path}` first")
    return sorted(found, key=lambda folder: (folder / SCORES).stat().st_mtime)


def render_report(path: Path) -> str:
    """The page. Text from data is escaped; there is no script and nothing is loaded from elsewhere."""
    folders = run_folders(path)
    worst = WORST if len(folders) == 1 else _WORST_OF_MANY
    sections = [_section(folder, worst) for folder in folders]
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    template = environment.get_template("report.html.j2")
    return template.render(title=_title(sections), sections=sections, head=SUITE_HEAD, overview=_overview(sections))


def _section(folder: Path, worst: int) -> Section:
    predictions = unique_by_id(read_predictions(folder / PREDICTIONS), source=str(folder))
    return section_of(read_run(folder), read_scores(folder), predictions, worst=worst)


def _title(sections: Sequence[Section]) -> str:
    return sections[0].title if len(sections) == 1 else f"{len(sections)} evaluation runs"


def _overview(sections: Sequence[Section]) -> list[tuple[str, list[str]]]:
    """(anchor, cells) of every primary metric; only where there are several runs."""
    if len(sections) == 1:
        return []
    return [(section.anchor, row) for section in sections for row in suite_rows([section.record])]
