"""Article search by words."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from assist.api import examples
from assist.api.auth import CallerDep
from assist.api.bodies import answers
from assist.api.state import ServerDep
from assist.copilot.options import MAX_ARTICLES, ArticleOptions, FilterOptions
from assist.core.conversation import Text
from assist.core.results import Articles
from assist.core.vocabulary import Audience

MAX_QUERY_CHARS = 2_000
router = APIRouter(tags=["articles"])

Query200 = Annotated[Text | None, Query(max_length=200)]


@router.get("/v1/articles/search", response_model=None, responses=answers(Articles, examples.ARTICLES))
async def search_articles(
    request: Request,
    server: ServerDep,
    caller: CallerDep,
    q: Annotated[
        Text,
        Query(min_length=1, max_length=MAX_QUERY_CHARS, description="Words to look for.", examples=["late parcel"]),
    ],
    limit: Annotated[int, Query(ge=1, le=MAX_ARTICLES)] = 3,
    min_score: Annotated[float | None, Query(ge=0, le=1, description="0 switches floor and abstention off.")] = None,
    product: Query200 = None,
    company: Query200 = None,
    audience: Audience | None = None,
    locale: Annotated[str | None, Query(max_length=35)] = None,
    tags: Annotated[list[Text] | None, Query(max_length=50)] = None,
) -> Response:
    """Articles for a question in words, by meaning and by terms. Abstains unless a card is likely to help."""
    key = server.answers.key("search", request.scope["query_string"], server.engine.generation())
    answer = server.answers.get(key)
    if answer is None:
        filters = FilterOptions(
            product=product, company=company, audience=audience, locale=locale, tags=tuple(tags or ())
        )
        options = ArticleOptions(limit=limit, min_score=min_score, filters=filters)
        copilot = server.engine.copilot

        def work() -> bytes:
            found = copilot.search_articles(q, options)
            server.metrics.outcome("search", found)
            return found.__pydantic_serializer__.to_json(found)

        answer = await server.work.run(work)
        server.answers.put(key, answer)
    else:
        server.metrics.cached()
    return Response(answer, media_type="application/json")
