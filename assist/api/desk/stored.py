"""`store: true`: a stateless call's results become records, so that feedback can be given and they can be replayed."""

from typing import Any

from pydantic import BaseModel

from assist.api.auth import Principal
from assist.api.desk.desk import Desk
from assist.api.desk.replay import OPTIONS
from assist.api.schemas import AssistRequest, CaseDraftRequest, WithTranscript
from assist.copilot.options import KnownFields
from assist.core.results import Articles, Assistance, CaseDraft, CaseFields, Outcome, Replies, Summary
from assist.core.vocabulary import FEATURES, Feature

_RESULTS: dict[Feature, type[Outcome]] = {
    "summary": Summary,
    "replies": Replies,
    "case_draft": CaseDraft,
    "articles": Articles,
}


def as_stored(desk: Desk, body: WithTranscript) -> WithTranscript:
    """The request as it may be stored: with pseudonyms where the redaction policy says so."""
    if not desk.at_rest.on:
        return body
    transcript = body.transcript.model_copy(
        update={
            "messages": desk.at_rest.messages("", body.transcript.messages),
            "context": desk.at_rest.entries("", body.transcript.context),
        }
    )
    changes: dict[str, Any] = {"transcript": transcript}
    if isinstance(body, CaseDraftRequest) and body.case is not None:
        changes["case"] = _stored_case(desk, body.case)
    if isinstance(body, AssistRequest) and (case := body.options.case_draft.case) is not None:
        options = body.options.case_draft.model_copy(update={"case": _stored_case(desk, case)})
        changes["options"] = body.options.model_copy(update={"case_draft": options})
    return body.model_copy(update=changes)


def _stored_case(desk: Desk, case: KnownFields) -> KnownFields:
    return KnownFields.of(CaseFields.model_validate(desk.at_rest.values("", case.model_dump(mode="json"))))


def store_results(desk: Desk, caller: Principal, body: WithTranscript, result: BaseModel) -> Any:
    """Store one feature's result, or all of an `Assistance`; the JSON to answer with, in which suggestions have ids."""
    if isinstance(result, Assistance):
        return {feature: _store(desk, caller, body, feature, getattr(result, feature)) for feature in FEATURES}
    for feature in FEATURES:
        if isinstance(result, _RESULTS[feature]):
            return _store(desk, caller, body, feature, result)
    raise AssertionError(f"{type(result).__name__} is no feature's result")


def _store(desk: Desk, caller: Principal, body: WithTranscript, feature: Feature, result: Any) -> Any:
    if not isinstance(result, Outcome):
        return None
    asked: BaseModel = getattr(body.options, feature) if isinstance(body, AssistRequest) else body
    kind = OPTIONS[feature]
    options = kind.model_construct(**{name: getattr(asked, name) for name in kind.model_fields})
    record = desk.suggestions.add(feature, result, transcript=body.transcript, options=options, agent_id=caller.subject)
    return record.result
