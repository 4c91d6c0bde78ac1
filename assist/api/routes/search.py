"""Article search by words."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from assist.api import examples
from assist.api.auth import CallerDep
from assist.api.bodies import answers
from assist.api.queries import queried, read_query
from assist.api.state import ServerDep
from assist.copilot.options import ArticleOptions, FilterOptions
from assist.core.bounds import MAX_ARTICLES
from assist.core.conversation import Text
from assist.core.results import Articles
from assist.core.vocabulary import Audience

MAX_QUERY_CHARS = 2_000
router = APIRouter(tags=["articles"])

Name = Annotated[Text, Field(max_length=200)]


class SearchQuery(BaseModel):
    """What is looked for."""

    q: Annotated[Text, Field(min_length=1, max_length=MAX_QUERY_CHARS)] = Field(
        description="Words to look for.", examples=["late parcel"]
    )
    limit: int = Field(3, ge=1, le=MAX_ARTICLES)
    min_score: float | None = Field(None, ge=0, le=1, description="0 switches floor and abstention off.")
    product: Name | None = None
    company: Name | None = None
    audience: Audience | None = None
    locale: str | None = Field(None, max_length=35)
    tags: tuple[Text, ...] = Field((), max_length=50)


@router.get(
    "/v1/articles/search",
    response_model=None,
    responses=answers(Articles, examples.ARTICLES),
    openapi_extra=queried(SearchQuery),
)
async def search_articles(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Articles for a question in words, by meaning and by terms. Abstains unless a card is likely to help."""
    key = server.answers.key("search", request.scope["query_string"], server.engine.generation())
    answer = server.answers.get(key)
    if answer is None:
        asked = read_query(request, SearchQuery)
        filters = FilterOptions(
            product=asked.product,
            company=asked.company,
            audience=asked.audience,
            locale=asked.locale,
            tags=asked.tags,
        )
        options = ArticleOptions(limit=asked.limit, min_score=asked.min_score, filters=filters)
        copilot = server.engine.copilot

        def work() -> bytes:
            found = copilot.search_articles(asked.q, options)
            server.metrics.outcome("search", found)
            return found.__pydantic_serializer__.to_json(found)

        answer = await server.work.run(work)
        server.answers.put(key, answer)
    else:
        server.metrics.cached()
    return Response(answer, media_type="application/json")
