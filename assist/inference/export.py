"""Turn a sentence-transformers BERT folder into an optimised onnx graph, once. Runs in its own process (torch).

The graph also gives the traits where models/artifacts has layers that were tuned on these very weights.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from assist.core.encoding import SpannedText
from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir
from assist.inference.artifacts import Artifact, load_artifact, read_manifest

FORMAT = "onnx-2"  # rises when the way of exporting changes, so that old caches are not read
WHOLE = "model.onnx"
BELOW, ABOVE, BESIDE = "below.onnx", "above.onnx", "traits.onnx"
MIN_COSINE = 0.9999
MAX_TRAIT_ERROR = 0.01
PROBES = (
    "hi",
    "My order 502-2345678 has not arrived and nobody answers.",
    "I can't log in: error PAY-415, what now?",
    "Thank you for contacting us. We will send a replacement within two business days. " * 8,
    "ünïcödé 👍 and 日本語",
)


def weights_hash(model_dir: Path) -> str:
    """SHA-256 over weights, tokenizer and pooling window, so that a change of any makes a new export."""
    digest = hashlib.sha256()
    for name in ("model.safetensors", "tokenizer.json", "config.json", "sentence_bert_config.json"):
        path = model_dir / name
        if path.is_file():
            digest.update(name.encode())
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()


def traits_for(digest: str) -> Artifact | None:
    """The layers that were tuned on the weights with this hash; None where there are none."""
    return load_artifact(_traits_folder()) if _traits_revision(digest) else None


def described(traits: Artifact | None) -> dict[str, Any]:
    """`traits` and `traits_revision` of an encoder with these layers, see `EncoderInfo`."""
    if traits is None:
        return {"traits": 0, "traits_revision": ""}
    return {"traits": int(traits.manifest["settings"]["traits"]), "traits_revision": str(traits.manifest["sha256"])}


def _traits_revision(digest: str) -> str:
    """Hash of those layers; empty where there are none."""
    manifest = read_manifest(_traits_folder()) if _traits_folder().is_dir() else {}
    return str(manifest["sha256"]) if manifest.get("encoder_sha256") == digest else ""


def _traits_folder() -> Path:
    return models_dir() / "artifacts" / "traits"


def export_folder(cache_dir: Path, digest: str) -> Path:
    """Where the export of the weights with this hash belongs."""
    traits = _traits_revision(digest)
    tuned = f"-{traits[:8]}" if traits else ""
    return cache_dir / "encoders" / f"{digest[:16]}-{FORMAT}{tuned}"


def is_exported(folder: Path) -> bool:
    """An export is complete when its manifest exists (it is renamed into place as a whole)."""
    return (folder / "manifest.json").is_file()


def export_encoder(model_dir: Path, cache_dir: Path) -> Path:
    """Export, optimise, compare with the torch model, rename into place; returns the folder.

    Raises ConfigurationError when torch is missing or the graph's vectors differ (cosine < 0.9999).
    """
    digest = weights_hash(model_dir)
    folder = export_folder(cache_dir, digest)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder.with_suffix(".lock")):
        if is_exported(folder):
            return folder
        staging = Path(tempfile.mkdtemp(prefix="export-", dir=folder.parent))
        try:
            traits = traits_for(digest)
            _write_graphs(model_dir, staging, traits)
            shutil.copy(model_dir / "tokenizer.json", staging / "tokenizer.json")
            manifest = {"format": FORMAT, "sha256": digest, **_check(model_dir, staging, traits)}
            (staging / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
            shutil.rmtree(folder, ignore_errors=True)
            staging.chmod(0o755)  # mkdtemp's 0700 would hide an export made as root from the user who serves
            staging.rename(folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return folder


def _write_graphs(model_dir: Path, staging: Path, traits: Artifact | None) -> None:
    """model.onnx; with traits its two parts instead, and what is read beside the second: see `Graphs`."""
    try:
        import torch
        from transformers import AutoModel

        from assist.inference.trait_layers import Above, Below, load_trait_layers
    except ImportError as error:
        raise _missing(error) from None

    model = AutoModel.from_pretrained(str(model_dir), attn_implementation="eager").eval()

    class Whole(torch.nn.Module):
        """Positional inputs in the order of the graph."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    ids = torch.ones((2, 8), dtype=torch.int64)
    if traits is None:
        _write(Whole(), {"input_ids": ids}, "last_hidden_state", staging / WHOLE, model.config)
        return
    below = Below(model)
    with torch.no_grad():
        states = {"states": below(ids, torch.ones_like(ids))}
    _write(below, {"input_ids": ids}, "states", staging / BELOW, model.config)
    _write(Above(model), states, "last_hidden_state", staging / ABOVE, model.config)
    _write(load_trait_layers(model, traits.arrays), states, "traits", staging / BESIDE, model.config)


def _write(module: Any, given: dict[str, Any], output: str, path: Path, config: Any) -> None:
    """One optimised graph of a module over an input and the attention mask."""
    try:
        import torch
        from onnxruntime.transformers import optimizer
        from onnxruntime.transformers.fusion_options import FusionOptions
    except ImportError as error:
        raise _missing(error) from None

    raw = path.with_suffix(".raw")
    ((name, value),) = given.items()
    axes = {0: "batch", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            module,
            (value, torch.ones(value.shape[:2], dtype=torch.int64)),
            str(raw),
            input_names=[name, "attention_mask"],
            output_names=[output],
            dynamic_axes={name: axes, "attention_mask": axes, output: {0: "batch"} if output == "traits" else axes},
            opset_version=17,
            dynamo=False,
        )
    optimised = optimizer.optimize_model(
        str(raw),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=FusionOptions("bert"),
        opt_level=0,
    )
    optimised.save_model_to_file(str(path))
    raw.unlink()


def _missing(error: ImportError) -> ConfigurationError:
    return ConfigurationError(f"exporting the encoder needs {error.name}: pip install 'smart-assist[export]'")


def _check(model_dir: Path, staging: Path, traits: Artifact | None) -> dict[str, Any]:
    """Shape of the model as sentence-transformers reads it, and how near the graph's output is to its own."""
    from sentence_transformers import SentenceTransformer

    from assist.inference.onnx_encoder import OnnxEncoder
    from assist.inference.torch_encoder import TorchEncoder

    reference = SentenceTransformer(str(model_dir), device="cpu")
    expected = reference.encode(list(PROBES), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
    shape = {
        "dims": int(expected.shape[1]),
        "max_tokens": int(reference.max_seq_length or 512),
        **described(traits),
    }
    manifest = {"format": FORMAT, "sha256": "0" * 64, **shape}
    (staging / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    encoder = OnnxEncoder(staging, model_id="check", threads=1)
    cosine = float(np.min(np.sum(encoder.encode(list(PROBES)) * expected, axis=1)))
    if cosine < MIN_COSINE:
        raise ConfigurationError(
            f"the exported graph differs from the torch model (cosine {cosine:.6f} < {MIN_COSINE})"
        )
    if traits is not None:
        torch_encoder = TorchEncoder(model_dir, model_id="check", threads=1)
        items = [SpannedText(text) for text in PROBES]
        pairs = zip(encoder.encode_spans(items), torch_encoder.encode_spans(items), strict=True)
        apart = max(float(np.abs(ours.traits - theirs.traits).max()) for ours, theirs in pairs)
        if apart > MAX_TRAIT_ERROR:
            raise ConfigurationError(f"the exported graph's traits differ by {apart:.4f} from the torch model's")
    return {"min_cosine": round(cosine, 6), **shape}


@contextmanager
def _lock(path: Path) -> Generator[None]:
    """Held while exporting; where the platform has no flock, two exports may do the work twice, never harm."""
    with path.open("w") as handle:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments: list[str] | None = None) -> int:
    """`python -m assist.inference.export MODEL_DIR CACHE_DIR`: used so that torch never enters a serving process."""
    parser = argparse.ArgumentParser(description="Export a sentence-transformers BERT to onnx.")
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("cache_dir", type=Path)
    options = parser.parse_args(arguments)
    try:
        folder = export_encoder(options.model_dir, options.cache_dir)
    except ConfigurationError as error:
        sys.stderr.write(error.detail + "\n")
        return 1
    sys.stdout.write(str(folder) + os.linesep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
