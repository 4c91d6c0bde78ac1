"""How much of a feature may be asked for, by a call and by what an agent's desk follows, and how much it is else."""

from typing import Annotated

from pydantic import Field

MAX_SUGGESTIONS = 20
MAX_ARTICLES = 50
SUGGESTIONS = ARTICLES = 3
SUMMARY_WORDS = 100

RepliesLimit = Annotated[int, Field(ge=1, le=MAX_SUGGESTIONS)]
ArticlesLimit = Annotated[int, Field(ge=1, le=MAX_ARTICLES)]
SummaryWords = Annotated[int, Field(ge=10, le=1_000)]
