"""The encoder of a rebuild: the same vectors from another process, and no process left behind."""

from pathlib import Path

import numpy as np
import pytest

from assist.core.errors import Unavailable
from assist.core.resources import models_dir
from assist.core.settings import Settings
from assist.inference.bulk import InlineBulkEncoder, ProcessBulkEncoder
from assist.inference.factory import prepare_export
from assist.inference.fakes import FakeEncoder
from assist.inference.onnx_encoder import OnnxEncoder
from assist.inference.registry import Registry

TEXTS = ["Where is my parcel?", "The kettle leaks at the lid. " * 20, "ok", "Ünïcode ☎"]


@pytest.mark.real
def test_another_process_gives_the_same_vectors() -> None:
    settings = Settings(_env_file=None)  # pyright: ignore[reportCallIssue]
    folder = prepare_export(Registry.load(models_dir()).entry("default").locate(), settings.cache_dir)
    inner = OnnxEncoder(folder, model_id="m", threads=1)
    with ProcessBulkEncoder(lambda: folder, model_id="m", threads=1, dims=inner.info.dims).open() as encode:
        assert np.allclose(encode(TEXTS), inner.encode(TEXTS), atol=1e-5)
        assert encode([]).shape == (0, inner.info.dims)


def test_a_process_that_cannot_start_is_an_error_its_caller_can_act_on(tmp_path: Path) -> None:
    bulk = ProcessBulkEncoder(lambda: tmp_path, model_id="m", threads=1, dims=8)
    with bulk.open() as encode, pytest.raises(Unavailable, match="start again"):
        encode(["text"])


def test_the_twin_without_a_process_is_the_encoder_itself() -> None:
    encoder = FakeEncoder()
    with InlineBulkEncoder(encoder).open() as encode:
        assert np.array_equal(encode(TEXTS), encoder.encode(TEXTS))
