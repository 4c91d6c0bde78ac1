"""The yardstick: the exported graph on onnxruntime with nothing around it, one padded batch a call."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

BATCH = 32  # texts of one run when many passages are encoded


class RawEncoder:
    """Tokenise, run, mean over tokens, unit length. `threads` are those that the server uses."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_padding()
        self._tokenizer.enable_truncation(int(manifest["max_tokens"]))
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads wait for each other awake within a run (16 % quicker on short texts), and never between runs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "1")
        options.add_session_config_entry("session.force_spinning_stop", "1")
        self._session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """(n, dims) unit vectors, from one batch that holds all texts."""
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        hidden = np.asarray(self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0])
        pooled = np.einsum("btd,bt->bd", hidden, mask.astype(np.float32))
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def encode_many(self, texts: Sequence[str]) -> int:
        """Encode in batches of 32 texts of like length; how many there were."""
        ordered = sorted(texts, key=len)
        for start in range(0, len(ordered), BATCH):
            self.encode(ordered[start : start + BATCH])
        return len(ordered)
