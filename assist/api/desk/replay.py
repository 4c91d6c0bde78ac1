"""Replay: compute a stored suggestion again from what it was made of, and say whether it comes out the same."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError

from assist.api.desk.reply_state import ReplyStates
from assist.api.desk.transcripts import transcript_of
from assist.copilot.options import ArticleOptions, CaseOptions, ReplyOptions, SummaryOptions
from assist.copilot.pipeline import Copilot
from assist.core.conversation import Transcript
from assist.core.replies import NO_REFUSALS, ReplySession
from assist.core.results import Outcome, Versions, json_of
from assist.core.sessions import Frozen, Session, SuggestionRecord
from assist.core.vocabulary import Feature
from assist.store.messages import MessageStore

# Names, times and the place in the store differ by nature.
_VOLATILE = frozenset({"timings_ms", "suggestion_id", "id"})
OPTIONS: dict[Feature, type[BaseModel]] = {
    "summary": SummaryOptions,
    "replies": ReplyOptions,
    "case_draft": CaseOptions,
    "articles": ArticleOptions,
}


class Replay(Frozen):
    """`matches`: the same result; null where it cannot be computed. `reason`: why not, or why it may differ.

    changed: versions that are not the stored ones any more, which explains a difference.
    """

    suggestion_id: str
    matches: bool | None
    reason: str | None = None
    changed: tuple[str, ...] = ()
    versions: dict[str, Versions | None]
    stored: dict[str, Any] | None
    recomputed: dict[str, Any] | None


class Replayer:
    """Recomputes with the parts that serve now."""

    def __init__(self, *, copilot: Copilot, messages: MessageStore, reply_states: ReplyStates) -> None:
        self._copilot = copilot
        self._messages = messages
        self._reply_states = reply_states

    def replay(self, record: SuggestionRecord, session: Session | None) -> Replay:
        """Compute the record's feature again over the messages as they were at its revision."""
        if record.result is None:
            return _impossible(record, "a message it was made from has been redacted since")
        try:
            transcript, options = self._asked(record, session)
        except ValidationError:
            return _impossible(record, "it was asked in a way that is not taken any more")
        if transcript is None:
            return _impossible(record, "a message it was made from has been redacted since")
        state = None
        if record.feature in ("replies", "articles") and session is not None:
            state = self._reply_states.of(session, revision=record.revision, until=record.created_at)
        result = self._compute(record.feature, transcript, options, state)
        recomputed = json_of(result)
        changed = tuple(
            name for name, value in json_of(result.versions).items() if value != getattr(record.versions, name)
        )
        matches = _stable(record.result) == _stable(recomputed)
        return Replay(
            suggestion_id=record.id,
            matches=matches,
            reason=_why(record.feature, changed, matches=matches),
            changed=changed,
            versions={"stored": record.versions, "now": result.versions},
            stored=record.result,
            recomputed=recomputed,
        )

    def _asked(self, record: SuggestionRecord, session: Session | None) -> tuple[Transcript | None, BaseModel]:
        kind = OPTIONS[record.feature]
        if record.transcript is not None:
            asked = record.transcript
            return Transcript.model_validate(asked["transcript"]), kind.model_validate(asked["options"])
        # Records from before options were kept were made with the defaults.
        moment = {"moment": record.moment} if record.moment else {}
        options = kind.model_validate(moment | (record.options or {}))
        messages = None if session is None else self._messages.as_of(session.id, record.revision)
        if session is None or not messages:
            return None, options
        return transcript_of(session, messages), options

    def _compute(self, feature: Feature, transcript: Transcript, options: Any, state: ReplySession | None) -> Outcome:
        refused = state.refused_cards if state is not None else NO_REFUSALS
        compute: dict[Feature, Callable[[Transcript, Any], Outcome]] = {
            "summary": self._copilot.summarize,
            "replies": lambda talk, chosen: self._copilot.suggest_replies(talk, chosen, session=state),
            "case_draft": self._copilot.draft_case,
            "articles": lambda talk, chosen: self._copilot.suggest_articles(talk, chosen, refused=refused),
        }
        return compute[feature](transcript, options)


def _why(feature: Feature, changed: tuple[str, ...], *, matches: bool) -> str | None:
    if changed:
        return f"other versions serve now: {', '.join(changed)}"
    if matches:
        return None
    if feature == "replies":
        return "what replies are ranked by has moved since: past conversations, approved replies, feedback or a policy"
    return "the session's customer, context or language has changed since, or this release computes it differently"


def _impossible(record: SuggestionRecord, reason: str) -> Replay:
    return Replay(
        suggestion_id=record.id,
        matches=None,
        reason=reason,
        versions={"stored": record.versions, "now": None},
        stored=record.result,
        recomputed=None,
    )


def _stable(value: Any) -> Any:
    """The value without what differs by nature; an article's id stays, since it is what was shown."""
    if isinstance(value, dict):
        volatile = _VOLATILE - {"id"} if "snippet" in value or "kind" in value else _VOLATILE
        return {key: _stable(item) for key, item in value.items() if key not in volatile}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return [_stable(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value
