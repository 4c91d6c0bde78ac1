"""What functions remember of a text is gone after an erasure, also what objects keep."""

import gc
from pathlib import Path

import assist
from assist.core.text.remembered import forget_texts, on_forget, remembered

SEEN: list[str] = []


@remembered(maxsize=10)
def shout(text: str) -> str:
    """In capitals."""
    SEEN.append(text)
    return text.upper()


class Keeper:
    """Keeps texts."""

    def __init__(self) -> None:
        self.kept = ["hello"]
        on_forget(self.clear)

    def clear(self) -> None:
        """Forget."""
        self.kept.clear()


def test_a_text_is_read_once_until_all_are_forgotten() -> None:
    SEEN.clear()
    assert [shout("hi"), shout("hi")] == ["HI", "HI"]
    assert SEEN == ["hi"]
    forget_texts()
    assert shout("hi") == "HI"
    assert SEEN == ["hi", "hi"]


def test_objects_that_keep_texts_are_told_while_they_live() -> None:
    keeper = Keeper()
    forget_texts()
    assert keeper.kept == []
    del keeper
    gc.collect()
    forget_texts()


def test_only_what_holds_no_words_of_a_talk_uses_an_ordinary_memory() -> None:
    """Columns of a statement, SQL without its values, and phrases that a policy forbids."""
    package = Path(assist.__file__).parent
    users = {str(path.relative_to(package)) for path in package.rglob("*.py") if "lru_cache" in path.read_text("utf-8")}
    known = {"store/session_rows.py", "store/prepared.py", "copilot/replies/policy.py"}
    assert users == {"core/text/remembered.py", *known}
