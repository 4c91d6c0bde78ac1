"""CI's share of `make crash-test`: ten kills a database."""

import os
import subprocess
import sys

import pytest

from tests.support.databases import POSTGRES_VARIABLE

KILLS = os.environ.get("ASSIST_CRASH_KILLS", "10")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres), "index"])
def test_everything_acknowledged_survives_kill_9(kind: str) -> None:
    if kind == "postgresql" and not os.environ.get(POSTGRES_VARIABLE):
        pytest.skip(f"set {POSTGRES_VARIABLE} to a PostgreSQL where schemas may be created")
    environment = {**os.environ, "ASSIST_CRASH_KILLS": KILLS, "ASSIST_CRASH_DATABASES": kind}
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash"], env=environment, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills" in done.stdout
