"""Many articles into the store at once, from files, folders or archives; bad rows are reported, the rest is kept."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from assist.core.ports import ArticleRepository, JobContext
from assist.core.reports import ImportReport
from assist.knowledge.loaders import SUFFIXES, LoadedArticle, LoadFailure, load_bytes, load_path

BATCH = 100
MAX_MEMBERS = 20_000
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
        batch.append(one)
        if len(batch) >= BATCH:
            flush()
    flush()
    return report


def load_upload(name: str, path: Path) -> Iterator[LoadedArticle | LoadFailure]:
    """The articles of one uploaded file; an archive's files one by one, never unpacked to disk."""
    if zipfile.is_zipfile(path):
        yield from _load_archive(name, path)
    elif path.is_dir():
        yield from load_path(path)
    else:
        yield from load_bytes(name, path.read_bytes())


def _load_archive(name: str, path: Path) -> Iterator[LoadedArticle | LoadFailure]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _is_clutter(m.filename)]
            if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
                yield LoadFailure(name, f"more than {MAX_MEMBERS:,} files or {MAX_UNPACKED:,} bytes when unpacked")
                return
            for member in members:
                if PurePosixPath(member.filename).suffix.lower() in SUFFIXES:
                    yield from _load_member(name, archive, member)
                else:
                    yield LoadFailure(f"{name}/{member.filename}", "unknown file type; skipped")
    except (zipfile.BadZipFile, OSError) as error:
        yield LoadFailure(name, f"not a readable zip archive: {error}")


def _load_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[LoadedArticle | LoadFailure]:
    try:
        content = archive.read(member)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        yield LoadFailure(f"{name}/{member.filename}", f"cannot be unpacked: {error}")
        return
    yield from load_bytes(member.filename, content)


def _is_clutter(filename: str) -> bool:
    path = PurePosixPath(filename)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".")
