"""Knowledge articles and approved replies as authors write them."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assist.core.conversation import Id, Instant, Text
from assist.core.vocabulary import ArticleState, Audience, Channel

MAX_BODY_CHARS = 500_000
_NO = frozenset({"", "false", "no", "n", "off", "0"})


class Article(BaseModel):
    """One knowledge article; `body` is Markdown or HTML. `> **Internal note:**` blocks are for agents only.

    `internal: true` wins over any `audience`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id
    title: Annotated[Text, Field(min_length=1, max_length=500)]
    body: Annotated[Text, Field(min_length=1, max_length=MAX_BODY_CHARS)]
    product: Annotated[Text, Field(max_length=200)] | None = None
    company: Annotated[Text, Field(max_length=200)] | None = None
    audience: Audience = "public"
    locale: Annotated[str, Field(max_length=35)] = "en"
    tags: tuple[Annotated[Text, Field(max_length=100)], ...] = ()
    state: ArticleState = "published"
    verbatim: bool = False
    expires_at: Instant | None = None
    url: Annotated[Text, Field(max_length=2_000)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _internal_flag(cls, data: Any) -> Any:
        if isinstance(data, dict) and "internal" in data:
            values: dict[str, Any] = dict(data)  # pyright: ignore[reportUnknownArgumentType]
            if _is_set(values.pop("internal")):
                values["audience"] = "internal"
            return values
        return data


def _is_set(flag: Any) -> bool:
    """Whether a flag of a file says yes; what is not plainly a no counts, since it was meant to hide something."""
    return flag.strip().lower() not in _NO if isinstance(flag, str) else bool(flag)


def split_tags(tags: Any) -> Any:
    """Tags that an author wrote as one text, separated by `;` or `,`; numbers in a list as text, the rest as it is."""
    if isinstance(tags, str):
        return [tag.strip() for tag in re.split(r"[;,]", tags) if tag.strip()]
    if isinstance(tags, list):
        found: list[Any] = tags  # pyright: ignore[reportUnknownVariableType]
        return [str(tag) if isinstance(tag, int | float) and not isinstance(tag, bool) else tag for tag in found]
    return [] if tags is None else split_tags([tags]) if isinstance(tags, int | float) else tags


class ArticleRecord(BaseModel):
    """A stored article: `revision` rises by one per change, `sequence` orders changes over all articles."""

    model_config = ConfigDict(frozen=True)

    article: Article
    revision: int
    sequence: int
    etag: str
    author: str | None = None
    created_at: datetime
    updated_at: datetime
    deleted: bool = False


class ApprovedReply(BaseModel):
    """A team's approved wording, returned word for word; `{name}` marks a placeholder."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id
    text: Annotated[Text, Field(min_length=1, max_length=4_000)]
    title: Annotated[Text, Field(max_length=300)] | None = None
    tags: tuple[Annotated[Text, Field(max_length=100)], ...] = ()
    channel: Channel | None = None
    locale: Annotated[str, Field(max_length=35)] = "en"
    owner: Annotated[Text, Field(max_length=128)] | None = None
    state: ArticleState = "published"
