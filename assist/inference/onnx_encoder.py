"""The default encoder: an exported MiniLM graph on onnxruntime, tokenised by `tokenizers`. No torch."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Encoding, Tokenizer

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.errors import ConfigurationError
from assist.inference.graphs import Graphs
from assist.inference.pooling import SpanPool, Window, cut_windows
from assist.inference.texts import encodable

# Tokens of one run, padding included. Measured with one thread on 256 short messages: 107 a second at 512, 106 at
# 1,024, 76 at 4,096 and 64 at 8,192, where activations leave the processor's cache and take 300 MB more memory; in
# processor time 512 needs 5-7 % less than 1,024, and 256 only 1-5 % less than 512.
BATCH_TOKENS = 512


class OnnxEncoder:
    """Encodes in length-sorted batches. Thread-safe: onnxruntime sessions are, and nothing else is shared."""

    def __init__(self, folder: Path, *, model_id: str, threads: int = 2) -> None:
        manifest_path = folder / "manifest.json"
        if not manifest_path.is_file():
            raise ConfigurationError(f"no exported encoder in {folder}; run `assist models pull`")
        manifest: dict[str, Any] = json.loads(manifest_path.read_text(encoding="utf-8"))
        self._info = EncoderInfo(
            id=model_id,
            revision=manifest["sha256"],
            dims=manifest["dims"],
            max_tokens=manifest["max_tokens"],
            traits=manifest["traits"],
            traits_revision=manifest["traits_revision"],
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._graphs = Graphs(folder, threads=threads, traits=self._info.traits)

    @property
    def info(self) -> EncoderInfo:
        """Identity and limits."""
        return self._info

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special ones included, before any cut."""
        return [len(encoding.ids) for encoding in self._tokenize(texts)]

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors; the part of a text beyond `info.max_tokens` is not read."""
        vectors = np.empty((len(texts), self._info.dims), dtype=np.float32)
        windows = [
            Window(index, encoding.ids[: self._info.max_tokens - 1] + encoding.ids[-1:])
            if len(encoding.ids) > self._info.max_tokens
            else Window(index, encoding.ids)
            for index, encoding in enumerate(self._tokenize(texts))
        ]
        for batch, hidden, mask, _ in self._run(windows):
            pooled = np.einsum("btd,bt->bd", hidden, mask)
            pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
            vectors[[window.item for window in batch]] = pooled
        return vectors

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Whole-text and span vectors from one pass (late pooling); long texts are read in several windows."""
        pools: list[SpanPool] = []
        windows: list[Window] = []
        for index, (item, encoding) in enumerate(zip(items, self._tokenize([i.text for i in items]), strict=True)):
            pools.append(SpanPool(encoding.offsets, item.spans, self._info.dims, self._info.traits))
            windows.extend(cut_windows(index, encoding.ids, item.spans, encoding.offsets, self._info.max_tokens))
        for batch, hidden, _, traits in self._run(windows, traits=True):
            for row, window in enumerate(batch):
                pools[window.item].add(window, hidden[row], traits[row])
        return [pool.vectors() for pool in pools]

    def _tokenize(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(encodable(texts))

    def _run(
        self, windows: list[Window], *, traits: bool = False
    ) -> Iterator[tuple[list[Window], FloatArray, FloatArray, FloatArray]]:
        """Batches of similar length under the token budget: (windows, hidden (b, t, dims), mask (b, t), traits
        (b, traits))."""
        order = sorted(windows, key=lambda window: len(window.ids))
        start = 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and len(order[stop].ids) * (stop - start + 1) <= BATCH_TOKENS:
                stop += 1
            batch = order[start:stop]
            start = stop
            ids = np.zeros((len(batch), len(batch[-1].ids)), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, window in enumerate(batch):
                ids[row, : len(window.ids)] = window.ids
                mask[row, : len(window.ids)] = 1
            hidden, told = self._graphs.run(ids, mask, traits=traits)
            yield batch, hidden, mask.astype(np.float32), told
