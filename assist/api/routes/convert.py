"""Foreign transcript documents into ours."""

from fastapi import APIRouter, Request, Response

from assist.api import examples
from assist.api.auth import CallerDep
from assist.api.bodies import answers
from assist.api.state import ServerDep
from assist.core.conversation import Transcript
from assist.core.formats.convert import Format, convert

router = APIRouter(tags=["assistance"])

_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "object"}, "example": examples.AZURE},
            "text/plain": {
                "schema": {"type": "string"},
                "example": examples.PLAIN,
            },
            "text/vtt": {"schema": {"type": "string"}, "example": examples.WEBVTT},
        },
    }
}


@router.post(
    "/v1/transcripts/convert",
    response_model=None,
    openapi_extra=_BODY,
    responses=answers(Transcript, examples.TRANSCRIPT),
)
async def convert_transcript(
    request: Request, server: ServerDep, caller: CallerDep, format: Format = "auto"
) -> Response:
    """Azure, Google, Contact Lens, WebVTT or plain text; `auto` tells them apart. The answer fits every other call."""
    raw = await request.body()

    def work() -> bytes:
        return convert(raw, format=format).model_dump_json(exclude_none=True).encode()

    return Response(await server.work.run(work), media_type="application/json")
