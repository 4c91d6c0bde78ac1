"""The case draft of a session from its conversation, around what the agent wrote; and what redaction leaves of it."""

from assist.api.desk.case_merge import refreshed
from assist.api.desk.desk import Desk
from assist.copilot.options import CaseOptions, KnownFields
from assist.core.results import CaseFields
from assist.core.sessions import CaseDraftRecord, Session
from assist.store.session_rows import Check


def make_case(desk: Desk, session: Session, *, check: Check | None = None) -> tuple[CaseDraftRecord, bool] | None:
    """Make or refresh the draft; the flag says whether it is new. None without any message."""
    revision, transcript = desk.transcripts.read(session)
    if transcript is None:
        return None
    options = CaseOptions(case=_known(desk, session))
    computed = desk.copilot.draft_case(transcript, options)
    published = desk.suggestions.publish(
        session.id, revision, {"case_draft": computed}, options={"case_draft": options}
    )
    suggestion_id = published["case_draft"].id if published else None

    def merge(stored: CaseDraftRecord | None) -> CaseDraftRecord:
        return refreshed(stored, computed, session_id=session.id, revision=revision, suggestion_id=suggestion_id)

    return desk.case_drafts.refresh(session.id, merge, check=check)


def forget_message(desk: Desk, session: Session) -> None:
    """After a redaction: the team's memory forgets the talk, and what is left is drafted and remembered anew."""
    desk.memory.erase((session.id,), None, None)
    if desk.case_drafts.get(session.id) is not None:
        desk.follower.later(session.id, lambda _: _draft_again(desk, session.id))
    if session.state == "closed":
        desk.remember(session)


def _draft_again(desk: Desk, session_id: str) -> None:
    session = desk.sessions.get(session_id)
    if session is not None:
        make_case(desk, session)


def _known(desk: Desk, session: Session) -> KnownFields | None:
    """What the agent already wrote, for the draft to build on."""
    stored = desk.case_drafts.get(session.id)
    if stored is None or not stored.edited:
        return None
    written = stored.draft.model_dump(include=set(stored.edited))
    return KnownFields.of(CaseFields.model_validate(written))
