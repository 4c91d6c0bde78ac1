"""What was suggested before is told the same from memory as from the database, also after a redaction."""

from assist.core.results import Replies, ReplySource, Suggestion
from assist.store.suggestions import ShownReplies, SuggestionStore
from tests.support.sessions import Stores


def _suggested(*texts: str) -> Replies:
    source = ReplySource(kind="approved", id="a1")
    return Replies(suggestions=tuple(Suggestion(id="?", text=t, confidence=0.5, source=source) for t in texts))


def _told(stores: Stores, suggestions: SuggestionStore) -> tuple[ShownReplies, ...]:
    session = stores.sessions.get("s1")
    assert session is not None
    return suggestions.replies_of(session)


def test_replies_of_a_session_are_told_from_memory_as_they_are_stored(stores: Stores) -> None:
    stores.start("s1")
    kept = stores.suggestions
    assert _told(stores, kept) == ()
    for number, text in enumerate(("Let me check.", "It comes on Monday.", "Anything else?"), 1):
        revision = stores.say("s1", f"question {number}", ids=(f"m{number}",))
        assert kept.publish("s1", revision, {"replies": _suggested(text, f"{text} Thank you.")}) is not None
        told = _told(stores, kept)
        assert [shown.replies[0].text for shown in told][-1] == text
        assert told == _told(stores, SuggestionStore(stores.live))
    stores.messages.redact("s1", "m2", actor=None)
    told = _told(stores, kept)
    assert [shown.replies[0].text for shown in told] == ["Let me check."]
    assert told == _told(stores, SuggestionStore(stores.live))


def test_replies_that_are_kept_are_not_read_again(stores: Stores) -> None:
    stores.start("s1")
    kept = stores.suggestions
    _told(stores, kept)
    revision = stores.say("s1", "question", ids=("m1",))
    kept.publish("s1", revision, {"replies": _suggested("Let me check.")})
    session = stores.sessions.get("s1")
    assert session is not None
    stores.live.read = lambda work: 1 // 0  # pyright: ignore[reportAttributeAccessIssue]
    assert [shown.replies[0].text for shown in kept.replies_of(session)] == ["Let me check."]
