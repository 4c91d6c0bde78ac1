"""All routers, in the order in which paths are matched: what every message asks for, then fixed words before ids."""

from fastapi.routing import APIRoute

from assist.api.routes import (
    approved_replies,
    articles,
    assistance,
    authoring,
    case_drafts,
    configuration,
    convert,
    drafts,
    erasure,
    events,
    feedback,
    golden_queries,
    history,
    index,
    messages,
    operations,
    pane,
    reply_policies,
    search,
    sessions,
    suggestions,
    tabs,
)

ROUTERS = (
    messages.router,
    pane.router,
    assistance.router,
    authoring.router,
    convert.router,
    search.router,
    articles.router,
    approved_replies.router,
    golden_queries.router,
    history.router,
    reply_policies.router,
    index.router,
    sessions.router,
    tabs.router,
    drafts.router,
    case_drafts.router,
    suggestions.router,
    feedback.router,
    events.router,
    configuration.router,
    erasure.router,
    operations.router,
)


def methods_by_path() -> dict[str, tuple[str, ...]]:
    """The methods that each path takes, for `Allow`: the framework names those of the first route alone."""
    found: dict[str, set[str]] = {}
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                found.setdefault(route.path, set()).update(route.methods or ())
    for methods in found.values():
        methods.update({"HEAD"} if "GET" in methods else ())
    return {path: tuple(sorted(methods)) for path, methods in found.items()}
