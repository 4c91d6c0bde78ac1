"""Reads files for `sandbox` in a process of its own that may fail, hang or be stopped: python -m of this module."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from assist.knowledge.frames import receive, send


def limit_memory(limit: int) -> None:
    """Beyond this, allocations fail in this process."""
    try:
        import resource
    except ImportError:  # Windows: time and size limits only
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(seconds: int) -> None:
    """The system ends this process after so much more processor time."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))


def read_files(reader: IO[bytes], writer: IO[bytes]) -> None:
    """One request a file, one frame an article or failure, and an empty one at the end of each file."""
    from assist.knowledge.loaders import LoadedArticle, load_file

    send(writer, {"ready": True})
    while True:
        request: dict[str, Any] = receive(reader)
        limit_time(request["seconds"])
        name = request["name"]
        try:
            for one in load_file(name, Path(request["path"])):
                if isinstance(one, LoadedArticle):
                    send(writer, {"item": one.item, "article": one.article.model_dump(mode="json")})
                else:
                    send(writer, {"item": one.item, "message": one.message})
        except MemoryError:
            send(writer, {"item": name, "message": "it needs more memory than one file may take"})
        except Exception as error:  # the job edge: one file must not end the import
            send(writer, {"item": name, "message": f"cannot be read: {type(error).__name__}"})
        send(writer, {})


def main() -> None:
    """Serve the parent until it closes our input."""
    # What a library prints must not end up between the frames.
    reader, writer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        limit_memory(receive(reader)["memory"])
        read_files(reader, writer)


if __name__ == "__main__":
    main()
