"""The network that reads a whole talk: the same figures in numpy as in training, and when it has nothing to say."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from assist.copilot.case_draft.gist import GIST_NAMES, GistReader, load_gist, packaged_gist, places
from assist.copilot.case_draft.roles import GIST, PLAIN_FEATURES, packaged_roles
from assist.core.encoding import FloatArray
from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir
from evaluation.train._gist_network import Example, Network, fit_gist

DIMS, SIGNS = 16, 7


def _random(*shape: int, seed: int = 0) -> FloatArray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@pytest.mark.parametrize("count", [1, 2, 40])
def test_numpy_reads_what_was_fitted(count: int) -> None:
    torch.manual_seed(1)
    network = Network(DIMS, SIGNS).eval()
    mean, scale = _random(SIGNS, seed=1), np.abs(_random(SIGNS, seed=2)) + 0.5
    vectors, signs, by_agent = _random(count, DIMS), _random(count, SIGNS, seed=3), np.arange(count) % 2
    scaled = np.clip((signs - mean) / scale, -4, 4)
    inputs = [torch.from_numpy(np.asarray(a))[None] for a in (vectors, scaled, by_agent, places(count))]
    with torch.no_grad():
        wanted = network(*inputs, torch.zeros(1, count, dtype=torch.bool))[0].numpy()
    found = network.reader(mean, scale).read(vectors, signs, by_agent)
    np.testing.assert_allclose(found, wanted, atol=1e-4)


def test_it_learns_what_only_the_rest_of_the_talk_tells() -> None:
    """The sentence that another one repeats is the issue: no sentence shows that by itself."""
    random = np.random.default_rng(5)
    talks = [_talk(random) for _ in range(220)]
    reader = fit_gist(talks[:180], seed=0)
    right = [
        reader.read(one.vectors, one.signs, one.by_agent)[:6, 4].argmax() == one.targets[:6, 4].argmax()
        for one in talks[180:]
    ]
    assert np.mean(right) > 0.5  # by chance one of six


def _talk(random: np.random.Generator) -> Example:
    vectors = np.zeros((7, DIMS), dtype=np.float32)
    kinds = random.permutation(6)
    vectors[np.arange(6), kinds] = 1.0
    told = int(random.integers(6))
    vectors[6] = vectors[told]
    targets = np.zeros((7, len(GIST_NAMES)), dtype=np.float32)
    targets[told, 4] = 1.0
    signs = np.zeros((7, SIGNS), dtype=np.float32)
    signs[6, 0] = 1.0
    return Example(vectors, signs, np.array([0] * 6 + [1]), targets)


def test_vectors_of_another_encoder_tell_it_nothing() -> None:
    reader = packaged_gist()
    found = reader.read(_random(3, 12), _random(3, len(reader.mean)), np.array([0, 1, 0]))
    assert found.shape == (3, len(GIST_NAMES))
    assert not found.any()


def test_a_gist_that_was_not_read_moves_no_chance() -> None:
    roles = packaged_roles()
    rows = np.zeros((2, len(PLAIN_FEATURES) + 1 + 12), dtype=np.float32)
    rows[1, GIST] = 9.0
    alike = roles.chances(rows)
    assert alike[0].tolist() == alike[1].tolist()
    assert float(alike.max()) < 0.5


def test_a_talk_without_sentences_has_none() -> None:
    reader = packaged_gist()
    empty = np.zeros((0, len(reader.vectors)), dtype=np.float32)
    assert reader.read(empty, np.zeros((0, len(reader.mean)), dtype=np.float32), np.zeros(0, dtype=np.intp)).shape == (
        0,
        len(GIST_NAMES),
    )


@pytest.mark.parametrize("lack", ["features", "outputs", "weights"])
def test_a_network_of_another_code_is_refused(tmp_path: Path, lack: str) -> None:
    packaged = models_dir() / "artifacts" / "gist"
    manifest = json.loads((packaged / "manifest.json").read_text(encoding="utf-8"))
    if lack != "weights":
        manifest[lack] = manifest[lack][1:]
        (tmp_path / "weights.npz").write_bytes((packaged / "weights.npz").read_bytes())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="gist"):
        load_gist(tmp_path)


def test_the_packaged_network_is_whole() -> None:
    assert all(np.isfinite(getattr(packaged_gist(), name)).all() for name in GistReader.__slots__)
