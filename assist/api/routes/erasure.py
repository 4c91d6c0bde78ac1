"""Erasure of a customer or of an agent's traces, everywhere, with a report."""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from assist.api.auth import AdminUser
from assist.api.bodies import answers
from assist.api.desk import examples
from assist.api.desk.requests import DeskDep, json_answer
from assist.api.state import ServerDep
from assist.core.conversation import Id
from assist.store.erasure import ErasureReport

router = APIRouter(tags=["erasure"])


@router.delete("/v1/customers/{customer_id}", response_model=None, responses=answers(ErasureReport, examples.ERASURE))
async def erase_customer(customer_id: Id, server: ServerDep, desk: DeskDep, _caller: AdminUser) -> Response:
    """Remove every session of a customer with all that hangs on it; the report counts what went and what is left."""
    report = await run_in_threadpool(desk.erase_customer, customer_id)
    server.answers.clear()
    return json_answer(report)


@router.delete("/v1/agents/{agent_id}/data", response_model=None, responses=answers(ErasureReport, examples.ERASURE))
async def erase_agent(agent_id: Id, server: ServerDep, desk: DeskDep, _caller: AdminUser) -> Response:
    """Remove an agent's drafts, feedback, events, keys and preferences; conversations stay with the customer, without
    its name."""
    report = await run_in_threadpool(desk.erase_agent, agent_id)
    server.answers.clear()
    return json_answer(report)
