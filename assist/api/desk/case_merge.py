"""How a case draft takes in what was computed anew and what the agent edited."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from assist.api.errors import invalid
from assist.copilot.options import KnownFields
from assist.core.errors import FieldProblem, InvalidInput
from assist.core.results import CaseDraft, CaseFields
from assist.core.sessions import CaseDraftRecord
from assist.store.content import now

MergePatch = dict[str, Any]


def refreshed(
    stored: CaseDraftRecord | None, computed: CaseDraft, *, session_id: str, revision: int, suggestion_id: str | None
) -> CaseDraftRecord:
    """The draft with fresh fields; those the agent edited stay as they are."""
    fields = computed.draft or CaseFields()
    evidence = dict(computed.evidence)
    edited = stored.edited if stored is not None else ()
    if stored is not None and edited:
        fields = fields.model_copy(update={name: getattr(stored.draft, name) for name in edited})
        evidence = {pointer: spans for pointer, spans in evidence.items() if _field(pointer) not in edited}
        evidence |= {pointer: spans for pointer, spans in stored.evidence.items() if _field(pointer) in edited}
    return CaseDraftRecord(
        session_id=session_id,
        draft=fields,
        evidence=evidence,
        edited=edited,
        revision=revision,
        suggestion_id=suggestion_id,
        etag="",
        updated_at=now(),
    )


def patched(
    stored: CaseDraftRecord, patch: MergePatch, *, clean: Callable[[Any], Any] | None = None
) -> CaseDraftRecord:
    """The draft after a JSON merge patch (RFC 7396) of its fields; `clean` is what they go through to be stored.

    Raises InvalidInput for what is no such field or over a limit. Fields that the patch leaves alone are not judged.
    """
    before = stored.draft.model_dump(mode="json")
    unknown = sorted(set(patch) - set(before))
    if unknown:
        problems = tuple(FieldProblem(name, "is not a known field") for name in unknown)
        raise InvalidInput(f"a case draft has no field {', '.join(unknown)}", errors=problems)
    merged = merge_patch(before, patch)
    try:
        fields = KnownFields.model_validate({name: merged[name] for name in patch if merged.get(name) is not None})
    except ValidationError as error:
        raise invalid(error) from None
    sent = fields.model_dump(mode="json", include=set(patch))
    after = CaseFields.model_validate({**stored.draft.model_dump(), **(clean(sent) if clean else sent)})
    changed = {name for name in patch if getattr(after, name) != getattr(stored.draft, name)}
    return stored.model_copy(
        update={
            "draft": after,
            "edited": tuple(sorted({*stored.edited, *changed})),
            # An edited text is the agent's own: the spans that supported the old words say nothing about it.
            "evidence": {p: spans for p, spans in stored.evidence.items() if _field(p) not in changed},
        }
    )


def merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396: objects merge, null removes, everything else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged: dict[str, Any] = dict(target) if isinstance(target, dict) else {}  # pyright: ignore[reportUnknownArgumentType]
    for key, value in patch.items():  # pyright: ignore[reportUnknownVariableType]
        if value is None:
            merged.pop(key, None)  # pyright: ignore[reportUnknownArgumentType]
        else:
            merged[key] = merge_patch(merged.get(key), value)  # pyright: ignore[reportUnknownArgumentType]
    return merged


def _field(pointer: str) -> str:
    return pointer.split("/")[1] if pointer.startswith("/") else pointer
