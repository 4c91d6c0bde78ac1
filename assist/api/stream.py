"""Server-sent events: numbered, resumable, of limited life; a client that does not read is dropped."""

import asyncio
import contextlib
import json
import re
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from types import FrameType
from typing import Any

import anyio
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Send

from assist.api.desk.events import EventReader
from assist.core.errors import InvalidInput, Unavailable
from assist.store.live import DRAIN_TOPIC, LiveHub

MAX_LIFETIME_S = 1_800.0
KEEPALIVE_S = 15.0
# A client that takes nothing for this long is dropped.
SEND_TIMEOUT_S = 20.0
RETRY_MS = 1_000
# How soon a database that did not answer is asked again.
_AGAIN_S = 1.0
# What a number of ours can be; a longer one fits no database.
_NUMBER = re.compile(r"[0-9]{1,18}")

Allowed = Callable[[], Awaitable[bool]]


class EventStream(StreamingResponse):
    """A response of events; each write has a time limit."""

    media_type = "text/event-stream"

    def __init__(self, content: AsyncIterator[bytes], *, send_timeout: float = SEND_TIMEOUT_S) -> None:
        super().__init__(content, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._send_timeout = send_timeout

    async def stream_response(self, send: Send) -> None:
        """Send chunk by chunk; a client that is too slow is left without an end, which closes its connection."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for chunk in self.body_iterator:
            with anyio.move_on_after(self._send_timeout) as limit:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if limit.cancelled_caught:
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def start_after(last_event_id: str | None, stream: str) -> int | None:
    """The number that a client saw last; None when it is new. Raises InvalidInput for another stream's id."""
    if not last_event_id:
        return None
    name, _, number = last_event_id.rpartition(":")
    if name != stream or not _NUMBER.fullmatch(number):
        raise InvalidInput(f"Last-Event-ID '{last_event_id}' is not one of the stream {stream}")
    return int(number)


async def follow(
    reader: EventReader,
    hub: LiveHub,
    stream: str,
    *,
    after: int | None,
    allowed: Allowed,
    lifetime: float = MAX_LIFETIME_S,
    keepalive: float = KEEPALIVE_S,
) -> AsyncIterator[bytes]:
    """The stream's events from `after` on (None: from now) until the lifetime, the permission or the server ends."""
    woken = asyncio.Event()
    wake = _thread_safe(asyncio.get_running_loop(), woken)
    end = time.monotonic() + lifetime
    with hub.subscribed((stream, DRAIN_TOPIC), wake):
        seq = after if after is not None else await run_in_threadpool(reader.last, stream)
        yield format_sse_event(comment=stream, retry=RETRY_MS)
        while not hub.draining and time.monotonic() < end:
            woken.clear()
            try:
                batch = await run_in_threadpool(reader.after, stream, seq)
                permitted = not (batch.events or batch.gap) or await allowed()
            except Unavailable:
                # The client need not come back for it: the stream goes on where it is.
                yield format_sse_event(comment="the database does not answer")
                await asyncio.sleep(_AGAIN_S)
                continue
            if not permitted:
                return
            if batch.gap:
                yield _event(stream, batch.seq if not batch.events else seq, "notification", {"code": "resync"})
            for event, data in batch.events:
                yield _event(stream, event.seq, event.type, data)
            seq = batch.seq
            if not batch.events and not await _wait(woken, min(keepalive, end - time.monotonic())):
                with contextlib.suppress(Unavailable):
                    permitted = await allowed()
                if not permitted:
                    return
                yield format_sse_event(comment="keepalive")


@contextlib.contextmanager
def draining_on_signal(hub: LiveHub) -> Generator[None]:
    """End the streams as soon as the process is asked to stop, so that a graceful stop need not wait for them."""
    previous: dict[int, Any] = {}

    def handle(number: int, frame: FrameType | None) -> None:
        hub.drain()
        former = previous[number]
        if callable(former):
            former(number, frame)

    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            previous[number] = signal.getsignal(number)
            signal.signal(number, handle)
    except ValueError:
        # Not the main thread (tests, embedding): whoever stops the server drains it.
        previous.clear()
    try:
        yield
    finally:
        for number, former in previous.items():
            signal.signal(number, former)


def _thread_safe(loop: asyncio.AbstractEventLoop, woken: asyncio.Event) -> Callable[[], None]:
    def wake() -> None:
        # The loop may have closed between the commit and this call.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(woken.set)

    return wake


async def _wait(woken: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(woken.wait(), max(0.0, seconds))
    except TimeoutError:
        return False
    return True


def _event(stream: str, seq: int, kind: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(data, ensure_ascii=False), event=kind, id=f"{stream}:{seq}")
