"""The wheel works outside the checkout: it carries models and samples, and nothing of the harness or the tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.readme import README


def test_the_wheel_carries_models_samples_and_migrations(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="needs hatchling, the project's build backend")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=README.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for needed in (
        "assist/_data/models/registry.toml",
        "assist/_data/models/artifacts/heads/weights.npz",
        "assist/_data/knowledge_samples/approved_replies.jsonl",
        "assist/_data/knowledge_samples/conversations/veldane-02.json",
        "assist/store/migrations/versions/0001_first_tables.py",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "evaluation/", "models/"))]
