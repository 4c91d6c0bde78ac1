"""How fast a large reply memory answers and fills, as ratios to the bare encoder in the same run.

`python -m evaluation.bench_replies --data CONVERSATIONS [--examples 100000]`: import of real conversations against raw
batched encoding of their texts; then the memory is filled up with neighbours of its own examples, and suggestions for
conversations whose vectors are there are timed against encoding one short message. Prints the table of `make bench`.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assist.build import Engine, build_engine
from assist.copilot.replies.context import read_context
from assist.copilot.replies.silence import why_silent
from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import JobContext
from assist.core.replies import ReplyExample
from assist.core.settings import Settings
from assist.knowledge.dense import GrowingVectorIndex
from evaluation.bench.__main__ import machine, raw_encoder
from evaluation.bench.figures import Figure, paired, table
from evaluation.bench.raw import RawEncoder
from evaluation.rows import read_rows
from evaluation.runs import write_lines
from evaluation.schema import ConversationRow

ROUNDS = 4
TALKS = 96  # conversations of one import
SHORT = 15  # words of a short message
ASKED = 200
NOISE = 0.35  # length of what is added to a unit vector; copies are then neighbours, not duplicates
PAGE = 5_000
Pair = tuple[Callable[[], Any], Callable[[], Any]]


class _Silent(JobContext):
    def report(self, *, done: int, total: int, unit: str = "items") -> None: ...

    def error(self, item: str, message: str) -> None: ...

    def check_cancelled(self) -> None: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_replies", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="JSONL of conversations, 500 or more")
    parser.add_argument("--examples", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    rows = read_rows(asked.data, ConversationRow)
    raw = raw_encoder()
    with tempfile.TemporaryDirectory(prefix="bench-replies-") as folder:
        engine = build_engine(Settings(data_dir=Path(folder) / "data", vector_cache=0))
        try:
            figures = [_import(engine, raw, rows, Path(folder))]
            _fill_up(engine, asked.examples)
            figures += [_recall(engine, rows), _latency(engine, raw, rows)]
        finally:
            engine.close()
    sys.stdout.write(f"{machine()}, {asked.examples:,} examples\n\n{table(figures)}\n")
    return 0


def _import(engine: Engine, raw: RawEncoder, rows: Sequence[ConversationRow], folder: Path) -> Figure:
    def pairs() -> Iterator[Pair]:
        for number in range(ROUNDS + 1):
            part = rows[number * TALKS : (number + 1) * TALKS]
            file = folder / f"talks-{number}.jsonl"
            write_lines(file, (row.model_dump(mode="json", include={"id", "channel", "messages"}) for row in part))
            texts = list(dict.fromkeys(message.text for row in part for message in row.messages))
            base, thing = partial(raw.encode_many, texts), partial(engine.import_history, [file], _Silent())
            if number:
                yield base, thing
            else:
                thing()

    ratio, thing, base, count = paired(pairs())
    detail = f"{thing:.2f} s / {base:.2f} s, {TALKS} conversations a time"
    return Figure("import / batched encoding of its texts", 1 / ratio, ">=", 0.8, "x", detail, count)


def _fill_up(engine: Engine, count: int) -> None:
    """Neighbours of what is there, as new examples."""
    known = engine.memory.store.since(0, limit=PAGE)
    rng = np.random.default_rng(7)
    number = len(known)
    while number < count:
        size = min(PAGE, count - number)
        chosen = [known[int(i)] for i in rng.integers(len(known), size=size)]
        situations, replies = (
            _near(np.stack([getattr(one, name) for one in chosen]), rng) for name in ("situation", "reply")
        )
        engine.memory.add(
            [
                replace(one, id=f"copy-{number + i}", situation=situations[i], reply=replies[i], sequence=0)
                for i, one in enumerate(chosen)
            ]
        )
        number += size


def _near(vectors: FloatArray, rng: np.random.Generator) -> FloatArray:
    noise = rng.standard_normal(vectors.shape).astype(np.float32)
    moved = vectors + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


def _conversations(engine: Engine, rows: Sequence[ConversationRow]) -> Iterator[Conversation]:
    """Talks up to a short customer message that wants an answer, from those that were not imported."""
    for row in rows[(ROUNDS + 1) * TALKS :]:
        for index, turn in enumerate(row.messages):
            if index and turn.role == "customer" and len(turn.text.split()) <= SHORT:
                conversation = engine.copilot.analyze(row.transcript.until(index))
                if why_silent(conversation) is None:
                    yield conversation
                    break


def _recall(engine: Engine, rows: Sequence[ConversationRow]) -> Figure:
    """Of the ten nearest by exact search, how many the memory finds."""
    memory = engine.memory
    examples: list[ReplyExample] = []
    while page := memory.store.since(examples[-1].sequence if examples else 0, limit=PAGE):
        examples += page
    towers = memory.towers
    everything = towers.rows(*(np.stack([getattr(one, name) for one in examples]) for name in ("situation", "reply")))
    index = GrowingVectorIndex(towers.row_width)
    for start in range(0, len(everything), PAGE):
        index.add(range(start, min(start + PAGE, len(everything))), everything[start : start + PAGE])
    shares: list[float] = []
    for _, conversation in zip(range(ASKED), _conversations(engine, rows), strict=False):
        context = read_context(conversation.messages, conversation.message_vectors)
        situation = towers.remembered_situations([context])
        query = towers.rows(situation, situation)
        exact = np.argsort(-(everything @ query[0]))[:10]
        shares.append(len(set(exact.tolist()) & set(index.search(query, 10)[1][0].tolist())) / 10)
    return Figure("recall@10 against exact search", float(np.mean(shares)), ">=", 0.97, "", "", len(shares))


def _latency(engine: Engine, raw: RawEncoder, rows: Sequence[ConversationRow]) -> Figure:
    def pairs() -> Iterator[Pair]:
        talks = [talk for _, talk in zip(range(ASKED), _conversations(engine, rows), strict=False)]
        for talk in talks:
            text = talk.messages[-1].text
            yield (lambda t=text: raw.encode([t])), (lambda c=talk: engine.copilot.suggest_replies(c))

    ratio, thing, base, count = paired(pairs())
    detail = f"{thing * 1000:.1f} ms / {base * 1000:.1f} ms"
    return Figure("suggestions p50 / encoding one short message", ratio, "<=", 0.8, "x", detail, count)


if __name__ == "__main__":
    sys.exit(main())
