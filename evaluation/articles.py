"""Articles of a JSONL file or a folder of Markdown, and ids that the product accepts for them."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from assist.core.articles import Article
from assist.core.vocabulary import ID_PATTERN, RESERVED_IDS
from assist.knowledge.loaders import files_in, markdown_fields
from assist.knowledge.unreadable import Unreadable
from evaluation.errors import DataError
from evaluation.rows import Row, read_rows, validate_row
from evaluation.schema import ArticleRow

_SHOWN = 5  # unknown ids that an error names


def read_articles(path: Path) -> list[ArticleRow]:
    """Articles with the ids as written. Raises DataError with file, line and field."""
    return _read_folder(path) if path.is_dir() else read_rows(path, ArticleRow)


def _read_folder(folder: Path) -> list[ArticleRow]:
    """Every Markdown file as `assist articles import` reads it; one without an id is known by its name."""
    files: dict[str, str] = {}
    rows: list[ArticleRow] = []
    for name, file in files_in(folder):
        if file.suffix != ".md" or file.name == "README.md":
            continue
        row = _read_markdown(name, file)
        if row.id in files:
            raise DataError(
                file=str(file), line=1, field="id", message=f"'{row.id}' is already used in {files[row.id]}"
            )
        files[row.id] = str(file)
        rows.append(row)
    if not rows:
        raise DataError(file=str(folder), line=0, field="", message="has no Markdown files")
    return rows


def _read_markdown(name: str, file: Path) -> ArticleRow:
    try:
        return validate_row(Row(markdown_fields(name, file.read_bytes()), 1), ArticleRow, file)
    except (Unreadable, UnicodeDecodeError) as error:
        raise DataError(file=str(file), line=1, field="", message=f"cannot be read: {error}") from None


def check_known(data: Path, gold: Mapping[str, Iterable[str]], articles: Path) -> None:
    """`gold`: row id -> article ids. Raises DataError where `articles` lacks some: every figure would read too low."""
    known = {row.id for row in read_articles(articles)}
    unknown = [(article, row) for row, wanted in gold.items() for article in wanted if article not in known]
    if unknown:
        shown = ", ".join(f"'{article}' (row '{row}')" for article, row in unknown[:_SHOWN])
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        message = f"names articles that {articles} does not have: {shown}{more}"
        raise DataError(file=str(data), line=0, field="gold", message=message)


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
