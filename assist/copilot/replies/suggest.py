"""What to say next: four sources, one ranking; different moves, certain values only, nothing that policy forbids."""

import hashlib
from collections.abc import Sequence

import numpy as np

from assist.copilot.replies.acknowledge import acknowledge
from assist.copilot.replies.answered import last_question, unless_answered
from assist.copilot.replies.approved import ApprovedReplies
from assist.copilot.replies.candidates import Candidate, from_approved, from_knowledge, from_memory
from assist.copilot.replies.choice import FLOOR, diverse, from_a_list, stands_in
from assist.copilot.replies.context import read_context
from assist.copilot.replies.free_text import Calibration
from assist.copilot.replies.knowledge import PassageReader
from assist.copilot.replies.memory import ReplyMemory
from assist.copilot.replies.moves import SAME, bag_of, similarity
from assist.copilot.replies.passages import PassageModel
from assist.copilot.replies.placeholders import fill, known_values, may_fill
from assist.copilot.replies.policy import objection
from assist.copilot.replies.ranking import Ranking
from assist.copilot.replies.sentence_vectors import SentenceVectors
from assist.copilot.replies.silence import last_spoken, why_silent
from assist.copilot.replies.style import styled
from assist.copilot.replies.towers import Towers
from assist.copilot.replies.words import content_words
from assist.core.encoding import Conversation
from assist.core.ports import ArticleSearch, Encoder
from assist.core.replies import EarlierSuggestion, ReplySession
from assist.core.results import Evidence, Replies, ReplySource, Suggestion, Versions, Withheld
from assist.core.vocabulary import Length, Tone

SURELY_BETTER = 0.6  # chance of replies beside which a request need not be said back, where there are enough of them
NO_SESSION = ReplySession()


class ReplySuggester:
    """Approved replies, the memory, knowledge and the request said back. Suggests only; it never sends."""

    def __init__(
        self,
        memory: ReplyMemory,
        approved: ApprovedReplies,
        search: ArticleSearch,
        encoder: Encoder,
        *,
        calibration: Calibration | None = None,
        ranking: Ranking | None = None,
        towers: Towers | None = None,
        passages: PassageModel | None = None,
    ) -> None:
        self._memory = memory
        self._approved = approved
        self._search = search
        self._encoder = encoder
        self._calibration = calibration or Calibration()
        self._ranking = ranking or Ranking()
        self._towers = towers or memory.towers
        self._passages = PassageReader(passages, SentenceVectors(encoder)) if passages else None

    @property
    def generation(self) -> int:
        """Rises when approved replies change."""
        return self._approved.generation

    def suggest(
        self,
        conversation: Conversation,
        *,
        limit: int = 3,
        tone: Tone | None = None,
        length: Length | None = None,
        agent_id: str | None = None,
        team: str | None = None,
        session: ReplySession = NO_SESSION,
    ) -> Replies:
        """Suggestions, best first, or an abstention with its reason."""
        silent = why_silent(conversation)
        index = last_spoken(conversation.messages)
        if index is None or silent == "not_customer_turn":
            return Replies(status="abstained", reason="not_customer_turn")
        answered = Evidence(
            message_id=conversation.messages[index].id, start=0, end=len(conversation.messages[index].text)
        )
        context = read_context(
            conversation.messages,
            conversation.message_vectors,
            channel=conversation.transcript.channel,
            listed=self._memory.labels is not None,
        )
        team = session.team or team
        said = frozenset[str]().union(*(content_words(message.text) for message in conversation.messages))
        found = from_memory(context, self._memory, self._calibration, said=said, answered=answered)
        snapshot = None
        if silent == "small_talk":
            found = [one for one in found if one.source.label is not None]
            if not from_a_list(found):
                return Replies(status="abstained", reason="small_talk")
        else:
            found += from_approved(conversation, self._approved, team=team, answered=answered)
            articles, snapshot = from_knowledge(conversation, self._search, self._passages, length=length)
            found += articles
            found += _said_back(conversation, found, limit)
        versions = Versions(index=snapshot)
        if not found:
            return Replies(status="abstained", reason="no_evidence", versions=versions)
        allowed, withheld = self._allowed(found, session, team, limit)
        asked = last_question(conversation.messages)
        shown = diverse([self._judged(unless_answered(one, asked)) for one in allowed], limit)
        suggestions = self._worded(shown, conversation, tone=tone, length=length, team=team, session=session)
        if suggestions:
            return Replies(suggestions=suggestions, withheld=withheld, versions=versions)
        reason = "policy_blocked" if withheld else "low_confidence"
        return Replies(status="abstained", reason=reason, withheld=withheld, versions=versions)

    def rank(self, conversation: Conversation, candidates: Sequence[str]) -> list[float]:
        """How well each candidate reply fits next, in the order given; higher is better."""
        if not candidates:
            return []
        context = read_context(
            conversation.messages, conversation.message_vectors, channel=conversation.transcript.channel
        )
        situation = self._towers.situations([context])[0]
        fits = self._towers.replies(self._encoder.encode(list(candidates))) @ situation
        return self._ranking.scores(conversation.messages, candidates, fits)

    def _allowed(
        self, found: Sequence[Candidate], session: ReplySession, team: str | None, limit: int
    ) -> tuple[list[Candidate], tuple[Withheld, ...]]:
        """Without what the agent rejected in this session, and without what policy forbids (named with its reason)."""
        rejected = [earlier for earlier in session.earlier if earlier.rejected]
        policy = self._memory.policy(team)
        kept: list[Candidate] = []
        forbidden: list[tuple[float, Withheld]] = []
        for one in found:
            if any(_is_same(one, earlier) for earlier in rejected):
                continue
            reason = objection(one.text, policy)
            if reason is None:
                kept.append(one)
            elif one.chance >= FLOOR:
                forbidden.append((one.chance, Withheld(reason=reason, source=one.source)))
        # Only what would have been seen is worth a word.
        least = sorted((one.chance for one in kept), reverse=True)[limit - 1 : limit] or [0.0]
        forbidden = sorted((one for one in forbidden if one[0] > least[0]), key=lambda one: -one[0])
        best = forbidden[0][0] if forbidden else 0.0
        return (kept if stands_in(kept, best) else []), tuple(one for _, one in forbidden[:limit])

    def _judged(self, one: Candidate) -> Candidate:
        """The candidate with what agents made of it so far."""
        tally = self._memory.tally(one.source.id or "")
        if tally is None:
            return one
        odds = (tally.accepted + 0.5 * tally.edited + 2) / (tally.rejected + 2)
        chance = float(np.clip(one.chance, 1e-4, 1 - 1e-4))
        better = chance * odds / (1 - chance + chance * odds)
        return Candidate(one.text, better, one.source, one.evidence, one.fixed)

    def _worded(
        self,
        shown: Sequence[Candidate],
        conversation: Conversation,
        *,
        tone: Tone | None,
        length: Length | None,
        team: str | None,
        session: ReplySession,
    ) -> tuple[Suggestion, ...]:
        transcript = conversation.transcript
        wanted = transcript.channel == "email" or any(may_fill(one.text, transcript) for one in shown)
        known = known_values(transcript) if wanted else {}
        if session.customer_name:
            known.setdefault("customer_name", session.customer_name)
        policy = self._memory.policy(team)
        name = known.get("customer_name")
        result: list[Suggestion] = []
        for one in shown:
            text = one.text
            if not one.fixed:
                text = styled(
                    text,
                    tone=tone or (policy.tone if policy else None),
                    length=length,
                    channel=transcript.channel,
                    name=name,
                    signature=policy.signature if policy else None,
                )
            filled = fill(text, known)
            result.append(
                Suggestion(
                    id=_suggestion_id(filled.text),
                    text=filled.text,
                    confidence=round(float(np.clip(one.chance, 0, 1)), 4),
                    source=one.source,
                    evidence=one.evidence,
                    placeholders=filled.placeholders,
                    duplicate_of=_duplicate(filled.text, session.earlier),
                )
            )
        return tuple(result)


def _said_back(conversation: Conversation, found: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The request in the agent's mouth; not beside canned actions, from which such a team picks, and not where enough
    is better."""
    better = [one for one in found if one.chance > SURELY_BETTER]
    if any(one.source.label is not None for one in found) or len(better) > limit:
        return []
    said = acknowledge(conversation.messages)
    if said is None:
        return []
    source = ReplySource(kind="generated", id="said-back", title="The request, said back")
    return [Candidate(said.text, said.chance, source, said.evidence)]


def _is_same(one: Candidate, earlier: EarlierSuggestion) -> bool:
    if earlier.cluster is not None and one.source.id == earlier.cluster:
        return True
    return similarity(bag_of(one.text), bag_of(earlier.text)) >= SAME


def _duplicate(text: str, earlier: Sequence[EarlierSuggestion]) -> str | None:
    bag = bag_of(text)
    return next((one.id for one in reversed(earlier) if similarity(bag, bag_of(one.text)) >= SAME), None)


def _suggestion_id(text: str) -> str:
    return f"sg-{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"
