"""Vectors of standing texts survive a start; only what changed is encoded."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assist.core.encoding import FloatArray, SpannedText
from assist.inference.fakes import FakeEncoder
from assist.inference.standing import StandingTexts


class Counting(FakeEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.asked += texts
        return super().encode(texts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vectors" / "replies.npz"


def test_a_second_start_encodes_nothing_and_gives_the_same_vectors(path: Path):
    first = StandingTexts(Counting(), path).encode(["one", "two", "one"])
    again = Counting()
    assert np.array_equal(StandingTexts(again, path).encode(["one", "two", "one"]), first)
    assert again.asked == []


def test_only_a_changed_text_is_encoded_and_a_removed_one_is_forgotten(path: Path):
    inner = Counting()
    texts = StandingTexts(inner, path)
    texts.encode(["one", "two"])
    texts.encode(["one", "three"])
    assert inner.asked == ["one", "two", "three"]
    texts.encode(["two"])
    assert inner.asked == ["one", "two", "three", "two"]


def test_no_texts_leave_no_vectors(path: Path):
    texts = StandingTexts(Counting(), path)
    texts.encode(["one"])
    assert texts.encode([]).shape == (0, texts.info.dims)
    again = Counting()
    StandingTexts(again, path).encode(["one"])
    assert again.asked == ["one"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 torn"])
def test_a_broken_file_costs_an_encoding_and_nothing_else(path: Path, content: bytes):
    path.parent.mkdir()
    path.write_bytes(content)
    inner = Counting()
    assert StandingTexts(inner, path).encode(["one"]).shape == (1, inner.info.dims)
    assert inner.asked == ["one"]


def test_a_file_of_another_size_of_vectors_is_not_used(path: Path):
    path.parent.mkdir()
    np.savez(path, keys=np.zeros((1, 16), np.uint8), vectors=np.zeros((1, 3), np.float32))
    assert StandingTexts(Counting(), path).encode(["one"]).shape[1] != 3


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    texts = StandingTexts(Counting(), tmp_path / "file" / "replies.npz")
    assert len(texts.encode(["one"])) == 1


def test_spans_pass_through(path: Path):
    found = StandingTexts(Counting(), path).encode_spans([SpannedText("one two", ((0, 3),))])
    assert found[0].spans.shape[0] == 1
    assert not path.exists()
