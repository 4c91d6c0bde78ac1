"""Imports: multipart files, an archive, or JSON lines as the body; spooled to disk, never held whole in memory."""

import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from assist.api.admission import Admission
from assist.core.errors import MalformedInput

MAX_FILES = 10_000
_RAW = {
    "application/zip": "upload.zip",
    "application/x-zip-compressed": "upload.zip",
    "application/x-ndjson": "upload.jsonl",
    "application/jsonl": "upload.jsonl",
    "application/json-lines": "upload.jsonl",
    "text/markdown": "upload.md",
    "text/html": "upload.html",
    "text/csv": "upload.csv",
    "application/pdf": "upload.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "upload.docx",
}


@dataclass(frozen=True, slots=True)
class StagedFile:
    """An uploaded file on disk under a name of ours; `name` is the caller's."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Staged:
    """The files of one import; whoever runs it calls `discard` at the end."""

    folder: Path
    files: tuple[StagedFile, ...]

    def discard(self) -> None:
        """Delete the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


@asynccontextmanager
async def staged_upload(request: Request, work: Admission) -> AsyncGenerator[Staged]:
    """The body's files; deleted here only when the block fails, else by the job. Raises 415 for an unknown type."""
    folder = Path(tempfile.mkdtemp(prefix="assist-import-"))
    try:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            files = await _multipart(request, folder, work)
        elif kind in _RAW:
            files = (await _raw(request, folder / "0", _RAW[kind]),)
        else:
            allowed = ", ".join(["multipart/form-data", *_RAW])
            raise HTTPException(415, f"send one of {allowed}, not '{kind or 'nothing'}'")
        yield Staged(folder, files)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


async def _multipart(request: Request, folder: Path, work: Admission) -> tuple[StagedFile, ...]:
    staged: list[StagedFile] = []
    async with request.form(max_files=MAX_FILES) as form:
        for number, (_, value) in enumerate(form.multi_items()):
            if isinstance(value, UploadFile):
                path = folder / str(number)
                await work.run(lambda source=value.file, path=path: _copy(source, path))
                staged.append(StagedFile(PurePosixPath(value.filename or f"file-{number}").name, path))
    if not staged:
        raise MalformedInput("the form has no file; send each file as a part with a filename")
    return tuple(staged)


def _copy(source: Any, path: Path) -> None:
    with path.open("wb") as target:
        shutil.copyfileobj(source, target)


async def _raw(request: Request, path: Path, name: str) -> StagedFile:
    with path.open("wb") as target:
        async for part in request.stream():
            target.write(part)
    return StagedFile(name, path)
