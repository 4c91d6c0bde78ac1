"""Opens the configured encoder: onnx (exporting once, in a child process), torch, or the fake."""

import logging
import subprocess
import sys
from functools import partial
from pathlib import Path

from assist.core.errors import ConfigurationError
from assist.core.ports import BulkEncoder
from assist.inference.batcher import BatchingEncoder
from assist.inference.bulk import ProcessBulkEncoder
from assist.inference.export import export_folder, is_exported, weights_hash
from assist.inference.fakes import FakeEncoder
from assist.inference.registry import Registry
from assist.inference.vector_cache import CachedEncoder

log = logging.getLogger(__name__)


def open_encoder(
    *,
    backend: str,
    model: str,
    models_dir: Path,
    cache_dir: Path,
    threads: int,
    batch_tokens: int,
    queue_size: int,
    vector_cache: int,
) -> CachedEncoder:
    """The encoder as served: cache over batcher over the real one. Raises ConfigurationError when it cannot be made."""
    if backend == "fake":
        return CachedEncoder(FakeEncoder(), capacity=vector_cache)
    folder, model_id, revision = _resolve(model, models_dir)
    if backend == "torch":
        from assist.inference.torch_encoder import TorchEncoder

        inner = TorchEncoder(folder or model, model_id=model_id, revision=revision, threads=threads)
    else:
        from assist.inference.onnx_encoder import OnnxEncoder

        if folder is None:
            raise ConfigurationError(
                f"'{model}' is no folder; the onnx encoder needs one (or ASSIST_ENCODER_BACKEND=torch)"
            )
        inner = OnnxEncoder(prepare_export(folder, cache_dir), model_id=model_id, threads=threads)
    batcher = BatchingEncoder(inner, batch_tokens=batch_tokens, queue_size=queue_size)
    return CachedEncoder(batcher, capacity=vector_cache)


def open_bulk_encoder(
    *, backend: str, model: str, models_dir: Path, cache_dir: Path, threads: int, dims: int
) -> BulkEncoder | None:
    """The encoder's twin for rebuilds beside a server, in a process of its own; None where the encoder has none."""
    if backend != "onnx":
        return None
    folder, model_id, _ = _resolve(model, models_dir)
    if folder is None:
        return None
    # Looked for at the first rebuild: naming the export means reading all weights.
    find = partial(prepare_export, folder, cache_dir)
    return ProcessBulkEncoder(find, model_id=model_id, threads=threads, dims=dims)


def prepare_export(model_dir: Path, cache_dir: Path) -> Path:
    """Folder of the export, made now in a child process if it is not cached, so that torch never enters this one."""
    folder = export_folder(cache_dir, weights_hash(model_dir))
    if is_exported(folder):
        return folder
    log.warning("exporting the encoder once into %s; this takes about a minute", cache_dir)
    command = [sys.executable, "-m", "assist.inference.export", str(model_dir), str(cache_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise ConfigurationError(f"the encoder could not be exported: {reason[0]}")
    return folder


def _resolve(model: str, models_dir: Path) -> tuple[Path | None, str, str | None]:
    """(folder, id, revision): a registry role, a folder, or an id that only torch can fetch."""
    registry = Registry.load(models_dir)
    if model in registry.entries:
        entry = registry.entry(model)
        return entry.locate(), entry.id.rsplit("/", 1)[-1], entry.sha256
    folder = Path(model)
    return (folder, folder.name, None) if folder.is_dir() else (None, model, None)
