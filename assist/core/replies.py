"""What the reply memory keeps, what a team allows in replies, and what agents made of suggestions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assist.core.conversation import Id, Text
from assist.core.encoding import FloatArray
from assist.core.vocabulary import Channel

Promise = Literal["refund", "compensation", "legal", "discount", "deadline"]
ReplyVerdict = Literal["shown", "accepted", "edited", "rejected"]


@dataclass(frozen=True, slots=True, eq=False)
class ReplyExample:
    """What an agent said in a situation. `text` holds placeholders in place of values and personal data.

    id names situation and text, so that the same turn is kept once; label: the name of the canned action, if the
    agent picked one; situation, reply: (width,) unit vectors, made by the weights `model` names; state: features of
    labelled examples, packed.
    """

    id: str
    text: str
    conversation: str
    situation: FloatArray
    reply: FloatArray
    label: str | None = None
    agent_id: str | None = None
    team: str | None = None
    customer_id: str | None = None
    channel: Channel = "chat"
    outcome: str | None = None
    at: datetime | None = None
    state: bytes | None = None
    model: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class ReplyEdit:
    """What an agent made of a suggestion before sending it, values as placeholders."""

    text: str
    agent_id: str | None = None
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyTally:
    """What agents did with one suggestion cluster."""

    cluster: str
    shown: int = 0
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    edits: tuple[ReplyEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierSuggestion:
    """A reply that was suggested before in the session; `cluster` is its `source.id`."""

    id: str
    text: str
    cluster: str | None = None
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class RefusedCards:
    """Articles whose cards the agent refused in a session. `now`: one of them at the revision that is answered, which
    asks for the next ones, likely or not."""

    articles: frozenset[str] = frozenset()
    now: bool = False


NO_REFUSALS = RefusedCards()


@dataclass(frozen=True, slots=True)
class ReplySession:
    """What a session adds to its transcript: team and customer, what was suggested in it so far, what was refused."""

    team: str | None = None
    customer_name: str | None = None
    earlier: tuple[EarlierSuggestion, ...] = field(default=())
    refused_cards: RefusedCards = NO_REFUSALS


class BannedPhrase(BaseModel):
    """A phrase that no suggestion may hold, matched as whole words in any case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phrase: Annotated[Text, Field(min_length=1, max_length=200)]
    reason: Annotated[Text, Field(min_length=1, max_length=300)] = "banned by the team's policy"


class ReplyPolicy(BaseModel):
    """What a team's suggestions may say. `approval`: promises that are withheld with a reason.

    remember: closed sessions of the team feed its reply memory.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: Id
    banned: Annotated[tuple[BannedPhrase, ...], Field(max_length=500)] = ()
    approval: tuple[Promise, ...] = ()
    remember: bool = True
    tone: Literal["friendly", "professional", "formal"] | None = None
    signature: Annotated[Text, Field(max_length=500)] | None = None
