"""Conventions that matter: nothing heavy at import, one documented table of settings, no traces of a machine."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assist.core.resources import models_dir
from assist.core.settings import Settings
from tests.support.readme import README, settings_table, table_in_readme

ROOT = README.parent
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "onnxruntime",
    "faiss",
    "numpy",
    "sqlalchemy",
    "fastapi",
    "uvicorn",
    "pydantic",
    "bm25s",
    "rich",
}
MAX_LINES = 340  # above about 300 there mostly is a second idea in the file


def loaded_by(code: str) -> set[str]:
    """Heavy modules that a fresh interpreter has loaded after `code`."""
    report = f"import json, sys\n{code}\nprint(json.dumps(sorted({HEAVY!r} & set(sys.modules))), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.strip().splitlines()[-1]))


def test_importing_the_package_or_asking_for_help_loads_nothing_heavy() -> None:
    assert loaded_by("import assist") == set()
    asked = "import sys; sys.argv = ['assist', '--help']\nfrom assist.cli import main\n"
    asked += "try:\n main()\nexcept SystemExit: pass"
    assert loaded_by(asked) <= {"rich"}


def test_importing_the_package_takes_under_a_tenth_of_a_second() -> None:
    code = "import time; t = time.process_time(); import assist; print(time.process_time() - t)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(times) < 0.1


@pytest.mark.real
def test_a_serving_process_never_loads_torch(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from starlette.testclient import TestClient\n"
        "from assist.app import create_app; from assist.build import build_engine\n"
        "from assist.core.settings import Settings\n"
        f"engine = build_engine(Settings(_env_file=None, data_dir=Path({str(tmp_path)!r})))\n"
        "body = {'transcript': {'messages': [{'role': 'customer', 'text': 'My order has not arrived.'}]}}\n"
        "with TestClient(create_app(engine)) as client:\n"
        "    assert client.post('/v1/assist', json=body).status_code == 401 or True\n"
        "    engine.warm_up()\n"
        "engine.close()"
    )
    assert not loaded_by(code) & {"torch", "transformers", "sentence_transformers"}


def test_the_settings_table_of_the_readme_is_that_of_the_code() -> None:
    assert table_in_readme() == settings_table(), "run: python -m tests.support.readme"
    assert all(field.description for field in Settings.model_fields.values())


def test_the_readme_names_only_verbs_files_and_variables_that_exist() -> None:
    text = README.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb in re.findall(r"\bmake ([a-z-]+)", text):
        assert re.search(rf"^{verb}:", makefile, re.MULTILINE), verb
    for path in re.findall(r"`((?:assist|evaluation|models|tests|knowledge_samples)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path
    known = {f"ASSIST_{name.upper()}" for name in Settings.model_fields} | {"ASSIST_TEST_POSTGRES_URL"}
    assert set(re.findall(r"ASSIST_[A-Z_]+[A-Z]", text)) <= known


def sources() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_nothing_that_is_committed_names_a_machine_or_an_address_of_one() -> None:
    traces = re.compile(r"(?<![\w.])/(?:work|tmp|root|mnt|home/\w+)/[a-z]")
    allowed = {"tests", "Dockerfile"}
    for path in sources():
        if (
            path.suffix in {".py", ".md", ".toml", ".jsonl", ".json", ".txt", ""}
            and path.parts[len(ROOT.parts)] not in allowed
        ):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found = traces.search(text)
            assert found is None or path.name.endswith(".jsonl"), (path, found)


def test_every_module_says_what_it_is_for_in_at_most_five_lines_and_stays_small() -> None:
    for path in sources():
        if path.suffix != ".py" or path.parts[len(ROOT.parts)] not in ("assist", "evaluation"):
            continue
        text = path.read_text(encoding="utf-8")
        if not text.strip():
            continue
        words = ast.get_docstring(ast.parse(text))
        assert words, path
        if path.name != "errors.py":  # the error tree is drawn there
            assert len(words.splitlines()) <= 5, path
        assert text.count("\n") <= MAX_LINES, path


def test_every_artefact_and_model_has_a_card() -> None:
    cards = {path.stem for path in (models_dir() / "cards").glob("*.md")}
    for folder in (models_dir() / "artifacts").iterdir():
        assert folder.name in cards, folder
    assert "all-minilm-l6-v2" in cards


def test_every_pinned_package_is_pinned_once_and_every_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for group in project["optional-dependencies"].values() for one in group)]
    pinned = [line.split("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]

    def normal(name: str) -> str:
        return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;! ]", name)[0]).lower()

    names = [normal(name) for name in pinned]
    assert len(names) == len(set(names))
    assert {normal(name) for name in wanted} <= set(names)
