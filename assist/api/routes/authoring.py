"""Where knowledge is missing, and article drafts made from conversations."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from assist.api import examples
from assist.api.auth import CallerDep, DeskUser, allow
from assist.api.bodies import NoBody, answers
from assist.api.desk.access import visible
from assist.api.desk.requests import DeskDep, json_answer
from assist.api.state import ServerDep
from assist.copilot.article_draft import draft_article
from assist.copilot.gaps import find_gaps
from assist.copilot.options import ArticleOptions
from assist.core.authoring import ArticleDraft, KnowledgeGaps
from assist.core.conversation import Id
from assist.core.errors import Conflict
from assist.core.results import CaseDraft
from assist.store.content import decode_cursor, encode_cursor, number_in_cursor

router = APIRouter(tags=["articles"])

GAPS: dict[str, Any] = {
    "items": [
        {
            "id": "gap-1f0c2a9b7d3e",
            "question": "Can I change the delivery address after the parcel has left?",
            "count": 7,
            "not_found": 5,
            "rejected": 2,
            "last_at": "2026-03-09T14:30:00Z",
            "nearest": {"id": "late-parcels", "title": "Late and missing parcels", "score": 0.31, "covered": False},
            "examples": [
                {
                    "suggestion_id": "sg-5f2b1c7a90e4",
                    "session_id": "s-17",
                    "question": "Can I change the delivery address after the parcel has left?",
                    "reason": "low_confidence",
                    "at": "2026-03-09T14:30:00Z",
                }
            ],
        }
    ],
    "conversations": 40,
    "next_cursor": None,
}
DRAFT: dict[str, Any] = examples.OUTCOME | {
    "draft": {
        "title": "Kettle does not switch off",
        "body": "## Issue\n\nThe kettle does not switch off.\n\n## Resolution\n\nThe lid has to click shut.",
        "product": "Kettle",
        "audience": "internal",
        "locale": "en",
        "tags": [],
        "state": "draft",
    },
    "case_status": "resolved",
    "evidence": {"/issue": [{"message_id": "m0", "article_id": None, "start": 0, "end": 32}]},
    "covered": False,
    "existing": [],
}


@router.get(
    "/v1/knowledge-gaps",
    response_model=None,
    dependencies=[allow("author", "engineer", "supervisor")],
    responses=answers(KnowledgeGaps, GAPS),
)
async def list_knowledge_gaps(
    server: ServerDep,
    caller: CallerDep,
    limit: Annotated[int, Query(ge=1, le=200, description="Gaps at most.")] = 50,
    cursor: str | None = None,
) -> Response:
    """Questions that found nothing or whose card was refused, grouped, the most frequent first. Pseudonymised."""
    engine = server.engine
    # Gaps have no order of their own that lasts: a page goes on behind as many as the pages before it had.
    skip = 0 if cursor is None else max(0, number_in_cursor(decode_cursor(cursor)[0]))

    def work() -> KnowledgeGaps:
        misses = engine.card_outcomes.misses()
        page, more = find_gaps(misses, engine.encoder, engine.knowledge, skip=skip, limit=limit)
        return page.model_copy(update={"next_cursor": encode_cursor(str(skip + limit)) if more else None})

    return json_answer(await server.work.run(work))


@router.post(
    "/v1/sessions/{session_id}/article-draft",
    response_model=None,
    responses=answers(ArticleDraft, DRAFT),
)
async def make_article_draft(
    session_id: Id, server: ServerDep, desk: DeskDep, caller: DeskUser, _body: NoBody
) -> Response:
    """An article from this conversation (issue, cause, resolution, steps), and whether one covers it already.

    Made of the case draft as the agent left it, where there is one. Nothing is stored: PUT the article to keep it.
    """
    copilot = desk.copilot

    def work() -> ArticleDraft:
        session = visible(caller, desk.sessions.get(session_id), session_id)
        _, transcript = desk.transcripts.read(session)
        if transcript is None:
            raise Conflict("there is no message to draft an article from yet", code="no_messages")
        stored = desk.case_drafts.get(session_id)
        case = (
            CaseDraft(draft=stored.draft, evidence=stored.evidence)
            if stored is not None and stored.edited
            else copilot.draft_case(transcript)
        )
        names = (session.customer.name,) if session.customer and session.customer.name else ()
        options = ArticleOptions(limit=3)
        draft = draft_article(case, lambda words: copilot.search_articles(words, options), names=names)
        outcome = {"messages_used": len(transcript.messages), "last_message_id": transcript.messages[-1].id}
        return draft.model_copy(update=outcome | {"versions": case.versions})

    return json_answer(await server.work.run(work))
