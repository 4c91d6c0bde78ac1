"""Everything the stateful routes work with, built once per process."""

from dataclasses import dataclass
from typing import Protocol

from assist.api.desk.at_rest import OFF, AtRest
from assist.api.desk.configurations import Configurations
from assist.api.desk.events import EventReader
from assist.api.desk.follower import Follower
from assist.api.desk.pane import Pane
from assist.api.desk.replay import Replayer
from assist.api.desk.reply_memory import NO_MEMORY, DeskMemory
from assist.api.desk.reply_state import ReplyStates
from assist.api.desk.transcripts import Transcripts
from assist.copilot.pipeline import Copilot
from assist.core.configuration import AgentConfiguration
from assist.core.encoding import SpanVectors
from assist.core.errors import NotFound
from assist.core.ports import Encoder
from assist.core.redact import KeyedPseudonyms
from assist.core.sessions import Feedback, Session, SuggestionRecord
from assist.core.text.remembered import forget_texts
from assist.core.vocabulary import Redaction
from assist.store.case_drafts import CaseDraftStore
from assist.store.configurations import ConfigurationStore
from assist.store.database import Database
from assist.store.deployment_key import redaction_key
from assist.store.drafts import DraftStore
from assist.store.erasure import Eraser, ErasureReport
from assist.store.feedback import FeedbackStore
from assist.store.live import ERASED_TOPIC, LiveHub
from assist.store.messages import MessageStore
from assist.store.retention import Retention
from assist.store.sessions import SessionStore
from assist.store.suggestions import SuggestionStore
from assist.store.unit import LiveStore
from assist.store.vectors import VectorStore

_TRANSCRIPTS_KEPT = 2_000


class RememberingEncoder(Encoder, Protocol):
    """An encoder that can be handed vectors it would otherwise compute."""

    def remember(self, vectors: dict[bytes, SpanVectors]) -> None: ...

    def forget(self) -> None: ...


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
    layers: ConfigurationStore
    configurations: Configurations
    encoder: RememberingEncoder
    memory: DeskMemory
    at_rest: AtRest
    redaction: Redaction
    retention: Retention
    team_history: bool = False

    def configuration_in(self, session_id: str) -> AgentConfiguration:
        """What the agent of a session follows. Raises NotFound."""
        session = self.sessions.get(session_id)
        if session is None:
            raise NotFound(f"there is no session '{session_id}'")
        return self.configurations.of(session.agent_id)

    def erase_customer(self, customer_id: str) -> ErasureReport:
        """Erase in the database, in the reply memory and in what this process holds in memory."""
        report = self.eraser.erase_customer(customer_id)
        remembered = self.memory.erase(report.sessions, customer_id, None)
        return report.model_copy(update={"erased": {**report.erased, "reply_memory": remembered}})

    def erase_agent(self, agent_id: str) -> ErasureReport:
        """Erase an agent's traces in the database, and its turns in the reply memory."""
        report = self.eraser.erase_agent(agent_id)
        remembered = self.memory.erase((), None, agent_id)
        return report.model_copy(update={"erased": {**report.erased, "reply_memory": remembered}})

    def remember(self, session: Session) -> None:
        """Let a closed session feed the reply memory, in the background."""
        self.follower.later(session.id, self._remember)

    def _remember(self, session_id: str) -> None:
        while (session := self.sessions.get(session_id)) is not None:
            _, transcript = self.transcripts.read(session)
            if transcript is not None:
                self.memory.remember(session, transcript)
            after = self.sessions.get(session_id)
            if after is not None and (after.revision, after.agent_id) == (session.revision, session.agent_id):
                return
            # Somebody was erased, or a message redacted, while it was being remembered.
            self.memory.erase((session_id,), None, None)

    def judge(self, record: SuggestionRecord, session: Session | None, given: Feedback) -> None:
        """Let feedback on a suggested reply change ranking at once; a "No" brings the next reply or article."""
        self.memory.judge(record, session, given)
        if session is None:
            return
        if self.sessions.get(session.id) is None:
            self.memory.erase((session.id,), None, None)  # erased while it was being counted
        elif record.feature in ("replies", "articles") and given.event == "rejected":
            self.follower.request_again(session.id, record.feature)

    def forget(self) -> None:
        """Drop every text and vector that this process holds in memory; what is still stored is read again."""
        self.live.forget()
        self.configurations.forget()
        self.follower.forget()
        self.transcripts.clear()
        self.pane.forget()
        self.encoder.forget()
        forget_texts()

    def close(self) -> None:
        """Finish running work and stop listening. The database is closed by who opened it."""
        self.retention.close()
        self.follower.close()
        self.live.close()


def open_desk(
    *,
    database: Database,
    copilot: Copilot,
    encoder: RememberingEncoder,
    threads: int = 4,
    built_in: AgentConfiguration,
    memory: DeskMemory = NO_MEMORY,
    redaction: Redaction = "outbound",
    retention_days: float | None = None,
    team_history: bool = False,
) -> Desk:
    """The desk over an open database. `threads` compute parts of sessions.

    built_in: what agents' desks follow where nobody says otherwise; memory: what the reply memory learns from closed
    sessions and feedback, and what is erased from it; redaction: where pseudonyms stand in for personal data;
    retention_days: how long closed sessions are kept (None: for good); team_history: whether panes tell agents of
    their colleagues' sessions.
    """
    live = LiveStore(database, LiveHub())
    sessions, messages, suggestions = SessionStore(live), MessageStore(live), SuggestionStore(live)
    drafts, case_drafts, eraser = DraftStore(live), CaseDraftStore(live), Eraser(live)
    transcripts = Transcripts(messages, capacity=_TRANSCRIPTS_KEPT)
    feedback, layers = FeedbackStore(live), ConfigurationStore(live)
    configurations = Configurations(layers, built_in=built_in, hub=live.hub)
    reply_states = ReplyStates(suggestions, feedback)
    follower = Follower(
        sessions=sessions,
        transcripts=transcripts,
        suggestions=suggestions,
        vectors=VectorStore(live, encoder=encoder.info),
        copilot=copilot,
        remember=encoder.remember,
        configurations=configurations,
        reply_states=reply_states,
        threads=threads,
    )
    desk = Desk(
        live=live,
        sessions=sessions,
        messages=messages,
        suggestions=suggestions,
        feedback=feedback,
        drafts=drafts,
        case_drafts=case_drafts,
        eraser=eraser,
        events=EventReader(live),
        follower=follower,
        pane=Pane(sessions=sessions, suggestions=suggestions, drafts=drafts, case_drafts=case_drafts),
        replayer=Replayer(copilot=copilot, messages=messages, reply_states=reply_states),
        copilot=copilot,
        transcripts=transcripts,
        layers=layers,
        configurations=configurations,
        encoder=encoder,
        memory=memory,
        at_rest=AtRest(KeyedPseudonyms(redaction_key(database))) if redaction == "at_rest" else OFF,
        redaction=redaction,
        retention=Retention(live, eraser, days=retention_days, forget=lambda ids: memory.erase(ids, None, None)),
        team_history=team_history,
    )
    # Also when another process erased.
    live.hub.subscribe((ERASED_TOPIC,), desk.forget)
    desk.retention.start()
    return desk
