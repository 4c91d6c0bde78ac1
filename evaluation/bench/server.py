"""A real server in a process of its own, and a client that keeps its connection."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

HOST = "127.0.0.1"
START_LIMIT_S = 120.0


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=120)

    def renew(self) -> None:
        """Drop the connection; the next call opens another. After long pauses, which servers end by closing."""
        self._connection.close()

    def send(self, method: str, path: str, body: bytes | None = None, *, kind: str = "application/json") -> bytes:
        """The answer. Raises RuntimeError when it is no success."""
        self._connection.request(method, path, body, {"Content-Type": kind} if body is not None else {})
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return content

    def get(self, path: str) -> Any:
        """The answer's JSON."""
        return json.loads(self.send("GET", path))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The answer's JSON."""
        return json.loads(self.send("POST", path, json.dumps(body).encode()))

    def finish(self, job_id: str) -> dict[str, Any]:
        """Wait for a job. Raises RuntimeError when it did not succeed."""
        while True:
            job = self.get(f"/v1/jobs/{job_id}")
            if job["state"] == "succeeded":
                return job
            if job["state"] not in ("queued", "running"):
                raise RuntimeError(f"job {job_id} {job['state']}: {job['errors']}")
            time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is ready. `ready_s`: seconds from its start to its first answer on /readyz."""

    client: Client
    process: psutil.Process
    ready_s: float

    def memory_mb(self) -> float:
        """Resident memory."""
        return self.process.memory_info().rss / 1e6


@contextmanager
def started(data: Path, *, port: int) -> Generator[Running]:
    """Start `assist serve` over `data` and wait until it is ready; stop it at the end."""
    environment = {**os.environ, "ASSIST_DATA_DIR": str(data), "ASSIST_LOG_LEVEL": "error", "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-m", "assist.cli", "serve", "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    try:
        _wait_ready(process, port, began)
        ready = time.perf_counter() - began
        yield Running(Client(port), psutil.Process(process.pid), ready)
    finally:
        process.terminate()
        process.wait(60)


def _wait_ready(process: "subprocess.Popen[bytes]", port: int, began: float) -> None:
    while time.perf_counter() - began < START_LIMIT_S:
        if process.poll() is not None:
            said = process.stderr.read().decode(errors="replace") if process.stderr else ""
            raise RuntimeError(f"the server ended with exit code {process.returncode}: {said.strip()[-500:]}")
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.005)
        finally:
            connection.close()
    raise RuntimeError("the server did not become ready")
