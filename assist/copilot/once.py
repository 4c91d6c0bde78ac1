"""What several features read of one conversation is worked out once, and kept only as long as the conversation."""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from assist.core.encoding import Conversation

R = TypeVar("R")


def once_each(work: Callable[[Conversation], R]) -> Callable[[Conversation], R]:
    """The same function; every call for one `Conversation` object gets the same result, which nobody may change."""
    kept: WeakKeyDictionary[Conversation, R] = WeakKeyDictionary()

    def of(conversation: Conversation) -> R:
        found = kept.get(conversation)
        if found is None:
            found = kept[conversation] = work(conversation)
        return found

    of.__doc__, of.__name__ = work.__doc__, work.__name__
    return of
