"""One writer for SQLite: whoever holds the lock commits for everybody who waits, so one fsync serves many writers."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")
_GROUP = 64


class _Task:
    __slots__ = ("done", "error", "result", "then", "work")

    def __init__(self, work: Callable[[Connection], Any], then: Callable[[Any], object] | None) -> None:
        self.work = work
        self.then = then
        self.done = False
        self.result: Any = None
        self.error: BaseException | None = None


class GroupCommit:
    """Runs units of work in order of arrival; each is all or nothing and durable when `run` returns."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[_Task] = deque()
        self._lock = threading.Lock()

    def run(self, work: Callable[[Connection], T], *, then: Callable[[T], object] | None = None) -> T:
        """The result of `work`, committed. Errors of `work` undo its own changes only.

        `then` sees the result once it is durable, in commit order and before anybody is told; it must not fail.
        """
        task = _Task(work, then)
        self._waiting.append(task)
        while not task.done:
            with self._lock:
                if not task.done:
                    self._commit([self._waiting.popleft() for _ in range(min(_GROUP, len(self._waiting)))])
        if task.error is not None:
            raise task.error
        return task.result

    def _commit(self, tasks: list[_Task]) -> None:
        try:
            with self._engine.begin() as connection:
                if len(tasks) == 1:
                    # The whole transaction is its unit of work: its error leaves the block and rolls back.
                    tasks[0].result = tasks[0].work(connection)
                else:
                    for task in tasks:
                        _run_in_savepoint(task, connection)
            for task in tasks:
                if task.then is not None and task.error is None:
                    task.then(task.result)
        except BaseException as error:
            for task in tasks:
                task.error = task.error or error
        finally:
            for task in tasks:
                task.done = True


def _run_in_savepoint(task: _Task, connection: Connection) -> None:
    savepoint = connection.begin_nested()
    try:
        task.result = task.work(connection)
        savepoint.commit()
    except Exception as error:
        task.error = error
        savepoint.rollback()
