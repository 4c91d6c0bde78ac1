"""How soon a server is ready, and what `import assist` costs."""

import subprocess
import sys
from pathlib import Path
from statistics import median

from evaluation.bench.figures import Figure, seconds
from evaluation.bench.server import started

LIBRARIES = "import fastapi, onnxruntime, faiss"
IMPORT = "import time; t = time.perf_counter(); import assist; print(time.perf_counter() - t)"


def ready_time(data: Path, *, port: int, rounds: int) -> Figure:
    """Start to the first good answer on /readyz over an indexed data folder, against importing three libraries."""
    ratios: list[float] = []
    readies: list[float] = []
    bases: list[float] = []
    for _ in range(rounds):
        before = seconds(_import_libraries)
        with started(data, port=port) as server:
            readies.append(server.ready_s)
        # The mean of before and after, so that a machine that grows busier meanwhile counts on both sides.
        bases.append((before + seconds(_import_libraries)) / 2)
        ratios.append(readies[-1] / bases[-1])
    detail = f"{median(readies):.2f} s / {median(bases):.2f} s"
    return Figure("ready / importing fastapi, onnxruntime, faiss", median(ratios), "<=", 3.0, "x", detail, rounds)


def import_time(*, rounds: int) -> Figure:
    """Seconds of `import assist` in a fresh interpreter."""
    taken = [
        float(subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True).stdout)
        for _ in range(rounds)
    ]
    return Figure("import assist", median(taken), "<=", 0.1, " s", "fresh interpreter", rounds)


def _import_libraries() -> None:
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
