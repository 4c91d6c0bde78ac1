"""Works on new messages: encode the new one, compute the parts, store them, wake who waits. Stale work is dropped."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import structlog

from assist.api.desk.asking import kept_with, options_of
from assist.api.desk.configurations import Configurations
from assist.api.desk.foresight import Foresight
from assist.api.desk.reply_state import ReplyStates
from assist.api.desk.transcripts import Foreseen, Talk, Transcripts
from assist.copilot.options import FeatureOptions
from assist.copilot.pipeline import Copilot
from assist.core.conversation import Message
from assist.core.encoding import Conversation, SpannedText, SpanVectors
from assist.core.replies import ReplySession
from assist.core.results import Articles, CaseDraft, Outcome, Replies, Summary
from assist.core.sessions import Session
from assist.core.vocabulary import FEATURES, SENTIMENTS, Feature, Moment
from assist.inference.vector_cache import content_key
from assist.store.sessions import SessionStore
from assist.store.suggestions import Attention, SuggestionStore
from assist.store.vectors import KeptVectors, VectorStore
from assist.workspace.attention import escalation_of, pending_actions_of
from assist.workspace.prefetch import wants_preload

log = structlog.get_logger(__name__)

# Replies come last: they need what the search of the articles finds meanwhile.
_IN_TURN: tuple[Feature, ...] = ("summary", "case_draft", "replies")
# Messages that came at once and are encoded before they are stored; an import of a long talk can wait.
_AHEAD = 8
_EMPTY: dict[Feature, type[Outcome]] = {
    "summary": Summary,
    "replies": Replies,
    "case_draft": CaseDraft,
    "articles": Articles,
}
T = TypeVar("T")
Remember = Callable[[dict[bytes, SpanVectors]], None]


class Follower:
    """At most one computation per session at a time; a revision that came meanwhile is worked on next."""

    def __init__(
        self,
        *,
        sessions: SessionStore,
        transcripts: Transcripts,
        suggestions: SuggestionStore,
        vectors: VectorStore,
        copilot: Copilot,
        remember: Remember,
        configurations: Configurations,
        reply_states: ReplyStates,
        threads: int,
    ) -> None:
        self._sessions = sessions
        self._transcripts = transcripts
        self._suggestions = suggestions
        self._vectors = vectors
        self._copilot = copilot
        self._remember = remember
        self._configurations = configurations
        self._reply_states = reply_states
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="follow")
        self._aside = ThreadPoolExecutor(threads, thread_name_prefix="aside")
        self._lock = threading.Lock()
        self._foresight = Foresight()
        # Sessions being worked on; True when something came meanwhile.
        self._working: dict[str, bool] = {}

    def ahead(self, session: Session, texts: Sequence[str]) -> None:
        """Encode new messages while they are being stored, where they will be worked on at once anyway."""
        if self._at_once(session, len(texts)):
            self._aside.submit(_quietly, self._encode_ahead, (session.id, texts))

    def foresee(self, before: Session, after: Session, fresh: Sequence[Message]) -> Foreseen | None:
        """What the session's transcript will be once `fresh` is stored; it is read and analysed meanwhile."""
        foreseen = self._transcripts.foresee(before, after, fresh)
        if foreseen is not None and self._at_once(before, len(fresh)):
            self._foresight.expect(before.id, foreseen.transcript)
            self._aside.submit(_quietly, self._copilot.read_ahead, foreseen.transcript)
        return foreseen

    def forget(self) -> None:
        """Drop what is being worked out ahead (erasure)."""
        self._foresight.forget()

    def on_message(self, session: Session) -> None:
        """A session moved: work on it now if the agent's configuration says so."""
        configuration = self._configurations.of(session.agent_id)
        if wants_preload(configuration, session, newer_sessions=lambda: self._sessions.count_newer(session)):
            self.request(session.id)

    def request(self, session_id: str) -> None:
        """Compute the parts of a session's newest revision soon."""
        with self._lock:
            if session_id in self._working:
                self._working[session_id] = True
                return
            self._working[session_id] = False
        self._pool.submit(self._work, session_id)

    def is_working_on(self, session_id: str) -> bool:
        """Whether parts of the session are being computed, or wait for it. Whoever waits is woken by them."""
        with self._lock:
            return session_id in self._working

    def request_summary(self, session_id: str, moment: Moment) -> None:
        """Write the summary of a moment: for somebody who takes the session over, or once the customer has gone."""
        self._pool.submit(self._guarded, session_id, lambda _: self._summarize_at(session_id, moment))

    def request_again(self, session_id: str, feature: Feature) -> None:
        """Suggest replies or articles again at the same revision, because the agent rejected what was there."""
        self._pool.submit(self._guarded, session_id, lambda _: self._suggest_again(session_id, feature))

    def later(self, session_id: str, work: Callable[[str], None]) -> None:
        """Run work on a session in the background."""
        self._pool.submit(self._guarded, session_id, work)

    def close(self) -> None:
        """Finish what runs; what waits is computed when a pane asks after the next start."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._aside.shutdown(wait=True)

    def _at_once(self, session: Session, messages: int) -> bool:
        # Asked in the middle of a transaction, which must not wait for another connection.
        configuration = self._configurations.known(session.agent_id)
        return messages <= _AHEAD and configuration is not None and configuration.preload == "all"

    def _encode_ahead(self, new: tuple[str, Sequence[str]]) -> None:
        session_id, texts = new
        self._copilot.encode_ahead(texts)
        expected = self._foresight.claim(session_id)
        if expected is None:
            return
        transcript, found = expected
        try:
            found.set_result(self._copilot.analyze(transcript))
        except Exception as error:
            found.set_exception(error)

    def _work(self, session_id: str) -> None:
        again = True
        while again:
            self._guarded(session_id, self._compute)
            with self._lock:
                again = self._working[session_id]
                if again:
                    self._working[session_id] = False
                else:
                    del self._working[session_id]

    def _guarded(self, session_id: str, work: Callable[[str], None]) -> None:
        # The batch edge: one session's failure must not stop the others.
        try:
            work(session_id)
        except Exception:
            log.exception("session_not_assisted", session_id=session_id)

    def _compute(self, session_id: str) -> None:
        session = self._sessions.get(session_id)
        if session is None or session.parts_revision >= session.revision:
            return
        talk = self._transcripts.talk(session_id)
        first = talk.revision == 0
        revision, transcript = self._transcripts.read(session)
        if transcript is None:
            self._suggestions.publish(session_id, revision, {}, attention=Attention(None, None, 0))
            return
        if first and len(transcript.messages) > 1:
            self._recall(session_id, talk)
        expected, ahead = self._foresight.take(session_id, transcript)
        # The encoder leaves the interpreter to others: the words, and what was said before, are read meanwhile.
        if not expected:
            self._aside.submit(_quietly, self._copilot.read_ahead, transcript)
        state = self._aside.submit(self._reply_states.of, session, revision=revision)
        conversation = self._copilot.analyze(transcript) if ahead is None else ahead.result()
        configuration = self._configurations.of(session.agent_id)
        options = options_of(configuration)
        results = self._results(conversation, configuration.features, options, state.result())
        fresh = _fresh(conversation, talk)
        published = self._suggestions.publish(
            session_id,
            revision,
            results,
            options=kept_with(options),
            attention=_attention(conversation, results),
            also=lambda unit: self._vectors.keep(unit, list(fresh.values())),
        )
        if published is not None:
            talk.kept.update(fresh)

    def _results(
        self, conversation: Conversation, enabled: Sequence[Feature], options: FeatureOptions, state: ReplySession
    ) -> dict[Feature, Outcome]:
        """Every enabled feature's result. The search of the articles runs beside what is plain Python."""
        compute: Mapping[Feature, Callable[[], Outcome]] = {
            "articles": lambda: self._copilot.suggest_articles(
                conversation, options.articles, refused=state.refused_cards
            ),
            "summary": lambda: self._copilot.summarize(conversation, options.summary),
            "case_draft": lambda: self._copilot.draft_case(conversation),
            "replies": lambda: self._copilot.suggest_replies(conversation, options.replies, session=state),
        }
        aside = self._aside.submit(_safely, "articles", compute["articles"]) if "articles" in enabled else None
        found: dict[Feature, Outcome] = {}
        for feature in _IN_TURN:
            if feature in enabled:
                found[feature] = _safely(feature, compute[feature])
        if aside is not None:
            found["articles"] = aside.result()
        return {feature: found[feature] for feature in FEATURES if feature in found}

    def _suggest_again(self, session_id: str, feature: Feature) -> None:
        session = self._sessions.get(session_id)
        if session is None:
            return
        configuration = self._configurations.of(session.agent_id)
        if feature not in configuration.features:
            return
        revision, transcript = self._transcripts.read(session)
        if transcript is None:
            return
        state = self._reply_states.of(session, revision=revision)
        options = options_of(configuration)
        if feature == "articles":
            again = self._copilot.suggest_articles(transcript, options.articles, refused=state.refused_cards)
        else:
            again = self._copilot.suggest_replies(transcript, options.replies, session=state)
        self._suggestions.publish(session_id, revision, {feature: again}, options=kept_with(options))

    def _summarize_at(self, session_id: str, moment: Moment) -> None:
        self._compute(session_id)  # parts of this revision that came later would take its place
        session = self._sessions.get(session_id)
        if session is None:
            return
        configuration = self._configurations.of(session.agent_id)
        revision, transcript = self._transcripts.read(session)
        ended = moment == "end" and self._is_ended(session)
        if transcript is None or "summary" not in configuration.features or ended:
            return
        options = options_of(configuration, moment=moment)
        summary = self._copilot.summarize(transcript, options.summary)
        if moment == "end" and summary.status == "abstained":
            return  # a talk that ended before it began keeps what is known of it
        self._suggestions.publish(session_id, revision, {"summary": summary}, moment=moment, options=kept_with(options))

    def _is_ended(self, session: Session) -> bool:
        told = self._suggestions.latest(session).get("summary")
        return told is not None and (told.moment, told.revision) == ("end", session.revision)

    def _recall(self, session_id: str, talk: Talk) -> None:
        """Hand the encoder what the store has of this session, so that no stored text is encoded again."""
        kept = self._vectors.of_session(session_id)
        self._remember({content_key(one.item): one.vectors for one in kept})
        texts = {one.item.text for one in kept}
        talk.kept.update((m.key, m.text) for m in talk.messages.values() if m.text in texts)


def _safely(feature: Feature, work: Callable[[], Outcome]) -> Outcome:
    """The batch edge of one feature: its failure must not take the other three from the agent."""
    try:
        return work()
    except Exception:
        log.exception("feature_failed", feature=feature)
        return _EMPTY[feature](status="abstained", reason="no_evidence", degraded=True, degraded_reason="failed")


def _quietly(work: Callable[[T], None], what: T) -> None:
    """What fails here fails again, and is told, where its result is needed."""
    try:
        work(what)
    except Exception:
        log.debug("not_done_ahead", exc_info=True)


def _fresh(conversation: Conversation, talk: Talk) -> dict[tuple[str, str], KeptVectors]:
    """Vectors that the store does not have yet, by message id and text."""
    fresh: dict[tuple[str, str], KeptVectors] = {}
    for index, message in enumerate(conversation.messages):
        key = (message.key, message.text)
        if key in talk.kept or not message.text:
            continue
        rows = conversation.sentences_of(index)
        spans = tuple((conversation.sentences[row].start, conversation.sentences[row].end) for row in rows)
        vectors = SpanVectors(
            text=conversation.message_vectors[index],
            spans=conversation.sentence_vectors[list(rows)],
            traits=conversation.message_traits[index],
        )
        fresh[key] = KeptVectors(SpannedText(message.text, spans), vectors)
    return fresh


def _attention(conversation: Conversation, results: Mapping[Feature, Outcome]) -> Attention:
    drafted = results.get("case_draft")
    draft = drafted.draft if isinstance(drafted, CaseDraft) else None
    heard = any(message.role == "customer" for message in conversation.messages)
    sentiment = SENTIMENTS[int(np.argmax(conversation.scores.sentiment_end))] if heard else None
    return Attention(
        sentiment=sentiment,
        escalation=escalation_of(conversation.messages, sentiment=sentiment, draft=draft),
        pending_actions=pending_actions_of(draft),
    )
