"""Texts as a tokenizer can take them."""

from collections.abc import Sequence


def encodable(texts: Sequence[str]) -> list[str]:
    """The texts with each lone surrogate replaced by `?`, so that offsets stay what they were."""
    return [text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8") for text in texts]
