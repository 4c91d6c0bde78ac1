"""Many articles into the store at once, from files, folders or archives; bad rows are reported, the rest is kept."""

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from assist.core.ports import ArticleRepository, JobContext
from assist.core.reports import ImportReport
from assist.knowledge.loaders import (
    MAX_FILE_BYTES,
    MAX_ROWS_BYTES,
    ROW_SUFFIXES,
    SUFFIXES,
    LoadedArticle,
    LoadFailure,
    files_in,
    suffix_of,
)
from assist.knowledge.sandbox import Limits, Sandbox

BATCH = 100
KINDS = f"these can: {', '.join(sorted(SUFFIXES))}"
MAX_MEMBERS = 20_000
MAX_RATIO = 200  # unpacked to packed, beyond FREE_BYTES
FREE_BYTES = 10_000_000
MAX_UNPACKED = 1_000_000_000  # bytes of all members together: an archive may not grow beyond this


def import_articles(
    loaded: Iterable[LoadedArticle | LoadFailure],
    articles: ArticleRepository,
    context: JobContext,
    *,
    author: str | None = None,
) -> ImportReport:
    """Store what was loaded, in batches; each batch is kept even if the job is cancelled after it."""
    report = ImportReport()
    taken: dict[str, tuple[str, bytes]] = {}
    batch: list[LoadedArticle] = []

    def flush() -> None:
        stored = articles.put_many([one.article for one in batch], author=author)
        for one, (record, change) in zip(batch, stored, strict=True):
            if record is None:
                report.fail(one.item, change)
                context.error(one.item, change)
            else:
                report.count(change)
        batch.clear()
        context.report(done=report.total, total=report.total, unit="articles")
        context.check_cancelled()

    for one in loaded:
        if isinstance(one, LoadFailure):
            report.fail(one.item, one.message)
            context.error(one.item, one.message)
            continue
        content = hashlib.blake2b(one.article.model_dump_json().encode(), digest_size=16).digest()
        first, known = taken.setdefault(one.article.id, (one.item, content))
        if known != content:
            problem = f"has the id '{one.article.id}' of {first}, which was taken; give one of them another id"
            report.fail(one.item, problem)
            context.error(one.item, problem)
            continue
        batch.append(one)
        if len(batch) >= BATCH:
            flush()
    flush()
    return report


def load_upload(name: str, path: Path, *, limits: Limits | None = None) -> Iterator[LoadedArticle | LoadFailure]:
    """The articles of a file, of an archive's files one by one, or of a folder's; each read under limits."""
    with Sandbox(limits) as sandbox:
        if path.is_dir():
            files = files_in(path)
            if not files:
                yield LoadFailure(name, f"holds no file that can be read; {KINDS}")
            for inner, file in files:
                yield from _load_one(inner, file, sandbox)
        else:
            yield from _load_one(name, path, sandbox)


def _load_one(name: str, path: Path, sandbox: Sandbox) -> Iterator[LoadedArticle | LoadFailure]:
    # A Word file is a zip archive too; its name tells them apart.
    archive = suffix_of(name) not in SUFFIXES and zipfile.is_zipfile(path)
    if archive or suffix_of(name) == ".zip":
        yield from _load_archive(name, path, sandbox)
    else:
        yield from sandbox.load(name, path)


def _load_archive(name: str, path: Path, sandbox: Sandbox) -> Iterator[LoadedArticle | LoadFailure]:
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="assist-zip-") as folder:
            members = [m for m in archive.infolist() if not m.is_dir() and not _is_clutter(m.filename)]
            if not members:
                yield LoadFailure(name, f"holds no file that can be read; {KINDS}")
            if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
                yield LoadFailure(name, f"more than {MAX_MEMBERS:,} files or {MAX_UNPACKED:,} bytes when unpacked")
                return
            for member in members:
                if suffix_of(member.filename) in SUFFIXES:
                    yield from _load_member(name, archive, member, Path(folder) / "member", sandbox)
                else:
                    yield LoadFailure(f"{name}/{member.filename}", "unknown file type; skipped")
    except (zipfile.BadZipFile, OSError) as error:
        yield LoadFailure(name, f"not a readable zip archive: {error}")


def _load_member(
    name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, sandbox: Sandbox
) -> Iterator[LoadedArticle | LoadFailure]:
    item = f"{name}/{member.filename}"
    limit = MAX_ROWS_BYTES if suffix_of(member.filename) in ROW_SUFFIXES else MAX_FILE_BYTES
    try:
        # Counted while unpacking: the size that an archive declares may be a lie.
        with archive.open(member) as source, target.open("wb") as unpacked:
            size = 0
            while part := source.read(1 << 20):
                size += len(part)
                if size > limit or size > max(MAX_RATIO * member.compress_size, FREE_BYTES):
                    yield LoadFailure(item, f"unpacks to more than {limit:,} bytes or {MAX_RATIO} times its size")
                    return
                unpacked.write(part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        yield LoadFailure(item, f"cannot be unpacked: {error}")
        return
    yield from sandbox.load(member.filename, target)


def _is_clutter(filename: str) -> bool:
    path = PurePosixPath(filename)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".")
