"""Sessions for store tests, without HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from assist.core.conversation import Message
from assist.core.sessions import Session
from assist.store.case_drafts import CaseDraftStore
from assist.store.configurations import ConfigurationStore
from assist.store.content import now
from assist.store.database import Database
from assist.store.drafts import DraftStore
from assist.store.erasure import Eraser
from assist.store.feedback import FeedbackStore
from assist.store.live import LiveHub
from assist.store.messages import MessageStore
from assist.store.sessions import SessionStore
from assist.store.suggestions import SuggestionStore
from assist.store.unit import LiveStore


@dataclass
class Stores:
    """The live stores over one database."""

    live: LiveStore
    sessions: SessionStore
    messages: MessageStore
    drafts: DraftStore
    case_drafts: CaseDraftStore
    suggestions: SuggestionStore
    feedback: FeedbackStore
    configurations: ConfigurationStore
    eraser: Eraser

    def start(self, key: str = "s1", **changes: Any) -> Session:
        """A stored session."""
        return self.sessions.create(new_session(key, **changes))[0]

    def say(self, session_id: str, *texts: str, role: str = "customer", ids: tuple[str, ...] = ()) -> int:
        """Append messages; the revision."""
        named = [*ids, *[None] * (len(texts) - len(ids))]
        items = [message(text, role=role, id=name) for text, name in zip(texts, named, strict=True)]
        return self.messages.append(session_id, items)[0].revision


def open_stores(database: Database) -> Stores:
    """Stores over a database."""
    live = LiveStore(database, LiveHub())
    return Stores(
        live=live,
        sessions=SessionStore(live),
        messages=MessageStore(live),
        drafts=DraftStore(live),
        case_drafts=CaseDraftStore(live),
        suggestions=SuggestionStore(live),
        feedback=FeedbackStore(live),
        configurations=ConfigurationStore(live),
        eraser=Eraser(live),
    )


@pytest.fixture
def stores(database: Database) -> Iterator[Stores]:
    """Stores over an empty database of each kind."""
    opened = open_stores(database)
    yield opened
    opened.live.close()


def new_session(key: str = "s1", **changes: Any) -> Session:
    """A session that is not stored yet."""
    moment = now()
    values = {"agent_id": "ana", "channel": "chat", "created_at": moment, "updated_at": moment}
    return Session.model_validate({"id": key, **values, **changes})


def message(text: str, *, role: str = "customer", id: str | None = None) -> Message:
    """A message."""
    return Message.model_validate({"id": id, "role": role, "text": text})
