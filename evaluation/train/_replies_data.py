"""What the reply towers learn from: situations and the replies given in them, read from conversations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.copilot.replies.context import ReplyContext, read_context
from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow
from evaluation.train._rows import require

HELD_OUT = 10  # one conversation in so many tells when training is good, and fits ranking and confidence
LEAST = 20  # answered conversations, below which nothing can be held out and measured


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A situation, the reply given in it (text and row of its vector), and the conversation it is from."""

    messages: tuple[Message, ...]
    context: ReplyContext
    reply: str
    vector: FloatArray
    conversation: int


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A situation with the vectors (r, dims) of what would be good to say; `conversation`: its own, not to be
    remembered there."""

    context: ReplyContext
    wanted: FloatArray
    conversation: int


def read_conversations(data: Sequence[Path]) -> tuple[list[ConversationRow], list[ConversationRow]]:
    """Annotated conversations and plain ones. Raises DataError where the plain ones are too few to hold some out."""
    every = [row for path in data for row in read_rows(path, ConversationRow)]
    annotated, rows = [row for row in every if row.gold.replies], [row for row in every if not row.gold.replies]
    answered = [number for number, row in enumerate(rows) if any(True for _ in _turns(row))]
    for kept in (False, True):
        seen = sum(bool(number % HELD_OUT) is kept for number in answered)
        what = f"answered conversations {'to learn from' if kept else f'among every {HELD_OUT}th, which are held out'}"
        require(seen, data, field="", least=LEAST if kept else LEAST // HELD_OUT, what=what)
    return annotated, rows


def _turns(row: ConversationRow) -> Iterator[int]:
    """Where an agent answers a customer's message at once."""
    for i in range(1, len(row.messages)):
        if row.messages[i].role == "agent" and row.messages[i - 1].role == "customer":
            yield i


def read_pairs(rows: Sequence[ConversationRow], encoder: Encoder) -> list[Pair]:
    """Pairs of all conversations; each text is encoded once."""
    texts = list(dict.fromkeys(message.text for row in rows for message in row.messages))
    vectors = encoder.encode(texts)
    place = {text: number for number, text in enumerate(texts)}
    pairs: list[Pair] = []
    for number, row in enumerate(rows):
        messages = row.transcript.messages
        own = vectors[[place[message.text] for message in messages]]
        for i in _turns(row):
            context = read_context(messages[:i], own[:i], channel=row.channel)
            pairs.append(Pair(messages[:i], context, messages[i].text, own[i], number))
    return pairs


def read_asked(rows: Sequence[ConversationRow], encoder: Encoder) -> list[Asked]:
    """The moments for which replies were written; conversations are numbered from -1 downwards."""
    asked: list[Asked] = []
    for number, row in enumerate(rows):
        messages = row.transcript.messages[: (row.gold.cut or 0) + 1]
        vectors = encoder.encode([message.text for message in messages])
        context = read_context(messages, vectors, channel=row.channel)
        asked.append(Asked(context, encoder.encode(list(row.gold.replies or ())), -1 - number))
    return asked
