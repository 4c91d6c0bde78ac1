"""Questions and conversations that look for articles: what `articles` and `abstain` have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assist.core.conversation import Message, Transcript
from assist.core.results import Articles
from evaluation.articles import check_known
from evaluation.engine import Product
from evaluation.errors import EvaluationError
from evaluation.items import Item
from evaluation.rows import read_jsonl, read_rows
from evaluation.schema import ConversationRow, QueryRow
from evaluation.tasks.base import Sources, content_of, conversation_slices

MOMENTS = ("second", "cut", "end")


@dataclass(frozen=True, slots=True)
class Question:
    """A plain query (`text`) or a conversation so far (`transcript`), and the articles that answer it."""

    gold: tuple[str, ...]
    answerable: bool
    text: str = ""
    transcript: Transcript | None = None
    moment: str | None = None

    def ask(self, product: Product, *, limit: int, min_score: float | None) -> Articles:
        """The product's cards for it."""
        if self.transcript is not None:
            return product.suggest_articles(self.transcript, limit=limit, min_score=min_score)
        return product.search_articles(self.text, limit=limit, min_score=min_score)

    @property
    def words(self) -> str:
        """What simple methods search with: the query, or all that the customer said."""
        if self.transcript is None:
            return self.text
        return "\n".join(message.text for message in self.transcript.messages if message.side == "customer")


@dataclass(frozen=True, slots=True)
class _Moment:
    name: str
    index: int = field(default=0)


def articles_of(sources: Sources) -> Path:
    """The articles to search. Raises EvaluationError when none were named."""
    if sources.articles is None:
        raise EvaluationError("this task searches articles; name them with --articles FILE")
    return sources.articles


def question_items(sources: Sources) -> list[Item]:
    """Items of a query file, or of annotated conversations at their second customer message, cut and end.

    Conversations without `gold.articles` (nobody looked for articles) are left out. Raises EvaluationError when the
    file holds nothing that can be asked, DataError where it names articles that are not there to be found.
    """
    first = next(read_jsonl(sources.data), None)
    annotated = first is not None and isinstance(first.value.get("gold"), dict)
    items = _from_conversations(sources) if annotated else _from_queries(sources)
    if not items:
        raise EvaluationError(f"{sources.data} has no questions: rows need text or messages, and gold article ids")
    check_known(sources.data, {item.group: item.payload.gold for item in items}, articles_of(sources))
    return items


def _from_queries(sources: Sources) -> list[Item]:
    rows = read_rows(sources.data, QueryRow)
    if any(row.opening for row in rows):
        rows = [row for row in rows if row.opening]
    return [Item(row.id, row.id, content_of(row), _question(row), {}) for row in rows]


def _question(row: QueryRow) -> Question:
    messages: Sequence[Message] = row.messages
    if row.opening:
        messages = [Message(role="customer", text=row.opening)]
    if messages:
        transcript = Transcript(channel=row.channel, messages=tuple(_plain(message) for message in messages))
        return Question(row.gold, row.can_be_answered, transcript=transcript)
    return Question(row.gold, row.can_be_answered, text=row.text or "")


def _plain(message: Message) -> Message:
    return Message(role=message.role, text=message.text)


def _from_conversations(sources: Sources) -> list[Item]:
    items: list[Item] = []
    for row in read_rows(sources.data, ConversationRow):
        if row.gold.articles is None:
            continue
        transcript = row.transcript
        for moment in _moments(row):
            question = Question(
                row.gold.articles,
                bool(row.gold.articles),
                transcript=transcript.until(moment.index),
                moment=moment.name,
            )
            slices = conversation_slices(row) | {"moment": moment.name}
            key = f"{row.id}@{moment.name}"
            items.append(Item(key, row.id, content_of(row, moment=moment.name), question, slices))
    return items


def _moments(row: ConversationRow) -> list[_Moment]:
    said = [index for index, message in enumerate(row.messages) if message.role == "customer"]
    moments = [_Moment("second", said[1] if len(said) > 1 else said[0])] if said else []
    if row.gold.cut is not None:
        moments.append(_Moment("cut", row.gold.cut))
    return [*moments, _Moment("end", len(row.messages) - 1)]
