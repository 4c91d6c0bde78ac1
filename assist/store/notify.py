"""Carries topics between processes that share a PostgreSQL (LISTEN/NOTIFY); SQLite needs none, it has one process."""

import json
import logging
import secrets
import threading
from collections.abc import Sequence

from sqlalchemy import Connection, text

from assist.store.database import Database
from assist.store.live import LiveHub

_log = logging.getLogger(__name__)
_POLL_S = 0.1
_RECONNECT_S = 1.0
# PostgreSQL refuses payloads of 8000 bytes and more.
_PAYLOAD_BYTES = 7_000


class Notifier:
    """Stages topics inside a transaction and delivers those of other processes to this one's hub."""

    def __init__(self, database: Database, hub: LiveHub) -> None:
        self._database = database
        self._hub = hub
        self._id = secrets.token_hex(4)
        self._channel = f"assist_{database.tenant}".lower().replace("-", "_")[:60]
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        if database.shared:
            self._thread = threading.Thread(target=self._listen, name="listen", daemon=True)
            self._thread.start()

    def stage(self, connection: Connection, topics: Sequence[str]) -> None:
        """Have the database tell other processes when this transaction commits."""
        if self._thread is None or not topics:
            return
        payload = json.dumps([self._id, *topics])
        if len(payload.encode()) < _PAYLOAD_BYTES:
            notify = text("SELECT pg_notify(:channel, :payload)")
            connection.execute(notify, {"channel": self._channel, "payload": payload})
            return
        for topic in topics:
            self.stage(connection, [topic])

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _listen(self) -> None:
        missed = False
        while not self._closed.is_set():
            try:
                self._listen_once(missed=missed)
            except Exception as error:
                missed = True
                if not self._closed.is_set():
                    _log.warning("live events of other workers are interrupted; connecting again: %s", error)
                    self._closed.wait(_RECONNECT_S)

    def _listen_once(self, *, missed: bool) -> None:
        with self._database.raw_connection() as connection:
            connection.execute(f'LISTEN "{self._channel}"')
            if missed:
                # Erasures too: what was kept in memory meanwhile may be of somebody who is not to be kept.
                self._hub.publish_all()
            while not self._closed.is_set():
                for notice in connection.notifies(timeout=_POLL_S):
                    sender, *topics = json.loads(notice.payload)
                    if sender != self._id:
                        self._hub.publish(topics)
                    if self._closed.is_set():
                        return
