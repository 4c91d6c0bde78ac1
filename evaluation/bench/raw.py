"""The yardstick: the exported graphs on onnxruntime with nothing around them, one padded batch a call, no traits."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from assist.inference.graphs import Graphs

BATCH = 32  # texts of one run when many passages are encoded


class RawEncoder:
    """Tokenise, run, mean over tokens, unit length. `threads` are those that the server uses."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_padding()
        self._tokenizer.enable_truncation(int(manifest["max_tokens"]))
        self._graphs = Graphs(folder, threads=threads, traits=int(manifest["traits"]))

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, Any]:
        """(n, dims) unit vectors, from one batch that holds all texts."""
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        hidden, _ = self._graphs.run(ids, mask)
        pooled = np.einsum("btd,bt->bd", hidden, mask.astype(np.float32))
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def encode_many(self, texts: Sequence[str]) -> int:
        """Encode in batches of 32 texts of like length; how many there were."""
        ordered = sorted(texts, key=len)
        for start in range(0, len(ordered), BATCH):
            self.encode(ordered[start : start + BATCH])
        return len(ordered)
