"""Articles from files: Markdown with front matter, HTML, PDF, Word, CSV, JSONL. A bad file or row is a reported
failure, no crash. `sandbox` runs this in a process with limits; nothing here may need the rest of the service."""

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from assist.core.articles import Article
from assist.core.errors import FieldProblem, InvalidInput
from assist.core.problems import first_of
from assist.core.tables import csv_rows, decode_text
from assist.knowledge.fields import as_fields, field_name, named
from assist.knowledge.frontmatter import split_front_matter
from assist.knowledge.html import decode_html, html_to_markdown, looks_like_html
from assist.knowledge.markup import has_text
from assist.knowledge.unreadable import Unreadable

MAX_FILE_BYTES = 20_000_000  # of a document
MAX_ROWS_BYTES = 500_000_000  # of a file with one article a row
_FIRST_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")
NO_TEXT = "it holds no text; write what the article says"
_TRUE = frozenset({"true", "yes", "y", "on", "1", "x"})


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """An article and the file (and row) it came from."""

    item: str
    article: Article


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """What could not be read, and why."""

    item: str
    message: str


Loaded = LoadedArticle | LoadFailure


def load_path(path: Path) -> Iterator[Loaded]:
    """Every article of a file or, recursively in name order, of a folder. Unknown file types are skipped."""
    if path.is_dir():
        for name, file in files_in(path):
            yield from load_file(name, file)
    elif not path.is_file():
        yield LoadFailure(str(path), "no such file or folder")
    else:
        yield from load_file(path.name, path)


def files_in(folder: Path) -> list[tuple[str, Path]]:
    """(name below the folder, path) of the files that can be read, in name order."""
    found = (p for p in folder.rglob("*") if p.is_file() and suffix_of(p.name) in SUFFIXES)
    return sorted((p.relative_to(folder).as_posix(), p) for p in found)


def suffix_of(name: str) -> str:
    """The ending that says what a file is; `.jsonl.gz` is one."""
    path = Path(name)
    ending = path.suffix.lower()
    return Path(path.stem).suffix.lower() + ending if ending == ".gz" else ending


def load_bytes(name: str, content: bytes) -> Iterator[Loaded]:
    """The articles of one file that is in memory."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="assist-load-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        yield from load_file(name, path)


def load_file(name: str, path: Path) -> Iterator[Loaded]:
    """The articles of one file, known by the ending of `name`."""
    suffix = suffix_of(name)
    if suffix not in SUFFIXES:
        yield LoadFailure(name, f"unknown file type '{suffix}'; use one of {', '.join(sorted(SUFFIXES))}")
        return
    limit = MAX_ROWS_BYTES if suffix in _ROWS else MAX_FILE_BYTES
    if path.stat().st_size > limit:
        yield LoadFailure(name, f"larger than {limit:,} bytes")
        return
    try:
        if suffix in _ROWS:
            yield from _ROWS[suffix](name, path)
        else:
            yield _article(name, _DOCUMENTS[suffix](name, path.read_bytes()))
    except UnicodeDecodeError as error:
        yield LoadFailure(name, f"not UTF-8 (byte {error.start}); save it as UTF-8")
    except Unreadable as error:
        yield LoadFailure(name, str(error))


def markdown_fields(name: str, content: bytes) -> dict[str, Any]:
    """Front matter, body, and an id and a title where it gives none. Raises Unreadable and UnicodeDecodeError."""
    values, text = split_front_matter(decode_text(content))
    if "title" not in values and (heading := _FIRST_HEADING.match(text)):
        values["title"] = heading.group(1)
        text = text[heading.end() :]
    return _named(name, values) | {"body": text.strip()}


def _load_html(name: str, content: bytes) -> dict[str, Any]:
    values, text = split_front_matter(decode_html(content))
    title, body = html_to_markdown(text)
    return _named(name, ({"title": title} if title else {}) | values) | {"body": body}


def _load_pdf(name: str, content: bytes) -> dict[str, Any]:
    from assist.knowledge.pdf import pdf_to_markdown

    title, body = pdf_to_markdown(content)
    return _named(name, {"title": title} if title else {}) | {"body": body}


def _load_docx(name: str, content: bytes) -> dict[str, Any]:
    from assist.knowledge.docx import docx_to_markdown

    title, body = docx_to_markdown(content)
    return _named(name, {"title": title} if title else {}) | {"body": body}


def _load_jsonl(name: str, path: Path) -> Iterator[Loaded]:
    with _opened(path, packed=suffix_of(name).endswith(".gz")) as stream:
        for number, line in enumerate(_limited(stream), start=1):
            if not line.strip():
                continue
            item = f"{name}:{number}"
            try:
                row: Any = json.loads(line.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                yield LoadFailure(item, f"not UTF-8 (byte {error.start}); save it as UTF-8")
            except json.JSONDecodeError as error:
                yield LoadFailure(item, f"not JSON: {error.msg} at column {error.colno}")
            except RecursionError:
                yield LoadFailure(item, "nested too deeply")
            except ValueError:
                yield LoadFailure(item, "not JSON: a number has too many digits")
            else:
                yield _article(item, row) if isinstance(row, dict) else LoadFailure(item, "not a JSON object")


def _load_csv(name: str, path: Path) -> Iterator[Loaded]:
    """A header row with `id`, `title`, `body` and any other field; tags are separated by `;` or `,`."""

    def columns(written: Sequence[str]) -> list[str]:
        return [field_name(column) for column in written]

    for item, row in csv_rows(name, path.read_bytes(), columns, required=("title", "body")):
        yield LoadFailure(item, row) if isinstance(row, str) else _article(item, _cells(row, item))


def _cells(row: dict[str, str], item: str) -> dict[str, Any]:
    values: dict[str, Any] = dict(row)
    values.setdefault("id", _id_of(item.replace(":", "-")))
    if "verbatim" in values:
        values["verbatim"] = values["verbatim"].strip().lower() in _TRUE
    return values


def _article(item: str, values: dict[str, Any]) -> Loaded:
    try:
        fields = as_fields(named(values.items()))
    except Unreadable as error:
        return LoadFailure(item, str(error))
    if isinstance(fields.get("body"), str) and not fields["body"].strip():
        return LoadFailure(item, NO_TEXT)
    try:
        return LoadedArticle(item, normalise(Article.model_validate(fields)))
    except ValidationError as error:
        return LoadFailure(item, first_of(error, whole="article"))
    except InvalidInput as error:
        return LoadFailure(item, error.detail)


def normalise(article: Article) -> Article:
    """HTML bodies become Markdown, so that stored offsets mean one thing. Raises InvalidInput without text."""
    if looks_like_html(article.body):
        try:
            article = article.model_copy(update={"body": html_to_markdown(article.body)[1]})
        except Unreadable as error:
            raise InvalidInput(str(error), errors=(FieldProblem("body", str(error)),)) from None
    if not has_text(article.body):
        raise InvalidInput(f"body: {NO_TEXT}", errors=(FieldProblem("body", NO_TEXT),))
    return article


def _named(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """With an id and a title made of the file's name where it gives none itself."""
    values.setdefault("id", _id_of(name))
    values.setdefault("title", Path(name).stem.replace("-", " ").replace("_", " "))
    return values


def _id_of(name: str) -> str:
    """Accents go; letters that Latin script has not are told apart by a digest, so that no two such names clash."""
    stem = unicodedata.normalize("NFC", Path(name).with_suffix("").as_posix()).replace("/", ".")
    plain = "".join(c for c in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(c))
    made = re.sub(r"[^A-Za-z0-9._:-]+", "-", plain)
    if stem.isascii():
        return made[:128]
    return f"{made.strip('-')[:119]}-{hashlib.blake2b(stem.encode(), digest_size=4).hexdigest()}".lstrip("-")


def _opened(path: Path, *, packed: bool) -> IO[bytes]:
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _limited(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Lines until they are more than one file may hold: a packed file may not grow beyond this."""
    size = 0
    try:
        for line in stream:
            size += len(line)
            if size > MAX_ROWS_BYTES:
                raise Unreadable(f"more than {MAX_ROWS_BYTES:,} bytes when unpacked")
            yield line
    except (gzip.BadGzipFile, EOFError) as error:
        raise Unreadable(f"not a readable gzip file: {error}") from None


_ROWS: dict[str, Callable[[str, Path], Iterator[Loaded]]] = {
    ".csv": _load_csv,
    ".jsonl": _load_jsonl,
    ".ndjson": _load_jsonl,
    ".jsonl.gz": _load_jsonl,
}
_DOCUMENTS: dict[str, Callable[[str, bytes], dict[str, Any]]] = {
    ".docx": _load_docx,
    ".htm": _load_html,
    ".html": _load_html,
    ".markdown": markdown_fields,
    ".md": markdown_fields,
    ".pdf": _load_pdf,
    ".txt": markdown_fields,
}
ROW_SUFFIXES = frozenset(_ROWS)
SUFFIXES = frozenset({*_ROWS, *_DOCUMENTS})
