"""From reviews to scores with intervals, failures of critical questions, and agreement of the reviewers."""

from collections.abc import Sequence
from statistics import fmean

from pydantic import BaseModel, ConfigDict

from evaluation.errors import EvaluationError
from evaluation.metrics.agreement import alpha
from evaluation.rubric.model import Rubric
from evaluation.rubric.sheet import Review
from evaluation.runs import Figure
from evaluation.stats.bootstrap import estimate


class ReviewReport(BaseModel):
    """`total`: 0-100, mean over items of the mean over reviewers; `agreement`: Krippendorff's alpha, null for one."""

    model_config = ConfigDict(frozen=True)

    rubric: str
    reviewers: list[str]
    items: int
    total: Figure
    failed_critical: dict[str, int]
    questions: dict[str, Figure]
    agreement: dict[str, float | None]
    scores: dict[str, dict[str, float]]


def score_reviews(rubric: Rubric, reviews: Sequence[Review], *, seed: int = 0) -> ReviewReport:
    """All figures of a round of reviews. Raises EvaluationError when nobody reviewed anything."""
    if not reviews:
        raise EvaluationError("the sheets hold no answers")
    items = sorted({review.item for review in reviews})
    reviewers = sorted({review.reviewer for review in reviews})
    table = {(review.item, review.reviewer): review for review in reviews}
    if len(table) != len(reviews):
        raise EvaluationError("an item was reviewed twice by one reviewer; is a sheet named twice?")
    totals = {key: rubric.total(review.answers) for key, review in table.items()}
    means = [fmean(totals[item, one] for one in reviewers if (item, one) in table) for item in items]
    shares = {q.id: [_mean_share(rubric, table, item, reviewers, q.id) for item in items] for q in rubric.questions}
    agreement = {
        q.id: alpha([[_answer(table, item, one, q.id) for item in items] for one in reviewers])
        for q in rubric.questions
    }
    whole = [[totals.get((item, one)) for item in items] for one in reviewers]
    return ReviewReport(
        rubric=rubric.stamp,
        reviewers=reviewers,
        items=len(items),
        total=_figure(means, items, seed),
        failed_critical={
            q.id: sum(review.answers[q.id] < q.pass_at for review in reviews) for q in rubric.questions if q.critical
        },
        questions={name: _figure(values, items, seed) for name, values in shares.items()},
        agreement={**agreement, "total": alpha(whole, level="interval")},
        scores={item: {one: totals[item, one] for one in reviewers if (item, one) in table} for item in items},
    )


def _answer(table: dict[tuple[str, str], Review], item: str, reviewer: str, question: str) -> float | None:
    review = table.get((item, reviewer))
    return float(review.answers[question]) if review else None


def _mean_share(
    rubric: Rubric, table: dict[tuple[str, str], Review], item: str, reviewers: Sequence[str], question: str
) -> float:
    asked = next(q for q in rubric.questions if q.id == question)
    return fmean(asked.share(table[item, one].answers[question]) for one in reviewers if (item, one) in table)


def _figure(values: Sequence[float], items: Sequence[str], seed: int) -> Figure:
    found = estimate(values, "mean", groups=items, seed=seed)
    return Figure(value=found.value, low=found.low, high=found.high, n=found.n)
