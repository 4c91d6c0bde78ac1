"""What to read now: the conversation's own vectors and words become one article query, its hits become cards."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import NO_FILTERS, ArticleFilters, ArticleHit, ArticleQuery, ArticleSearch, SearchResult
from assist.core.replies import NO_REFUSALS, RefusedCards
from assist.core.results import ArticleCard, Articles, Versions
from assist.core.vocabulary import ACTS, Act, Relevance

CONFIDENCE_FLOOR = 0.65  # FEATURES.md: silence below this chance that any shown card helps
HIGH, MEDIUM = 0.80, 0.50
RECENT_MESSAGES = 18
NEGLIGIBLE = 0.02  # share of the heaviest sentence under which one adds no words

# How much a sentence of a message with this act says of what is looked for.
ACT_WEIGHTS: dict[Act, float] = {
    "issue": 1.0,
    "question_customer": 1.0,
    "detail": 0.7,
    "complaint": 0.6,
    "confirm": 0.25,
    "other": 0.3,
    "greeting": 0.05,
    "closing": 0.0,
    "question_agent": 0.3,
    "action": 0.3,
    "advice": 0.3,
    "commitment": 0.2,
}


def suggest_articles(
    conversation: Conversation,
    search: ArticleSearch,
    *,
    limit: int = 3,
    min_score: float | None = None,
    filters: ArticleFilters = NO_FILTERS,
    refused: RefusedCards = NO_REFUSALS,
) -> Articles:
    """Cards for what the customer needs now. `min_score` 0 switches floor and abstention off, and so does a "No" that
    asks for the next ones."""
    query = conversation_query(conversation, limit=limit, filters=filters)
    if query is None:
        return Articles(status="abstained", reason="no_evidence")
    if refused.now and min_score is None:
        min_score = 0.0
    return as_cards(search.search(replace(query, refused=refused.articles)), limit=limit, min_score=min_score)


def search_articles(
    text: str,
    search: ArticleSearch,
    *,
    limit: int = 3,
    min_score: float | None = None,
    filters: ArticleFilters = NO_FILTERS,
) -> Articles:
    """Cards for a question in words."""
    found = search.search(ArticleQuery(text=text, filters=filters, limit=limit))
    return as_cards(found, limit=limit, min_score=min_score)


def conversation_query(
    conversation: Conversation, *, limit: int = 3, filters: ArticleFilters = NO_FILTERS
) -> ArticleQuery | None:
    """What the customer says as the question, what the agent says as its context; None before anybody has spoken."""
    shares = sentence_weights(conversation)
    sides = [message.side for message in conversation.messages]
    owned = [sides[sentence.message] for sentence in conversation.sentences]
    asked, around = (
        _pool(conversation, shares * np.array([side == own for own in owned], dtype=np.float32))
        for side in ("customer", "agent")
    )
    if asked is None:
        asked, around = around, None
    if asked is None:
        return None
    return ArticleQuery(
        vector=asked[0],
        terms=asked[1],
        context_vector=around[0] if around else None,
        context_terms=around[1] if around else (),
        said="\n".join(m.text for m in conversation.messages[-RECENT_MESSAGES:] if m.side != "system"),
        filters=filters,
        limit=limit,
    )


def sentence_weights(conversation: Conversation) -> FloatArray:
    """(s,) in 0-1 by act and salience; 0 for system messages and those before the last `RECENT_MESSAGES`.

    Recency beyond that made retrieval worse on gold train: the first message mostly says what the matter is.
    """
    messages = conversation.messages
    if not conversation.sentences:
        return np.zeros(0, dtype=np.float32)
    acts = conversation.scores.acts @ np.array([ACT_WEIGHTS[act] for act in ACTS], dtype=np.float32)
    owner = np.array([sentence.message for sentence in conversation.sentences])
    heard = np.array([m.side != "system" for m in messages])[owner] & (owner >= len(messages) - RECENT_MESSAGES)
    shares = acts[owner] * (0.5 + 0.5 * conversation.scores.sentence_salience)
    return np.where(heard, shares, 0).astype(np.float32)


def _pool(conversation: Conversation, shares: FloatArray) -> tuple[FloatArray, tuple[tuple[str, float], ...]] | None:
    """Unit vector (dims,) and weighted texts of the sentences; None when no sentence has weight."""
    top = float(shares.max()) if len(shares) else 0.0
    if top <= 0:
        return None
    shares = shares / top
    vector = shares @ conversation.sentence_vectors
    norm = float(np.linalg.norm(vector))
    if norm < 1e-6:
        return None
    rows = np.flatnonzero(shares > NEGLIGIBLE)
    texts = tuple((conversation.sentences[row].text, float(shares[row])) for row in rows)
    return np.asarray(vector / norm, dtype=np.float32), texts


def as_cards(found: SearchResult, *, limit: int, min_score: float | None) -> Articles:
    """Search hits as cards, or an abstention with its reason."""
    versions = Versions(index=found.snapshot)
    if found.empty:
        return Articles(status="abstained", reason="index_empty", versions=versions)
    if not found.hits:
        return Articles(status="abstained", reason="no_evidence", versions=versions)
    if min_score is None and found.confidence < CONFIDENCE_FLOOR:
        return Articles(status="abstained", reason="low_confidence", versions=versions)
    hits: Sequence[ArticleHit] = [hit for hit in found.hits if hit.score >= (min_score or 0.0)][:limit]
    if not hits:
        return Articles(status="abstained", reason="low_confidence", versions=versions)
    return Articles(articles=tuple(_card(hit) for hit in hits), versions=versions)


def _card(hit: ArticleHit) -> ArticleCard:
    return ArticleCard(
        id=hit.article.id,
        title=hit.article.title,
        snippet=hit.passage,
        highlights=hit.highlights,
        score=round(hit.score, 4),
        relevance=_relevance(hit.score),
        why=hit.why,
        section=hit.section,
        url=hit.article.url,
        revision=hit.revision,
        audience="internal" if hit.internal else hit.article.audience,
    )


def _relevance(score: float) -> Relevance:
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
