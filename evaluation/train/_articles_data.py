"""What is learned of articles: their file, and the conversations for which somebody looked for them."""

from collections.abc import Sequence
from pathlib import Path

from evaluation.articles import check_known
from evaluation.errors import DataError
from evaluation.rows import read_jsonl, read_numbered
from evaluation.schema import ConversationRow
from evaluation.train._rows import require


def read_covered(data: Sequence[Path]) -> tuple[Path, list[ConversationRow]]:
    """The file of articles, and the conversations for which somebody looked for articles.

    Raises DataError where one of the two is missing or they do not fit together.
    """
    kinds = {path: next(read_jsonl(path), None) for path in data}
    found = [path for path, first in kinds.items() if first and "body" in first.value]
    require(len(found), data, field="body", least=1, what="files of articles")
    articles, talks = found[0], [path for path in data if path != found[0]]
    rows: list[ConversationRow] = []
    for path in talks:
        for line, row in read_numbered(path, ConversationRow):
            if row.gold.articles is None:
                continue
            if not any(message.role == "customer" for message in row.messages):
                raise DataError(file=str(path), line=line, field="messages", message="needs one of the customer")
            rows.append(row)
        check_known(path, {row.id: row.gold.articles or () for row in rows}, articles)
    named = talks or data
    require(sum(bool(row.gold.articles) for row in rows), named, field="gold.articles", least=1)
    require(len({company_of(row) for row in rows}), named, field="", least=2, what="companies (ids `company-number`)")
    return articles, rows


def company_of(row: ConversationRow) -> str:
    """Of ids `company-number`."""
    return row.id.rsplit("-", 1)[0]
