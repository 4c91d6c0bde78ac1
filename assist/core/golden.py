"""Golden queries as authors write them: what an index must keep finding."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assist.core.conversation import Id, Message, Text


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
