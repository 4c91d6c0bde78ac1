"""Every encoder keeps the same promises: shapes, unit length, order, span vectors, odd texts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assist.core.encoding import SpannedText
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.core.settings import Settings
from assist.core.text.sentences import split_sentences
from assist.inference.batcher import BatchingEncoder
from assist.inference.factory import prepare_export
from assist.inference.fakes import FakeEncoder
from assist.inference.registry import Registry
from assist.inference.vector_cache import CachedEncoder
from tests.support.models import tiny_model

TEXTS = [
    "My order 502-2345678 has not arrived and nobody answers.",
    "hi",
    "ünïcödé 👍🏽 and 日本語 in one line",
    "Thank you. We will send a replacement within two days! Is that all right?",
]
ODD = ["", " ", "\n\t", "👍", "a\ud800b", "x" * 20_000, "word " * 4_000]


def make_onnx() -> Encoder:
    from assist.inference.onnx_encoder import OnnxEncoder

    folder = Registry.load(models_dir()).entry("default").locate()
    return OnnxEncoder(prepare_export(folder, Settings().cache_dir), model_id="onnx", threads=1)


def make_torch() -> Encoder:
    from assist.inference.torch_encoder import TorchEncoder

    return TorchEncoder(Registry.load(models_dir()).entry("default").locate(), model_id="torch", threads=1)


def make_served() -> CachedEncoder:
    batcher = BatchingEncoder(FakeEncoder(), batch_tokens=256, queue_size=64)
    return CachedEncoder(batcher, capacity=100)


MAKERS: dict[str, Callable[[], Encoder]] = {
    "fake": FakeEncoder,
    "served": make_served,
    "onnx": make_onnx,
    "torch": make_torch,
}
REAL = ("onnx", "torch")


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.real) if name in REAL else name for name in MAKERS],
)
def encoder(request: pytest.FixtureRequest) -> Iterator[Encoder]:
    made = MAKERS[request.param]()
    yield made
    if isinstance(made, CachedEncoder):
        made.close()


def spanned(text: str) -> SpannedText:
    return SpannedText(text, tuple(split_sentences(text)))


def test_vectors_are_float32_of_unit_length_one_per_text(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.info.dims)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.info.dims)
    assert encoder.encode_spans([]) == []


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    together = encoder.encode([*TEXTS, "a much longer text that pads the batch " * 10])
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(together[: len(TEXTS)], alone, atol=1e-4)
    np.testing.assert_allclose(encoder.encode(TEXTS[::-1])[::-1], alone, atol=1e-4)


def test_the_vector_of_a_message_equals_that_of_the_same_text_as_a_query(encoder: Encoder) -> None:
    whole = np.stack([found.text for found in encoder.encode_spans([spanned(text) for text in TEXTS])])
    np.testing.assert_allclose(whole, encoder.encode(TEXTS), atol=1e-4)


def test_each_sentence_has_a_vector_nearer_to_its_own_words_than_to_the_others(encoder: Encoder) -> None:
    item = spanned("My parcel is late. Please cancel the gym membership.")
    found = encoder.encode_spans([item])[0]
    assert found.spans.shape == (2, encoder.info.dims)
    np.testing.assert_allclose(np.linalg.norm(found.spans, axis=1), 1.0, atol=1e-4)
    own = encoder.encode([item.text[start:end] for start, end in item.spans])
    nearness = found.spans @ own.T
    assert nearness[0, 0] > nearness[0, 1]
    assert nearness[1, 1] > nearness[1, 0]


@pytest.mark.parametrize("text", ODD, ids=["empty", "blank", "newlines", "emoji", "surrogate", "no-spaces", "long"])
def test_odd_texts_are_encoded_like_any_other(encoder: Encoder, text: str) -> None:
    vector = encoder.encode([text])[0]
    found = encoder.encode_spans([SpannedText(text, ((0, len(text)),))])[0]
    for each in (vector, found.text, found.spans[0]):
        assert np.isfinite(each).all()
        assert float(np.linalg.norm(each)) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.real
@pytest.mark.parametrize("make", [make_onnx, make_torch], ids=["onnx", "torch"])
def test_the_last_sentence_of_a_long_message_is_read_too(make: Callable[[], Encoder]) -> None:
    encoder = make()
    last = "My invoice shows the wrong bank account."
    text = "The weather was nice when we walked along the river yesterday. " * 60 + last
    found = encoder.encode_spans([spanned(text)])[0]
    assert float(found.spans[-1] @ encoder.encode([last])[0]) > 0.6
    assert float(found.spans[0] @ encoder.encode([last])[0]) < 0.3


@pytest.mark.real
def test_the_graph_gives_the_vectors_of_sentence_transformers() -> None:
    texts = [*TEXTS, "a longer answer with several steps, one after the other. " * 40]
    cosine = np.sum(make_onnx().encode(texts) * make_torch().encode(texts), axis=1)
    assert float(cosine.min()) >= 0.9999


@pytest.mark.real
def test_both_real_encoders_agree_on_sentence_vectors_of_long_texts() -> None:
    item = spanned("We looked into the matter on Tuesday and found the cause. " * 50)
    onnx, torch = make_onnx().encode_spans([item])[0], make_torch().encode_spans([item])[0]
    assert float(np.sum(onnx.spans * torch.spans, axis=1).min()) >= 0.999


@pytest.mark.real
def test_traits_come_with_the_vectors_and_both_real_encoders_agree_on_them() -> None:
    items = [spanned(text) for text in TEXTS] + [spanned("We looked into it on Tuesday and found the cause. " * 50)]
    onnx, torch = make_onnx(), make_torch()
    assert onnx.info.traits == torch.info.traits > 0
    assert onnx.info.traits_revision == torch.info.traits_revision
    ours = np.stack([found.traits for found in onnx.encode_spans(items)])
    theirs = np.stack([found.traits for found in torch.encode_spans(items)])
    assert ours.shape == (len(items), onnx.info.traits)
    np.testing.assert_allclose(ours, theirs, atol=0.01)
    assert float(np.abs(ours).max()) <= 1.0


def test_an_encoder_without_tuned_layers_has_no_traits() -> None:
    found = FakeEncoder().encode_spans([spanned("Please cancel it.")])[0]
    assert found.traits.shape == (0,)
    assert FakeEncoder().info.traits == 0


@pytest.mark.real
def test_a_model_that_does_not_average_its_tokens_keeps_messages_and_queries_comparable(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path, pooling="cls")
    from assist.inference.torch_encoder import TorchEncoder

    encoder = TorchEncoder(folder, model_id="tiny")
    item = spanned("My parcel is late. Please cancel it.")
    found = encoder.encode_spans([item])[0]
    np.testing.assert_allclose(found.text, encoder.encode([item.text])[0], atol=1e-4)
    np.testing.assert_allclose(found.spans[1], encoder.encode(["Please cancel it."])[0], atol=1e-4)
    assert encoder.info.dims == 16
