"""Golden queries as authors write them: what an index must keep finding."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assist.core.conversation import Id, Message, Text, Transcript
from assist.core.ports import ArticleQuery

Origin = Literal["author", "feedback"]


@dataclass(frozen=True, slots=True)
class GoldenQuery:
    """A query and the articles of which at least one must be among the first three.

    query: what to look for where `text` alone is not it (a conversation); origin: an author wrote it, or it was
    mined from a card that an agent accepted.
    """

    id: str
    text: str
    expected: tuple[str, ...]
    query: ArticleQuery | None = None
    origin: Origin = "author"


@dataclass(frozen=True, slots=True)
class AcceptedCard:
    """An article that an agent took, and the conversation as it stood then."""

    id: str
    article_id: str
    transcript: Transcript


class GoldenEntry(BaseModel):
    """A question in words, or a conversation, and the articles of which one must be among the first three."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[Text, Field(min_length=1, max_length=2_000)] | None = None
    messages: Annotated[tuple[Message, ...], Field(min_length=1, max_length=100)] | None = None
    expected: Annotated[tuple[Id, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _one_question(self) -> "GoldenEntry":
        if (self.text is None) == (self.messages is None):
            raise ValueError("send either text or messages")
        return self

    @property
    def words(self) -> str:
        """The question in words: the text, or what the customer says."""
        if self.text is not None:
            return self.text
        return "\n".join(message.text for message in self.messages or () if message.side == "customer")
