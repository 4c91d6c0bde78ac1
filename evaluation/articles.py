"""Articles of a JSONL file or a folder of Markdown, and ids that the product accepts for them."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from assist.core.articles import Article
from assist.core.vocabulary import ID_PATTERN, RESERVED_IDS
from evaluation.errors import DataError
from evaluation.rows import read_rows
from evaluation.schema import ArticleRow

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


def read_articles(path: Path) -> list[ArticleRow]:
    """Articles with the ids as written. Raises DataError with file, line and field."""
    if path.is_dir():
        return [_read_markdown(file) for file in sorted(path.rglob("*.md")) if file.name != "README.md"]
    return read_rows(path, ArticleRow)


def _read_markdown(file: Path) -> ArticleRow:
    match = _FRONT_MATTER.match(file.read_text(encoding="utf-8"))
    if match is None:
        raise DataError(file=str(file), line=1, field="", message="needs front matter between --- lines")
    return ArticleRow.model_validate({**yaml.safe_load(match.group(1)), "body": match.group(2).strip()})


def safe_id(raw: str) -> str:
    """`raw` where the product accepts it as an id, else a readable form of it with a hash."""
    if re.fullmatch(ID_PATTERN, raw) and raw not in RESERVED_IDS:
        return raw
    readable = re.sub(r"[^A-Za-z0-9._:-]+", "-", raw)[:100]
    return f"{readable}-{hashlib.sha256(raw.encode()).hexdigest()[:8]}"


def as_product_articles(rows: Sequence[ArticleRow]) -> tuple[list[Article], dict[str, str]]:
    """Articles as authors would store them, and product id -> id as written."""
    names = {safe_id(row.id): row.id for row in rows}
    articles = [
        Article(
            id=safe_id(row.id),
            title=row.title[:500],
            body=row.body,
            product=row.product,
            company=row.company,
            audience="internal" if row.internal else row.audience,
            locale=row.locale,
            tags=row.tags,
        )
        for row in rows
    ]
    return articles, names
