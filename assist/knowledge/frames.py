"""JSON messages between two processes: eight bytes of length, then the text."""

import json
from typing import IO, Any

_HEAD = 8


def send(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Write one message."""
    content = json.dumps(message).encode()
    stream.write(len(content).to_bytes(_HEAD, "little") + content)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any]:
    """The next message. Raises EOFError when the other side is gone."""
    head = stream.read(_HEAD)
    size = int.from_bytes(head, "little")
    content = stream.read(size) if len(head) == _HEAD else b""
    if len(head) < _HEAD or len(content) < size:
        raise EOFError
    return json.loads(content)
