"""Functions of a text that remember their results, and how all of them are made to forget."""

import weakref
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_forget: list[Callable[[], object]] = []
_forget_methods: "list[weakref.WeakMethod[Callable[[], Any]]]" = []


def remembered(*, maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`functools.lru_cache` for what people said: an erasure empties it (see `forget_texts`)."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept = lru_cache(maxsize=maxsize)(function)
        _forget.append(kept.cache_clear)
        return cast("Callable[P, R]", kept)

    return decorate


def on_forget(clear: Callable[[], Any]) -> None:
    """Call a method at every `forget_texts`, as long as its object lives."""
    _forget_methods.append(weakref.WeakMethod(clear))


def forget_texts() -> None:
    """Drop every text, and what was made of one, that functions of this process remember."""
    for clear in _forget:
        clear()
    for method in list(_forget_methods):
        clear = method()
        if clear is None:
            _forget_methods.remove(method)
        else:
            clear()
