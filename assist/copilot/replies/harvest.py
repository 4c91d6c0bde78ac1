"""From past conversations to examples of the reply memory: each agent turn with the situation it answered."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.context import ReplyContext, read_context
from assist.copilot.replies.placeholders import Lowercase, generalise
from assist.copilot.replies.towers import Towers
from assist.copilot.replies.turns import Turns
from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.replies import ReplyExample
from assist.core.vocabulary import Channel

MAX_REPLY_WORDS = 160
MIN_REPLY_WORDS = 2
FREE_TEXT = frozenset({"custom", "typed", "other", "none", ""})  # action names that mean: no canned action


@dataclass(frozen=True, slots=True)
class PastConversation:
    """A conversation with what is known about its agent's turns; `actions`: the canned action of each message."""

    id: str
    messages: tuple[Message, ...]
    channel: Channel = "chat"
    actions: tuple[str | None, ...] = ()
    agent_id: str | None = None
    team: str | None = None
    customer_id: str | None = None
    customer_name: str | None = None
    outcome: str | None = None
    at: datetime | None = None

    def action(self, index: int) -> str | None:
        """The canned action of a message; None when the agent wrote it freely."""
        action = self.actions[index] if index < len(self.actions) else None
        return None if action is None or action.strip().lower() in FREE_TEXT else action


def harvest(
    conversations: Sequence[PastConversation], *, encoder: Encoder, towers: Towers, is_common: Lowercase | None = None
) -> list[ReplyExample]:
    """Examples of several conversations, encoded together. Texts lose personal data and values."""
    texts = list(dict.fromkeys(m.text for talk in conversations for m in talk.messages))
    if not texts:
        return []
    row_of = {text: row for row, text in enumerate(texts)}
    vectors = encoder.encode(texts)
    common = is_common or common_words(texts)
    found: list[tuple[PastConversation, int, ReplyContext]] = []
    for talk in conversations:
        own = vectors[[row_of[message.text] for message in talk.messages]]
        for i in _turns(talk):
            listed = talk.action(i) is not None
            found.append((talk, i, read_context(talk.messages[:i], own[:i], channel=talk.channel, listed=listed)))
    if not found:
        return []
    situations = towers.remembered_situations([context for _, _, context in found])
    replies = towers.remembered_replies(vectors[[row_of[talk.messages[i].text] for talk, i, _ in found]])
    return [
        replace(_example(talk, i, context, situation, reply, common), model=towers.version)
        for (talk, i, context), situation, reply in zip(found, situations, replies, strict=True)
    ]


def common_words(texts: Sequence[str]) -> Lowercase:
    """Tells words that these texts mostly write in lower case: their capitals are no names."""
    counts = Counter(word.strip(".,!?;:()\"'") for text in texts for word in text.split())
    lower = Counter[str]()
    upper = Counter[str]()
    for word, count in counts.items():
        (lower if word.islower() else upper)[word.lower()] += count
    return lambda word: lower[word.lower().strip(".,!?;:'")] >= max(2, 0.3 * upper[word.lower()])


def pack_state(context: ReplyContext) -> bytes:
    """A context as bytes, vectors in eighths of a percent: what the label model is fitted on."""
    stream = io.BytesIO()
    turns = context.turns
    scale = np.abs(np.concatenate([context.fields, context.said, turns.vectors])).max() or 1.0
    np.savez(
        stream,
        fields=np.round(context.fields / scale * 127).astype(np.int8),
        said=np.round(context.said / scale * 127).astype(np.int8),
        scale=np.float32(scale),
        place=context.place.astype(np.float16),
        words=context.words.astype(np.int16),
        turns=np.round(turns.vectors / scale * 127).astype(np.int8),
        sides=turns.sides.astype(np.int8),
        turn_words=turns.words.astype(np.int16),
        ends=turns.ends.astype(np.int16),
    )
    return stream.getvalue()


def unpack_state(content: bytes) -> ReplyContext:
    """What `pack_state` made, to within its rounding."""
    with np.load(io.BytesIO(content), allow_pickle=False) as data:
        scale = np.float32(data["scale"]) / 127
        return ReplyContext(
            fields=data["fields"].astype(np.float32) * scale,
            place=data["place"].astype(np.float32),
            words=data["words"].astype(np.int64),
            said=data["said"].astype(np.float32) * scale,
            turns=_unpack_turns(data, scale),
        )


def _unpack_turns(data: Mapping[str, NDArray[Any]], scale: np.float32) -> Turns:
    """None of a state that was kept before they were."""
    if "turns" not in data:
        return Turns.none(data["fields"].shape[1])
    places = (data[name].astype(np.int64) for name in ("sides", "turn_words", "ends"))
    return Turns(data["turns"].astype(np.float32) * scale, *places)


def _turns(talk: PastConversation) -> Iterator[int]:
    """Agent turns worth remembering: they answer something, and are neither notes nor bot lines."""
    heard = False
    for index, message in enumerate(talk.messages):
        heard = heard or message.role == "customer"
        words = len(message.text.split())
        if message.role != "agent" or message.internal or not heard:
            continue
        if talk.action(index) is not None or MIN_REPLY_WORDS <= words <= MAX_REPLY_WORDS:
            yield index


def _example(
    talk: PastConversation,
    index: int,
    context: ReplyContext,
    situation: FloatArray,
    reply: FloatArray,
    common: Lowercase,
) -> ReplyExample:
    text, label = talk.messages[index].text, talk.action(index)
    if talk.customer_name:
        text = _without(text, talk.customer_name)
    key = "\x1f".join([talk.id, *(m.text for m in talk.messages[: index + 1])])
    return ReplyExample(
        id=hashlib.blake2b(key.encode(), digest_size=16).hexdigest(),
        text=generalise(text, is_common=common),
        conversation=talk.id,
        situation=situation,
        reply=reply,
        label=label,
        agent_id=talk.agent_id,
        team=talk.team,
        customer_id=talk.customer_id,
        channel=talk.channel,
        outcome=talk.outcome,
        at=talk.messages[index].at or talk.at,
        state=pack_state(context) if label is not None else None,
    )


def _without(text: str, name: str) -> str:
    for part in dict.fromkeys([name, *name.split()]):
        if len(part) > 1:
            text = text.replace(part, "[Customer Name]")
    return text
