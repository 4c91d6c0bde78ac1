"""Everything the stateful routes work with, built once per process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assist.api.desk.events import EventReader
from assist.api.desk.follower import Follower
from assist.api.desk.pane import Pane
from assist.api.desk.replay import Replayer
from assist.api.desk.transcripts import Transcripts
from assist.copilot.pipeline import Copilot
from assist.core.encoding import SpanVectors
from assist.core.ports import Encoder
from assist.store.case_drafts import CaseDraftStore
from assist.store.database import Database
from assist.store.drafts import DraftStore
from assist.store.erasure import Eraser, ErasureReport
from assist.store.feedback import FeedbackStore
from assist.store.live import ERASED_TOPIC, LiveHub
from assist.store.messages import MessageStore
from assist.store.sessions import SessionStore
from assist.store.suggestions import SuggestionStore
from assist.store.unit import LiveStore
from assist.store.vectors import VectorStore
from assist.workspace.prefetch import PaneConfiguration

_TRANSCRIPTS_KEPT = 2_000


class RememberingEncoder(Encoder, Protocol):
    """An encoder that can be handed vectors it would otherwise compute."""

    def remember(self, vectors: dict[bytes, SpanVectors]) -> None: ...

    def forget(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """Limits of one agent's workspace."""

    sessions: int = 9
    tabs: int = 10


@dataclass(frozen=True, slots=True)
class Desk:
    """Stores, follower, pane and replay of the agents' sessions."""

    live: LiveStore
    sessions: SessionStore
    messages: MessageStore
    suggestions: SuggestionStore
    feedback: FeedbackStore
    drafts: DraftStore
    case_drafts: CaseDraftStore
    eraser: Eraser
    events: EventReader
    follower: Follower
    pane: Pane
    replayer: Replayer
    copilot: Copilot
    transcripts: Transcripts
    limits: DeskLimits
    configuration_of: Callable[[str], PaneConfiguration]
    encoder: RememberingEncoder
    erase_memory: Callable[[Sequence[str]], int]

    def erase_customer(self, customer_id: str) -> ErasureReport:
        """Erase in the database, in the reply memory and in what this process holds in memory."""
        report = self.eraser.erase_customer(customer_id)
        remembered = self.erase_memory(report.sessions)
        return report.model_copy(update={"erased": {**report.erased, "reply_memory": remembered}})

    def forget(self) -> None:
        """Drop every text and vector that this process holds in memory; what is still stored is read again."""
        self.transcripts.clear()
        self.pane.forget()
        self.encoder.forget()

    def close(self) -> None:
        """Finish running work and stop listening. The database is closed by who opened it."""
        self.follower.close()
        self.live.close()


def default_configuration(_agent_id: str) -> PaneConfiguration:
    """Everything on, computed at every message."""
    return PaneConfiguration()


def open_desk(
    *,
    database: Database,
    copilot: Copilot,
    encoder: RememberingEncoder,
    threads: int = 4,
    limits: DeskLimits | None = None,
    configuration_of: Callable[[str], PaneConfiguration] = default_configuration,
    erase_memory: Callable[[Sequence[str]], int] = lambda ids: 0,
) -> Desk:
    """The desk over an open database. `threads` compute parts of sessions.

    erase_memory: takes what came from these sessions out of the reply memory; the number of replies that went.
    """
    live = LiveStore(database, LiveHub())
    sessions, messages, suggestions = SessionStore(live), MessageStore(live), SuggestionStore(live)
    drafts, case_drafts = DraftStore(live), CaseDraftStore(live)
    transcripts = Transcripts(messages, capacity=_TRANSCRIPTS_KEPT)
    follower = Follower(
        sessions=sessions,
        transcripts=transcripts,
        suggestions=suggestions,
        vectors=VectorStore(live, encoder=encoder.info.version),
        copilot=copilot,
        remember=encoder.remember,
        configuration_of=configuration_of,
        threads=threads,
    )
    desk = Desk(
        live=live,
        sessions=sessions,
        messages=messages,
        suggestions=suggestions,
        feedback=FeedbackStore(live),
        drafts=drafts,
        case_drafts=case_drafts,
        eraser=Eraser(live),
        events=EventReader(live),
        follower=follower,
        pane=Pane(sessions=sessions, suggestions=suggestions, drafts=drafts, case_drafts=case_drafts),
        replayer=Replayer(copilot=copilot, messages=messages),
        copilot=copilot,
        transcripts=transcripts,
        limits=limits or DeskLimits(),
        configuration_of=configuration_of,
        encoder=encoder,
        erase_memory=erase_memory,
    )
    # Also when another process erased.
    live.hub.subscribe((ERASED_TOPIC,), desk.forget)
    return desk
