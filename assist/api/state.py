"""What every request can reach: the engine and the server's own parts. Set up by app.py's lifespan."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypedDict

from fastapi import Depends, Request

from assist.api.admission import Admission
from assist.api.answer_cache import AnswerCache
from assist.api.auth import Authenticator
from assist.api.desk.desk import Desk
from assist.api.metrics import Metrics

if TYPE_CHECKING:
    from assist.build import Engine


@dataclass(frozen=True, slots=True)
class Server:
    """The parts of one server process."""

    engine: "Engine"
    work: Admission
    answers: AnswerCache
    metrics: Metrics
    auth: Authenticator
    desk: Desk

    def close(self) -> None:
        """Wait for what runs; the engine stays open."""
        self.work.close()
        self.desk.close()


class State(TypedDict):
    """Lifespan state, copied into each request's scope."""

    server: Server


async def server_of(request: Request) -> Server:
    """Dependency: this process's server."""
    return request.state.server


ServerDep = Annotated[Server, Depends(server_of)]
