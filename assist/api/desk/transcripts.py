"""Sessions' messages in memory, so that a new message reads only what changed."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assist.core.conversation import MAX_MESSAGES, ContextEntry, Message, Transcript
from assist.core.sessions import Session
from assist.store.messages import MessageStore


@dataclass(slots=True)
class Talk:
    """What is known of one session. `kept`: message ids whose vectors the store has."""

    revision: int = 0
    messages: dict[int, Message] = field(default_factory=dict[int, Message])
    kept: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """A transcript with messages that are being stored, read at revision `before`."""

    talk: Talk
    before: int
    fresh: tuple[Message, ...]
    transcript: Transcript

    def keep(self) -> None:
        """The messages are stored: they need not be read again. Nothing happens where they, or others, were."""
        with self.talk.lock:
            if self.talk.revision == self.before:
                # A new message's position is its revision.
                self.talk.messages.update(enumerate(self.fresh, self.before + 1))
                self.talk.revision += len(self.fresh)


class Transcripts:
    """The sessions used last; at most `capacity` of them."""

    def __init__(self, messages: MessageStore, *, capacity: int) -> None:
        self._messages = messages
        self._capacity = capacity
        self._talks: OrderedDict[str, Talk] = OrderedDict()
        self._lock = threading.Lock()

    def talk(self, session_id: str) -> Talk:
        """The session's entry, empty when it is new here."""
        with self._lock:
            talk = self._talks.setdefault(session_id, Talk())
            self._talks.move_to_end(session_id)
            while len(self._talks) > self._capacity:
                self._talks.popitem(last=False)
            return talk

    def read(self, session: Session) -> tuple[int, Transcript | None]:
        """The session's revision as found now, and its transcript; None without any text."""
        talk = self.talk(session.id)
        with talk.lock:
            self._catch_up(session, talk)
            revision, messages = talk.revision, tuple(talk.messages.values())
        return revision, transcript_of(session, messages) if messages else None

    def foresee(self, before: Session, after: Session, fresh: Sequence[Message]) -> "Foreseen | None":
        """The transcript as it will be once `fresh` is stored behind it; None where not all of `before` is known."""
        talk = self.talk(before.id)
        with talk.lock:
            known = tuple(talk.messages.values()) if talk.revision == before.revision else None
        if known is None:
            return None
        return Foreseen(talk, before.revision, tuple(fresh), transcript_of(after, (*known, *fresh)))

    def clear(self) -> None:
        """Drop every session's texts (erasure)."""
        with self._lock:
            self._talks.clear()

    def _catch_up(self, session: Session, talk: Talk) -> None:
        if talk.revision >= session.revision:
            return
        for position, revision, stored in self._messages.changed_since(session.id, talk.revision):
            talk.revision = max(talk.revision, revision)
            message = stored.as_message()
            if message is None:
                talk.messages.pop(position, None)
            else:
                talk.messages[position] = message


def transcript_of(session: Session, messages: Sequence[Message]) -> Transcript:
    """What features read of a session: the last 1,000 messages, and what the desktop knows."""
    return Transcript.model_construct(
        channel=session.channel,
        language=session.language,
        messages=tuple(messages[-MAX_MESSAGES:]),
        context=_context(session),
    )


def _context(session: Session) -> tuple[ContextEntry, ...]:
    """What the desktop knows, the name of the session's customer too."""
    name = session.customer.name if session.customer else None
    if not name or any(entry.name == "customer_name" for entry in session.context):
        return session.context
    return (*session.context, ContextEntry(name="customer_name", value=name))
