"""The same encoder port over sentence-transformers and torch: any model id or folder it can load."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.errors import ConfigurationError
from assist.inference.artifacts import Artifact
from assist.inference.export import described, traits_for, weights_hash
from assist.inference.pooling import SpanPool, cut_windows
from assist.inference.texts import encodable


class TorchEncoder:
    """Loads torch when made, not when imported. `revision` pins a hub model; a folder is taken as it is."""

    def __init__(self, model: str | Path, *, model_id: str, revision: str | None = None, threads: int = 2) -> None:
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            hint = "pip install 'smart-assist[export]'"
            raise ConfigurationError(f"the torch encoder needs {error.name}: {hint}") from None
        torch.set_num_threads(threads)
        self._torch: Any = torch
        try:
            hub_revision = None if Path(model).is_dir() else revision
            self._model: Any = SentenceTransformer(str(model), device="cpu", revision=hub_revision)
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"cannot load the encoder {model}: {error}") from None
        self._tokenizer: Any = self._model.tokenizer
        dims = self._model.get_embedding_dimension()
        tuned = traits_for(weights_hash(Path(model))) if Path(model).is_dir() else None
        self._traits = self._load_traits(tuned)
        self._info = EncoderInfo(
            id=model_id,
            revision=revision or str(model),
            dims=int(dims),
            max_tokens=int(self._model.max_seq_length),
            **described(tuned),
        )
        self._late_pooling = self._averages_tokens()

    @property
    def info(self) -> EncoderInfo:
        """Identity and limits."""
        return self._info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors; longer texts are cut at `info.max_tokens`."""
        if not texts:
            return np.zeros((0, self._info.dims), dtype=np.float32)
        vectors = self._model.encode(
            encodable(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Whole-text and span vectors by late pooling; a pass for each where the model does not average its tokens."""
        return [self._pooled(item) if self._late_pooling else self._one_by_one(item) for item in items]

    def _load_traits(self, tuned: Artifact | None) -> Any:
        if tuned is None:
            return None
        from assist.inference.trait_layers import load_trait_layers

        return load_trait_layers(self._model[0].auto_model, tuned.arrays)

    def _averages_tokens(self) -> bool:
        """Whether `encode` is the mean of the last layer: not so for models that take [CLS] or have more layers."""
        probe = SpannedText("My order has not arrived.")
        return float(self.encode([probe.text])[0] @ self._pooled(probe).text) > 0.9999

    def _pooled(self, item: SpannedText) -> SpanVectors:
        text = encodable([item.text])[0]
        encoded = self._tokenizer(text, return_offsets_mapping=True, truncation=False, verbose=False)
        offsets: list[tuple[int, int]] = [(int(a), int(b)) for a, b in encoded["offset_mapping"]]
        pool = SpanPool(offsets, item.spans, self._info.dims, self._info.traits)
        for window in cut_windows(0, list(encoded["input_ids"]), item.spans, offsets, self._info.max_tokens):
            pool.add(window, *self._hidden(window.ids))
        return pool.vectors()

    def _one_by_one(self, item: SpannedText) -> SpanVectors:
        vectors = self.encode([item.text, *(item.text[start:end] for start, end in item.spans)])
        return SpanVectors(text=vectors[0], spans=vectors[1:])

    def _hidden(self, ids: list[int]) -> tuple[FloatArray, FloatArray]:
        """The tokens' last states (t, dims), and the traits."""
        tensor = self._torch.tensor([ids])
        mask = self._torch.ones_like(tensor)
        with self._torch.inference_mode():
            found = self._model[0].auto_model(input_ids=tensor, attention_mask=mask, output_hidden_states=True)
            states = np.asarray(found.last_hidden_state[0].numpy(), dtype=np.float32)
            if self._traits is None:
                return states, np.zeros(0, dtype=np.float32)
            below = found.hidden_states[self._traits.below]
            return states, np.asarray(self._traits(below, mask)[0].numpy(), dtype=np.float32)
