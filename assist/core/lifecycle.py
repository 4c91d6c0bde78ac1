"""The life of an article or an approved reply: which state may follow which, in one table."""

from assist.core.errors import Conflict
from assist.core.vocabulary import ArticleState

# A new one may start anywhere: imports bring published articles. What is out of use comes back as a draft or is
# published again as it is; an approval is given to a draft, never to what is published or archived.
MOVES: dict[ArticleState, frozenset[ArticleState]] = {
    "draft": frozenset({"draft", "approved", "published", "archived"}),
    "approved": frozenset({"draft", "approved", "published", "archived"}),
    "published": frozenset({"draft", "published", "archived"}),
    "archived": frozenset({"draft", "published", "archived"}),
}


def check_move(before: ArticleState, after: ArticleState, *, what: str) -> None:
    """Raises Conflict (`state_transition`) when `after` may not follow `before`."""
    if after not in MOVES[before]:
        allowed = ", ".join(sorted(MOVES[before] - {before}))
        raise Conflict(f"{what} is {before} and cannot become {after}; allowed: {allowed}", code="state_transition")
