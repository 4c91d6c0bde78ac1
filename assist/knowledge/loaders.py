"""Articles from files: Markdown with front matter, HTML, JSONL. A bad file or row is a reported failure, no crash."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assist.core.articles import Article
from assist.knowledge.markup import html_to_markdown, looks_like_html

MAX_FILE_BYTES = 20_000_000
SUFFIXES = frozenset({".md", ".markdown", ".html", ".htm", ".jsonl"})
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIRST_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")


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
        for file in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES):
            yield from load_bytes(str(file.relative_to(path)), file.read_bytes())
    elif not path.is_file():
        yield LoadFailure(str(path), "no such file or folder")
    else:
        yield from load_bytes(path.name, path.read_bytes())


def load_bytes(name: str, content: bytes) -> Iterator[Loaded]:
    """The articles of one file, known by its name's ending."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        yield LoadFailure(name, f"unknown file type '{suffix}'; use one of {', '.join(sorted(SUFFIXES))}")
        return
    if len(content) > MAX_FILE_BYTES:
        yield LoadFailure(name, f"larger than {MAX_FILE_BYTES:,} bytes")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield LoadFailure(name, f"not UTF-8 (byte {error.start}); save it as UTF-8")
        return
    if suffix == ".jsonl":
        yield from _load_jsonl(name, text)
    elif suffix in {".html", ".htm"}:
        title, body = html_to_markdown(text)
        yield _article(name, {"id": _id_of(name), "title": title or Path(name).stem, "body": body})
    else:
        yield _load_markdown(name, text)


def _load_jsonl(name: str, text: str) -> Iterator[Loaded]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        item = f"{name}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            yield LoadFailure(item, f"not JSON: {error.msg} at column {error.colno}")
            continue
        yield _article(item, row) if isinstance(row, dict) else LoadFailure(item, "not a JSON object")


def _load_markdown(name: str, text: str) -> Loaded:
    match = _FRONT_MATTER.match(text)
    values: dict[str, Any] = {}
    if match:
        try:
            loaded: Any = yaml.safe_load(match.group(1))
        except yaml.YAMLError as error:
            return LoadFailure(name, f"front matter is not YAML: {str(error).splitlines()[0]}")
        if not isinstance(loaded, dict):
            return LoadFailure(name, "front matter must be `key: value` lines")
        values = {str(key): value for key, value in loaded.items()}  # pyright: ignore[reportUnknownVariableType]
        text = text[match.end() :]
    if "title" not in values and (heading := _FIRST_HEADING.match(text)):
        values["title"] = heading.group(1)
        text = text[heading.end() :]
    values.setdefault("id", _id_of(name))
    values.setdefault("title", Path(name).stem.replace("-", " ").replace("_", " "))
    return _article(name, values | {"body": text.strip()})


def _article(item: str, values: dict[str, Any]) -> Loaded:
    try:
        return LoadedArticle(item, normalise(Article.model_validate(values)))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return LoadFailure(item, f"{'.'.join(map(str, first['loc'])) or 'article'}: {first['msg']}")


def normalise(article: Article) -> Article:
    """HTML bodies become Markdown, so that stored offsets mean one thing."""
    if not looks_like_html(article.body):
        return article
    body = html_to_markdown(article.body)[1]
    return article.model_copy(update={"body": body or article.title})


def _id_of(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._:-]+", "-", Path(name).with_suffix("").as_posix().replace("/", "."))[:128]
