"""The encoder is exported once, checked, safe when two start at the same time, and torch never enters serving."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir
from assist.core.settings import Settings
from assist.inference.export import export_folder, is_exported, weights_hash
from assist.inference.factory import open_encoder, prepare_export
from assist.inference.onnx_encoder import OnnxEncoder
from assist.inference.vector_cache import CachedEncoder
from tests.support.models import tiny_model

TEXTS = ["My order has not arrived.", "hi", ""]


def test_a_folder_without_an_export_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="assist models pull"):
        OnnxEncoder(tmp_path, model_id="none")


def test_other_weights_or_another_tokenizer_get_another_export(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    hashes = {weights_hash(tmp_path)}
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    hashes.add(weights_hash(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    hashes.add(weights_hash(tmp_path))
    assert len({export_folder(tmp_path, digest) for digest in hashes}) == 3


def test_a_model_id_that_is_no_folder_is_refused_for_onnx_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ASSIST_ENCODER_BACKEND=torch"):
        open_test_encoder("some/hub-model", tmp_path)


@pytest.mark.real
def test_any_averaging_model_folder_can_be_exported_and_served(tmp_path: Path) -> None:
    model = tiny_model(tmp_path, pooling="mean")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "assist.inference.export", str(model), str(tmp_path / "cache")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=200) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    folder = export_folder(tmp_path / "cache", weights_hash(model))
    assert is_exported(folder)
    assert folder.stat().st_mode & 0o755 == 0o755
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [folder.name]
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["min_cosine"] >= 0.9999

    served = open_test_encoder(str(model), tmp_path / "cache")
    direct = OnnxEncoder(folder, model_id="tiny", threads=1)
    np.testing.assert_allclose(served.encode(TEXTS), direct.encode(TEXTS), atol=1e-5)
    served.close()


@pytest.mark.real
def test_a_model_whose_graph_would_give_other_vectors_is_not_exported(tmp_path: Path) -> None:
    model = tiny_model(tmp_path, pooling="cls")
    with pytest.raises(ConfigurationError, match="differs from the torch model"):
        prepare_export(model, tmp_path / "cache")
    assert not is_exported(export_folder(tmp_path / "cache", weights_hash(model)))


@pytest.mark.real
def test_serving_never_loads_torch_once_the_export_is_cached() -> None:
    code = (
        "import sys; from assist.core.settings import Settings; from tests.inference.test_export import *\n"
        "encoder = open_test_encoder('default', Settings().cache_dir)\n"
        "assert encoder.encode(['hello']).shape == (1, 384); encoder.close()\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))"
    )
    open_test_encoder("default", Settings().cache_dir).close()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def open_test_encoder(model: str, cache_dir: Path) -> CachedEncoder:
    return open_encoder(
        backend="onnx",
        model=model,
        models_dir=models_dir(),
        cache_dir=cache_dir,
        threads=1,
        batch_tokens=1024,
        queue_size=64,
        vector_cache=100,
    )
