"""Retrieval measures from ir-measures (MacAvaney et al. 2022): nDCG, reciprocal rank, recall, success, judged."""

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, Judged, R, Success, nDCG

from evaluation.errors import MetricError

MEASURES = {
    "success@1": Success @ 1,
    "success@3": Success @ 3,
    "success@5": Success @ 5,
    "mrr": RR,
    "ndcg@10": nDCG @ 10,
    "recall@5": R @ 5,
    "judged@10": Judged @ 10,
}


def ranking_scores(
    ranked: Mapping[str, Sequence[str]], gold: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float | None]]:
    """Measures of each query, 0-1; every measure is None where a query has no gold, 0 where nothing was returned.

    Raises MetricError when the two sides do not name the same queries, or a ranking names an article twice.
    """
    if ranked.keys() != gold.keys():
        odd = sorted(ranked.keys() ^ gold.keys())
        raise MetricError(f"length mismatch: {len(ranked)} rankings, {len(gold)} gold queries; differing: {odd[:5]}")
    for query, articles in ranked.items():
        if len(set(articles)) != len(articles):
            raise MetricError(f"duplicate ids: the ranking of '{query}' names an article twice")
    answerable = {query: ids for query, ids in gold.items() if ids}
    result: dict[str, dict[str, float | None]] = {
        query: dict.fromkeys(MEASURES, 0.0 if ids else None) for query, ids in gold.items()
    }
    qrels = {query: dict.fromkeys(ids, 1) for query, ids in answerable.items()}
    run = {
        query: {article: 1.0 / rank for rank, article in enumerate(ranked[query], start=1)}
        for query in answerable
        if ranked[query]
    }
    if not run:
        return result
    names = {str(measure): name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        if metric.query_id in run:
            result[metric.query_id][names[str(metric.measure)]] = float(metric.value)
    return result
