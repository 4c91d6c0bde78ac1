"""How search behaves on a large index: synthetic passages, real index code, searches as the pane makes them.

`python -m evaluation.bench_scale --passages 1000000` prints build time, memory, search times and recall as JSON, and
in how many searches the served index has the article of exact search first, and the same three.
"""

import argparse
import json
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from assist.core.articles import Article
from assist.core.encoding import FloatArray
from assist.core.ports import ArticleQuery
from assist.knowledge import snapshot
from assist.knowledge.chunker import Chunk
from assist.knowledge.ranking import Fusion, rank
from assist.knowledge.segment import IndexedArticle, Segment
from assist.knowledge.signals import View

DIMS = 384
PER_ARTICLE = 5
WORDS = 12  # of a passage; real ones have about sixty, which only makes the lexical part of the build longer
TOPICS = 2_000
QUERIES = 100


def make_segment(passages: int, rng: np.random.Generator) -> tuple[Segment, FloatArray]:
    """A segment whose vectors lie around `TOPICS` centres, and the centres (TOPICS, DIMS)."""
    centres = rng.standard_normal((TOPICS, DIMS)).astype(np.float32)
    vectors = np.empty((passages, DIMS), dtype=np.float32)
    for start in range(0, passages, 50_000):
        part = centres[rng.integers(0, TOPICS, min(50_000, passages - start))]
        part = part + 0.8 * rng.standard_normal(part.shape).astype(np.float32)
        vectors[start : start + len(part)] = part / np.linalg.norm(part, axis=1, keepdims=True)
    ids = np.minimum(rng.zipf(1.2, size=(passages, WORDS)), 50_000)
    articles: list[IndexedArticle] = []
    chunks: list[Chunk] = []
    for first in range(0, passages, PER_ARTICLE):
        texts = [" ".join(f"word{number}" for number in row) for row in ids[first : first + PER_ARTICLE]]
        name = f"a{first // PER_ARTICLE}"
        article = Article.model_construct(id=name, title=texts[0][:40], body="\n".join(texts))
        articles.append(IndexedArticle(article, 1, first, first + len(texts)))
        chunks += [Chunk(None, 0, len(text), False, text, text) for text in texts]
    return Segment.assemble(articles, chunks, vectors), centres


def search_often(
    segment: Segment, centres: FloatArray, rng: np.random.Generator
) -> tuple[list[float], list[tuple[str, ...]]]:
    """Milliseconds of each search with a vector and words, after ten to warm up; and the first three articles."""
    view = View((segment,), (np.ones(len(segment.articles), dtype=bool),), "bench")
    times: list[float] = []
    found: list[tuple[str, ...]] = []
    for _ in range(QUERIES + 10):
        vector = centres[rng.integers(0, TOPICS)] + 0.8 * rng.standard_normal(DIMS).astype(np.float32)
        words = " ".join(f"word{number}" for number in np.minimum(rng.zipf(1.2, size=8), 50_000))
        query = ArticleQuery(text=words, vector=np.asarray(vector / np.linalg.norm(vector), dtype=np.float32))
        started = time.perf_counter()
        ranked = rank(view, query, vector=query.vector, fusion=Fusion())
        times.append((time.perf_counter() - started) * 1000)
        found.append(tuple(one.id for one in ranked[:3]))
    return times[10:], found[10:]


def main() -> None:
    """Build, write, map, search; the same searches by exact comparison of everything beside them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    rng = np.random.default_rng(chosen.seed)
    started = time.perf_counter()
    segment, centres = make_segment(chosen.passages, rng)
    indexed = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        manifest = snapshot.write_snapshot(Path(folder), segment, encoder="synthetic", sequence=1)
        written = time.perf_counter() - started
        plain = replace(segment, sketch=None)
        exact, wanted = search_often(plain, centres, np.random.default_rng(1))
        served, found = search_often(
            snapshot.mapped(Path(folder), manifest, segment), centres, np.random.default_rng(1)
        )
    report = {
        "passages": chosen.passages,
        "index_words_and_facets_s": round(indexed, 1),
        "write_lists_and_validate_s": round(written, 1),
        "neighbours": manifest.neighbours,
        "exact_ms": {"p50": round(float(np.median(exact)), 1), "p95": round(float(np.quantile(exact, 0.95)), 1)},
        "served_ms": {"p50": round(float(np.median(served)), 1), "p95": round(float(np.quantile(served, 0.95)), 1)},
        "same_first": sum(a[0] == b[0] for a, b in zip(wanted, found, strict=True)) / len(wanted),
        "same_three": sum(set(a) == set(b) for a, b in zip(wanted, found, strict=True)) / len(wanted),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
