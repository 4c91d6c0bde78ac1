"""Calls to a running server against the bare encoder: query, cold and repeated transcript, index build."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from assist.core.articles import Article
from assist.core.text.sentences import split_sentences
from assist.knowledge.chunker import chunk_article
from assist.knowledge.imports import load_upload
from assist.knowledge.loaders import LoadedArticle
from evaluation.bench.figures import Figure, paired
from evaluation.bench.raw import RawEncoder
from evaluation.bench.server import Client

MESSAGES = 12
BUILD_SHARE = 2  # every second article is enough for one build, and keeps the run short
NDJSON = "application/x-ndjson"
Pair = tuple[Callable[[], Any], Callable[[], Any]]


def load_samples(client: Client, samples: Path) -> None:
    """Articles, approved replies and past conversations, indexed; as the demo has them."""
    upload(client, "/v1/articles/import", articles_of(samples))
    replies = (samples / "approved_replies.jsonl").read_bytes()
    client.finish(json.loads(client.send("POST", "/v1/approved-replies/import", replies, kind=NDJSON))["job_id"])
    talks = b"\n".join(json.dumps(talk).encode() for talk in conversations_of(samples))
    client.finish(json.loads(client.send("POST", "/v1/history/import", talks, kind=NDJSON))["job_id"])
    client.finish(client.post("/v1/index/rebuild", {"gate": False})["job_id"])


def upload(client: Client, path: str, articles: Sequence[Article]) -> None:
    """Import articles and wait for the job."""
    lines = "\n".join(article.model_dump_json() for article in articles).encode()
    client.finish(json.loads(client.send("POST", path, lines, kind=NDJSON))["job_id"])


def articles_of(samples: Path) -> list[Article]:
    """The sample articles."""
    return [one.article for one in load_upload("articles", samples / "articles") if isinstance(one, LoadedArticle)]


def conversations_of(samples: Path) -> list[dict[str, Any]]:
    """The sample conversations."""
    return [json.loads(path.read_bytes()) for path in sorted((samples / "conversations").glob("*.json"))]


def article_query(client: Client, raw: RawEncoder, samples: Path, *, rounds: int) -> Figure:
    """GET /v1/articles/search with words never asked before, against encoding those words."""

    def pairs() -> Iterator[Pair]:
        titles = [article.title for article in articles_of(samples)]
        for number in range(rounds):
            query = f"how does {titles[number % len(titles)].lower()} work for customer {number}"
            yield (
                (lambda q=query: raw.encode([q])),
                (lambda q=query: client.send("GET", f"/v1/articles/search?q={quote(q)}")),
            )

    ratio, thing, base, count = paired(_warmed(pairs()))
    return Figure("article query p50 / encoding the query", ratio, "<=", 1.5, "x", _times(thing, base), count)


def cold_assist(client: Client, raw: RawEncoder, samples: Path, *, rounds: int) -> list[Figure]:
    """POST /v1/assist on twelve messages never seen before, against encoding them; then the same request again."""
    bodies = [json.dumps({"transcript": talk}).encode() for talk in fresh_talks(samples, rounds + 3)]

    def pairs() -> Iterator[Pair]:
        for body in bodies:
            sentences = _sentences(body)
            yield (lambda s=sentences: raw.encode(s)), (lambda b=body: client.send("POST", "/v1/assist", b))

    ratio, thing, base, count = paired(_warmed(pairs()))
    cold = Figure("/v1/assist, 12 new messages / encoding them", ratio, "<=", 1.4, "x", _times(thing, base), count)

    def again() -> Iterator[Pair]:
        for body in bodies:
            yield (lambda: client.send("GET", "/info")), (lambda b=body: client.send("POST", "/v1/assist", b))

    ratio, thing, base, count = paired(_warmed(again()))
    repeated = Figure("/v1/assist, the same again / GET /info", ratio, "<=", 3.0, "x", _times(thing, base), count)
    return [cold, repeated]


def index_build(client: Client, raw: RawEncoder, samples: Path, *, rounds: int) -> Figure:
    """Articles new to the server, from upload to the snapshot that serves them, against encoding their passages."""
    chosen = articles_of(samples)[::BUILD_SHARE]

    def pairs() -> Iterator[Pair]:
        for number in range(rounds + 1):
            renamed = [_renamed(article, number) for article in chosen]
            passages = [chunk.embedded for article in renamed for chunk in chunk_article(article)]

            def build(articles: list[Article] = renamed) -> None:
                client.renew()
                upload(client, "/v1/articles/import", articles)
                client.finish(client.post("/v1/index/rebuild", {"gate": False})["job_id"])

            yield (lambda texts=passages: raw.encode_many(texts)), build

    ratio, thing, base, count = paired(_warmed(pairs(), skip=1))
    detail = f"{_times(thing, base)}, {len(chosen)} articles a time"
    return Figure("index build / batched encoding of its passages", 1 / ratio, ">=", 0.85, "x", detail, count)


def fresh_talks(samples: Path, count: int) -> Iterator[dict[str, Any]]:
    """Transcripts of twelve messages, none of which was sent before."""
    talks = [talk for talk in conversations_of(samples) if len(talk["messages"]) >= MESSAGES]
    for number in range(count):
        talk = talks[number % len(talks)]
        messages = [
            {"role": message["role"], "text": f"{message['text']} {1000 + number}"}
            for message in talk["messages"][:MESSAGES]
        ]
        yield {"channel": talk["channel"], "messages": messages}


def _sentences(body: bytes) -> list[str]:
    messages = json.loads(body)["transcript"]["messages"]
    return [m["text"][start:end] for m in messages for start, end in split_sentences(m["text"])]


def _renamed(article: Article, number: int) -> Article:
    """The same text under a title of its own, which every passage carries: nothing can be reused."""
    update = {"id": f"{article.id}-{number}", "title": f"{article.title} (edition {number})"}
    return article.model_copy(update=update)


def _warmed(pairs: Iterator[Pair], *, skip: int = 3) -> Iterator[Pair]:
    """Without the first pairs, which are run and not counted."""
    for _, (base, thing) in zip(range(skip), pairs, strict=False):
        base()
        thing()
    yield from pairs


def _times(thing: float, base: float) -> str:
    return f"{thing * 1000:.1f} ms / {base * 1000:.1f} ms"
