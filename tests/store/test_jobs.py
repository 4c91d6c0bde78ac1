"""Jobs: one at a time per kind, progress, cancelling, and what a dead process leaves behind."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from assist.core.errors import InvalidInput
from assist.core.ports import JobBlocked, JobContext
from assist.store.database import Database
from assist.store.job_records import JobRecords
from assist.store.jobs import JobRunner
from assist.store.schema import jobs


@pytest.fixture
def runner(database: Database) -> Iterator[JobRunner]:
    opened = JobRunner(database)
    yield opened
    opened.close()


def test_a_job_shows_its_progress_errors_and_result(runner: JobRunner) -> None:
    reported, go_on = threading.Event(), threading.Event()

    def work(context: JobContext) -> dict[str, object]:
        context.report(done=3, total=9, unit="articles")
        context.error("kb-7", "no title")
        reported.set()
        go_on.wait(10)
        return {"created": 8}

    job_id = runner.start("import", work)
    assert reported.wait(10)
    job = runner.get(job_id)
    assert job is not None
    assert (job.state, job.progress.done, job.progress.total, job.progress.unit) == ("running", 3, 9, "articles")
    go_on.set()
    job = runner.wait(job_id, timeout=10)
    assert job is not None
    assert (job.state, job.result, job.progress.errors) == ("succeeded", {"created": 8}, [("kb-7", "no title")])
    assert job.started_at is not None
    assert job.finished_at is not None


def test_while_a_rebuild_runs_another_start_returns_that_same_job(runner: JobRunner) -> None:
    go_on = threading.Event()

    def work(context: JobContext) -> dict[str, object]:
        go_on.wait(10)
        return {}

    first = runner.start("rebuild", work, single_flight=True)
    assert runner.start("rebuild", work, single_flight=True) == first
    other = runner.start("import", lambda context: {}, single_flight=True)
    assert other != first
    go_on.set()
    runner.wait(first, timeout=10)
    assert runner.start("rebuild", work, single_flight=True) != first


def test_twenty_callers_at_once_start_one_rebuild(runner: JobRunner) -> None:
    go_on = threading.Event()
    started: list[str] = []

    def start() -> None:
        started.append(runner.start("rebuild", lambda context: {"waited": go_on.wait(10)}, single_flight=True))

    threads = [threading.Thread(target=start) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    go_on.set()
    assert len(started) == 20
    assert len(set(started)) == 1


def test_a_running_job_stops_when_cancelled(runner: JobRunner) -> None:
    begun = threading.Event()

    def work(context: JobContext) -> dict[str, object]:
        while True:
            begun.set()
            context.check_cancelled()

    job_id = runner.start("rebuild", work)
    assert begun.wait(10)
    runner.cancel(job_id)
    job = runner.wait(job_id, timeout=10)
    assert job is not None
    assert job.state == "cancelled"


def test_a_job_that_waits_is_cancelled_without_starting(database: Database) -> None:
    runner = JobRunner(database, threads=1)
    go_on = threading.Event()
    first = runner.start("a", lambda context: {"waited": go_on.wait(10)})
    second = runner.start("b", lambda context: {"ran": True})
    cancelled = runner.cancel(second)
    assert cancelled is not None
    assert cancelled.state == "cancelled"
    go_on.set()
    runner.wait(first, timeout=10)
    runner.close()
    job = runner.get(second)
    assert job is not None
    assert (job.state, job.result) == ("cancelled", None)


def test_a_gate_blocks_a_job_and_its_report_is_kept(runner: JobRunner) -> None:
    def work(context: JobContext) -> dict[str, object]:
        raise JobBlocked({"worse": ["q1"]})

    job = runner.wait(runner.start("rebuild", work), timeout=10)
    assert job is not None
    assert (job.state, job.result) == ("blocked", {"worse": ["q1"]})


@pytest.mark.parametrize(
    ("error", "message"), [(InvalidInput("the folder is empty"), "the folder is empty"), (KeyError("x"), "KeyError")]
)
def test_a_failed_job_says_why(runner: JobRunner, error: Exception, message: str) -> None:
    def work(context: JobContext) -> dict[str, object]:
        raise error

    job = runner.wait(runner.start("import", work), timeout=10)
    assert job is not None
    assert job.state == "failed"
    assert message in job.progress.errors[0][1]


def test_a_job_of_a_killed_server_is_failed_at_the_next_start(database: Database) -> None:
    dead = JobRecords(database, owner="dead")
    for job_id, begun in (("job-1", True), ("job-2", False)):
        dead.add(job_id, "rebuild", single_flight=False)
        if begun:
            dead.begin(job_id)
    if database.shared:
        _forget_heartbeats(database)
    runner = JobRunner(database)
    for job_id in ("job-1", "job-2"):
        job = runner.get(job_id)
        assert job is not None
        assert job.state == "failed"
        assert "start it again" in job.progress.errors[-1][1]
    assert runner.start("rebuild", lambda context: {}, single_flight=True) not in ("job-1", "job-2")
    runner.close()


@pytest.mark.postgres
def test_a_job_of_a_living_worker_is_left_alone(postgres_url: str) -> None:
    database = Database.open(postgres_url, tenant="two-workers")
    database.migrate()
    other = JobRecords(database, owner="other")
    other.add("job-1", "rebuild", single_flight=False)
    other.begin("job-1")
    runner = JobRunner(database)
    assert runner.start("rebuild", lambda context: {}, single_flight=True) == "job-1"
    runner.cancel("job-1")
    job = other.get("job-1")
    assert job is not None
    assert (job.state, job.cancel_requested) == ("running", True)
    runner.close()
    database.close()


def _forget_heartbeats(database: Database) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    change = update(jobs).where(jobs.c.tenant_id == database.tenant).values(heartbeat_at=long_ago)
    database.write(lambda connection: connection.execute(change))
