"""Where knowledge is missing: questions that found nothing, or whose card was refused, grouped by what they mean."""

import hashlib
from collections.abc import Sequence

import numpy as np

from assist.copilot.articles import CONFIDENCE_FLOOR
from assist.core.authoring import GapExample, KnowledgeGap, KnowledgeGaps, Miss, NearestArticle
from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray
from assist.core.ports import ArticleQuery, ArticleSearch, Encoder
from assist.core.redact import Pseudonymizer
from assist.core.text.sentences import split_sentences

SAME = 0.5  # cosine to a group's mean from which a question belongs to it; 99.5 % of unlike gold pairs are below .48
QUESTION_CHARS = 300
MIN_WORDS = 4
EXAMPLES = 5


def find_gaps(
    misses: Sequence[Miss], encoder: Encoder, search: ArticleSearch, *, skip: int = 0, limit: int = 50
) -> tuple[KnowledgeGaps, bool]:
    """The most frequent gaps behind the first `skip`, and whether there are more. A question that an article answers
    by now is still listed, marked as covered."""
    asked = [(miss, question) for miss in misses if (question := question_of(miss.transcript))]
    if not asked:
        return KnowledgeGaps(items=(), conversations=len(misses)), False
    vectors = encoder.encode([question for _, question in asked])
    groups = group(vectors, threshold=SAME)
    gaps = [_gap([asked[row] for row in rows], vectors[rows], search) for rows in groups[skip : skip + limit]]
    return KnowledgeGaps(items=tuple(gaps), conversations=len(misses)), skip + limit < len(groups)


def question_of(transcript: Transcript) -> str:
    """What the customer wants, in their own words: the first sentences that say more than hello."""
    found: list[str] = []
    for message in transcript.messages:
        if message.side == "customer" and not message.internal:
            spans = split_sentences(message.text)
            found += [message.text[a:b].strip() for a, b in spans if len(message.text[a:b].split()) >= MIN_WORDS]
        if sum(map(len, found)) > QUESTION_CHARS / 2:
            break
    return " ".join(found)[:QUESTION_CHARS]


def group(vectors: FloatArray, *, threshold: float) -> list[list[int]]:
    """Rows of `vectors` (n, dims) in groups around their means, the largest group first.

    Each row joins the nearest mean or opens a group; then all rows are assigned once more to the means as they are.
    """
    groups, means = _assign(vectors, [], threshold)
    groups, _ = _assign(vectors, means, threshold)
    return sorted(groups, key=lambda rows: (-len(rows), rows[0]))


def _assign(
    vectors: FloatArray, means: Sequence[FloatArray], threshold: float
) -> tuple[list[list[int]], list[FloatArray]]:
    """Rows by the nearest of `means` (more are opened where none is near), and the means of the filled groups."""
    centres = list(means)
    groups: list[list[int]] = [[] for _ in centres]
    for row, vector in enumerate(vectors):
        near = int(np.argmax([float(vector @ centre) for centre in centres])) if centres else -1
        if near < 0 or float(vector @ centres[near]) < threshold:
            centres.append(vector)
            groups.append([])
            near = len(centres) - 1
        groups[near].append(row)
    filled = [rows for rows in groups if rows]
    sums = [vectors[rows].sum(axis=0) for rows in filled]
    return filled, [total / max(float(np.linalg.norm(total)), 1e-9) for total in sums]


def _gap(asked: Sequence[tuple[Miss, str]], vectors: FloatArray, search: ArticleSearch) -> KnowledgeGap:
    mean = vectors.sum(axis=0)
    middle = int(np.argmax(vectors @ mean))
    examples = [
        GapExample(
            suggestion_id=miss.suggestion_id,
            session_id=miss.session_id,
            question=Pseudonymizer().redact(question).text,
            reason=miss.reason,
            at=miss.at,
        )
        for miss, question in asked
    ]
    rejected = sum(miss.reason == "rejected" for miss, _ in asked)
    key = "\n".join(sorted(example.suggestion_id for example in examples))
    return KnowledgeGap(
        id=f"gap-{hashlib.blake2b(key.encode(), digest_size=6).hexdigest()}",
        question=examples[middle].question,
        count=len(examples),
        not_found=len(examples) - rejected,
        rejected=rejected,
        last_at=max(example.at for example in examples),
        nearest=_nearest(asked[middle][1], vectors[middle], search),
        examples=(examples[middle], *[e for e in examples if e is not examples[middle]])[:EXAMPLES],
    )


def _nearest(question: str, vector: FloatArray, search: ArticleSearch) -> NearestArticle | None:
    found = search.search(ArticleQuery(text=question, vector=vector, limit=1))
    if not found.hits:
        return None
    hit = found.hits[0]
    covered = found.confidence >= CONFIDENCE_FLOOR
    return NearestArticle(id=hit.article.id, title=hit.article.title, score=round(hit.score, 4), covered=covered)
