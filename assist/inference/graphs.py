"""An exported encoder's graphs on onnxruntime: one, or with traits three, since not every text needs all of them."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.inference.export import ABOVE, BELOW, BESIDE, WHOLE


class Graphs:
    """`threads`: of one run. Thread-safe, as onnxruntime's sessions are."""

    def __init__(self, folder: Path, *, threads: int, traits: int) -> None:
        self._traits = traits
        names = (BELOW, ABOVE, BESIDE) if traits else (WHOLE,)
        self._sessions = [_open(folder / name, threads) for name in names]

    def run(
        self, ids: NDArray[np.int64], mask: NDArray[np.int64], *, traits: bool = False
    ) -> tuple[FloatArray, FloatArray]:
        """Last states (b, t, dims) of token ids (b, t), and traits (b, traits) where they are wanted, else (b, 0)."""
        none = np.zeros((len(ids), 0), dtype=np.float32)
        if not self._traits:
            return _run(self._sessions[0], input_ids=ids, attention_mask=mask), none
        below, above, beside = self._sessions
        states = _run(below, input_ids=ids, attention_mask=mask)
        last = _run(above, states=states, attention_mask=mask)
        return last, _run(beside, states=states, attention_mask=mask) if traits else none


def _run(session: ort.InferenceSession, **inputs: NDArray[Any]) -> FloatArray:
    return np.asarray(session.run(None, inputs)[0], dtype=np.float32)


@cache
def _register_arena() -> None:
    """Once a process; onnxruntime then gives it to every session that asks for it."""
    where = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    ort.create_and_register_allocator(where, None)


def _open(path: Path, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.enable_mem_pattern = False
    # One arena for all graphs: a server that has worked holds 434 MB, with one for each 455 MB.
    _register_arena()
    options.add_session_config_entry("session.use_env_allocators", "1")
    # Threads wait for each other awake within a run (16 % quicker on short texts), and never between runs. They wait
    # so for a short while only: where others need the cores, as in a server, 34 tokens took 25.7 ms without a limit and
    # 17.3 ms with this one, and the best of 450 runs was no slower.
    options.add_session_config_entry("session.intra_op.allow_spinning", "1")
    options.add_session_config_entry("session.intra_op.spin_duration_us", "50")
    options.add_session_config_entry("session.force_spinning_stop", "1")
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
