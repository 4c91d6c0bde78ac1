"""Runs long work in threads beside the server; every job has a row that outlives the process."""

import logging
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from typing import Any

from assist.core.errors import AssistError, Unavailable
from assist.core.ports import JobBlocked, JobCancelled, JobProgress, JobWork
from assist.core.vocabulary import JobState
from assist.store.database import Database
from assist.store.job_records import Job, JobRecords

_log = logging.getLogger(__name__)
_REPORT_EVERY_S = 0.25
_HEARTBEAT_EVERY_S = 5.0


class _Running:
    """`JobContext` of one job: progress is kept in memory and written a few times a second."""

    def __init__(self, job_id: str, records: JobRecords) -> None:
        self.job_id = job_id
        self.progress = JobProgress()
        self.cancel = threading.Event()
        self._records = records
        self._lock = threading.Lock()
        self._written = 0.0

    def report(self, *, done: int, total: int, unit: str = "items") -> None:
        """Say where the work stands."""
        with self._lock:
            self.progress.done, self.progress.total, self.progress.unit = done, total, unit
        self._write()

    def error(self, item: str, message: str) -> None:
        """Say that one item failed while the work goes on."""
        with self._lock:
            self.progress.errors.append((item, message))
        self._write()

    def check_cancelled(self) -> None:
        """Raises JobCancelled when somebody asked to stop."""
        self._write()
        if self.cancel.is_set():
            raise JobCancelled(self.job_id)

    def snapshot(self) -> JobProgress:
        """A copy of the progress as it is now."""
        with self._lock:
            return deepcopy(self.progress)

    def _write(self) -> None:
        with self._lock:
            if time.monotonic() - self._written < _REPORT_EVERY_S:
                return
            self._written = time.monotonic()
        if self._records.report(self.job_id, self.snapshot()):
            self.cancel.set()


class JobRunner:
    """Starts, shows and cancels jobs. Unfinished jobs of a process that died are failed with a clear message."""

    def __init__(self, database: Database, *, threads: int = 2) -> None:
        self._records = JobRecords(database, owner=secrets.token_hex(8))
        self._records.fail_lost()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._running: dict[str, _Running] = {}
        self._closed = threading.Event()
        self._heart: threading.Thread | None = None
        self._shared = database.shared
        self._lock = threading.Lock()

    def start(self, kind: str, work: JobWork, *, single_flight: bool = False) -> str:
        """Queue `work`; its job id. With `single_flight`, an unfinished job of that kind is returned instead."""
        if self._closed.is_set():
            raise Unavailable("the server is stopping; start the job again later")
        job_id = f"job-{secrets.token_hex(8)}"
        accepted = self._records.add(job_id, kind, single_flight=single_flight)
        if accepted == job_id:
            running = _Running(job_id, self._records)
            with self._lock:
                self._running[job_id] = running
            self._pool.submit(self._run, running, work)
            self._keep_alive()
        return accepted

    def get(self, job_id: str) -> Job | None:
        """The job with its latest progress; None when unknown."""
        job = self._records.get(job_id)
        running = self._running.get(job_id)
        if job is None or running is None or job.state != "running":
            return job
        return replace(job, progress=running.snapshot())

    def cancel(self, job_id: str) -> Job | None:
        """Ask a job to stop; it stops at its next look. None when unknown."""
        self._records.request_cancel(job_id)
        running = self._running.get(job_id)
        if running is not None:
            running.cancel.set()
        return self.get(job_id)

    def wait(self, job_id: str, *, timeout: float | None = None) -> Job | None:
        """Block until the job has ended (command line, tests); the job as it is then."""
        end = None if timeout is None else time.monotonic() + timeout
        while (job := self.get(job_id)) is not None and job.state in ("queued", "running"):
            if end is not None and time.monotonic() > end:
                break
            time.sleep(0.02)
        return job

    def close(self) -> None:
        """Cancel what runs and wait for it."""
        self._closed.set()
        with self._lock:
            running = list(self._running.values())
        for job in running:
            self.cancel(job.job_id)
        self._pool.shutdown(wait=True)
        if self._heart is not None:
            self._heart.join()

    def _run(self, running: _Running, work: JobWork) -> None:
        try:
            if not self._records.begin(running.job_id):
                return
            state, result = self._outcome(running, work)
            self._records.finish(running.job_id, state, progress=running.snapshot(), result=result)
        except Exception:
            _log.exception("job %s could not be recorded", running.job_id)
        finally:
            with self._lock:
                self._running.pop(running.job_id, None)

    def _outcome(self, running: _Running, work: JobWork) -> tuple[JobState, dict[str, Any] | None]:
        try:
            return "succeeded", work(running)
        except JobCancelled:
            return "cancelled", None
        except JobBlocked as blocked:
            return "blocked", blocked.result
        except AssistError as error:
            running.progress.errors.append(("job", error.detail))
        except Exception as error:
            _log.exception("job %s failed", running.job_id)
            running.progress.errors.append(("job", f"unexpected {type(error).__name__}; the log has the details"))
        return "failed", None

    def _keep_alive(self) -> None:
        # Only where other processes could take our jobs for lost.
        with self._lock:
            if self._shared and self._heart is None:
                self._heart = threading.Thread(target=self._beat, name="job-heartbeat", daemon=True)
                self._heart.start()

    def _beat(self) -> None:
        while not self._closed.wait(_HEARTBEAT_EVERY_S):
            try:
                self._records.heartbeat()
            except Exception:
                _log.exception("job heartbeat failed")
