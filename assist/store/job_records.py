"""Job rows: the states of a job and the checked moves between them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from assist.core.ports import JobProgress
from assist.core.vocabulary import JobState
from assist.store.content import now
from assist.store.counters import advance
from assist.store.database import Database
from assist.store.schema import jobs

ACTIVE: tuple[JobState, ...] = ("queued", "running")
# A worker of another machine that has not been heard of for this long is taken for dead.
HEARTBEAT_LOST = timedelta(seconds=30)
_ERRORS_KEPT = 1_000
_LOST = "the server stopped while the job was not finished; start it again (a rebuild goes on where it was)"


@dataclass(frozen=True, slots=True)
class Job:
    """A long-running piece of work as its caller sees it."""

    id: str
    kind: str
    state: JobState
    progress: JobProgress
    result: dict[str, Any] | None
    cancel_requested: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobRecords:
    """Reads and moves job rows. `owner` names the process whose thread does the work."""

    def __init__(self, database: Database, *, owner: str) -> None:
        self._database = database
        self._tenant = database.tenant
        self._owner = owner

    def add(self, job_id: str, kind: str, *, single_flight: bool) -> str:
        """Queue a job; with `single_flight`, the id of the unfinished one of the same kind where there is one."""

        def work(connection: Connection) -> str:
            # The counter's row lock lets one starter decide at a time, whichever process it is in.
            advance(connection, tenant=self._tenant, name="jobs")
            if single_flight:
                match = (jobs.c.tenant_id == self._tenant) & (jobs.c.kind == kind) & jobs.c.state.in_(ACTIVE)
                running = connection.execute(select(jobs.c.id).where(match)).scalar()
                if running is not None:
                    return running
            connection.execute(insert(jobs).values(self._queued(job_id, kind)))
            return job_id

        return self._database.write(work)

    def get(self, job_id: str) -> Job | None:
        """The job; None when unknown."""
        query = select(jobs).where(self._match(job_id))
        row = self._database.read(lambda connection: connection.execute(query).first())
        return None if row is None else _job(row)

    def begin(self, job_id: str) -> bool:
        """queued -> running; False when it was cancelled before it began."""
        moment = now()
        return self._move(job_id, ("queued",), state="running", started_at=moment, heartbeat_at=moment)

    def finish(self, job_id: str, state: JobState, *, progress: JobProgress, result: dict[str, Any] | None) -> bool:
        """queued or running -> an end state, with everything the work reported."""
        return self._move(
            job_id,
            ACTIVE,
            state=state,
            finished_at=now(),
            result=None if result is None else json.dumps(result, default=str),
            **_progress_values(progress),
        )

    def report(self, job_id: str, progress: JobProgress) -> bool:
        """Write the progress; True when somebody asked to cancel."""
        self._move(job_id, ("running",), heartbeat_at=now(), **_progress_values(progress))
        query = select(jobs.c.cancel_requested).where(self._match(job_id))
        return bool(self._database.read(lambda connection: connection.execute(query).scalar()))

    def request_cancel(self, job_id: str) -> None:
        """A queued job is cancelled at once, a running one when its work looks."""
        if not self._move(job_id, ("queued",), state="cancelled", cancel_requested=True, finished_at=now()):
            self._move(job_id, ("running",), cancel_requested=True)

    def heartbeat(self) -> None:
        """Say that this process is alive; fail the jobs of processes that no longer say so."""
        mine = (jobs.c.tenant_id == self._tenant) & (jobs.c.owner == self._owner) & jobs.c.state.in_(ACTIVE)
        beat = update(jobs).where(mine).values(heartbeat_at=now())
        self._database.write(lambda connection: connection.execute(beat))
        self.fail_lost()

    def fail_lost(self) -> int:
        """Fail unfinished jobs whose process is gone; the number of them."""
        lost = (jobs.c.tenant_id == self._tenant) & (jobs.c.owner != self._owner) & jobs.c.state.in_(ACTIVE)
        if self._database.shared:
            lost &= jobs.c.heartbeat_at < now() - HEARTBEAT_LOST

        def work(connection: Connection) -> int:
            rows = connection.execute(select(jobs.c.id, jobs.c.errors).where(lost)).all()
            for row in rows:
                errors = json.dumps([*json.loads(row.errors), ["job", _LOST]])
                change = (
                    update(jobs).where(self._match(row.id)).values(state="failed", finished_at=now(), errors=errors)
                )
                connection.execute(change)
            return len(rows)

        return self._database.write(work)

    def _queued(self, job_id: str, kind: str) -> dict[str, Any]:
        moment = now()
        return {
            "tenant_id": self._tenant,
            "id": job_id,
            "kind": kind,
            "state": "queued",
            "owner": self._owner,
            "cancel_requested": False,
            "created_at": moment,
            "heartbeat_at": moment,
            **_progress_values(JobProgress()),
        }

    def _match(self, job_id: str) -> Any:
        return (jobs.c.tenant_id == self._tenant) & (jobs.c.id == job_id)

    def _move(self, job_id: str, allowed: tuple[JobState, ...], **values: Any) -> bool:
        change = update(jobs).where(self._match(job_id) & jobs.c.state.in_(allowed)).values(**values)
        return self._database.write(lambda connection: connection.execute(change).rowcount) > 0


def _progress_values(progress: JobProgress) -> dict[str, Any]:
    errors = json.dumps(progress.errors[:_ERRORS_KEPT])
    return {"done": progress.done, "total": progress.total, "unit": progress.unit, "errors": errors}


def _job(row: Row[Any]) -> Job:
    errors = [(item, message) for item, message in json.loads(row.errors)]
    return Job(
        id=row.id,
        kind=row.kind,
        state=row.state,
        progress=JobProgress(done=row.done, total=row.total, unit=row.unit, errors=errors),
        result=None if row.result is None else json.loads(row.result),
        cancel_requested=row.cancel_requested,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
