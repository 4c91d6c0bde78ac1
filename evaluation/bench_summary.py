"""What a summary costs once the vectors are there: 30 messages, against encoding one short message in the same run.

`python -m evaluation.bench_summary [--data CONVERSATIONS]` (default: the sample conversations, joined to 30 messages).
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from assist.build import Engine, build_engine
from assist.core.conversation import Message, Transcript
from assist.core.resources import samples_dir
from assist.core.settings import Settings
from evaluation.bench.__main__ import machine, raw_encoder
from evaluation.bench.calls import conversations_of
from evaluation.bench.figures import Figure, paired, table
from evaluation.bench.raw import RawEncoder
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow

LENGTH = 30
ROUNDS = 150
Pair = tuple[Callable[[], Any], Callable[[], Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_summary", description=__doc__)
    parser.add_argument("--data", type=Path, help="JSONL of conversations")
    asked = parser.parse_args(arguments)
    transcripts = list(_talks(asked.data))
    raw = raw_encoder()
    with tempfile.TemporaryDirectory(prefix="bench-summary-") as folder:
        engine = build_engine(Settings(data_dir=Path(folder)), serving=False)
        engine.warm_up()
        try:
            figures = [_again(engine, raw, transcripts), _next_message(engine, raw, transcripts)]
        finally:
            engine.close()
    sys.stdout.write(f"{machine()}\n\n{table(figures)}\n")
    return 0


def _talks(data: Path | None) -> Iterator[Transcript]:
    """Conversations of exactly `LENGTH` messages, made of whole ones that follow each other."""
    if data is None:
        samples = conversations_of(samples_dir())
        said = [Message(role=one["role"], text=one["text"]) for talk in samples for one in talk["messages"]]
    else:
        rows = read_rows(data, ConversationRow)
        said = [Message(role=turn.role, text=turn.text) for row in rows for turn in row.messages]
    for start in range(0, max(1, len(said) - LENGTH), LENGTH // 2):
        yield Transcript(messages=tuple(said[start : start + LENGTH]))


def _again(engine: Engine, raw: RawEncoder, transcripts: Sequence[Transcript]) -> Figure:
    """The summary of an analysed conversation. Every call is on another one, so nothing that repeats is remembered."""

    def pairs() -> Iterator[Pair]:
        for number in range(ROUNDS):
            talk = engine.copilot.analyze(_marked(transcripts[number % len(transcripts)], number))
            short = f"When will my parcel {number} arrive?"
            yield partial(raw.encode, [short]), partial(engine.copilot.summarize, talk)

    ratio, thing, base, count = paired(pairs())
    return _figure("summary of 30 messages, vectors there / one short encode", ratio, thing, base, count, 0.8)


def _next_message(engine: Engine, raw: RawEncoder, transcripts: Sequence[Transcript]) -> Figure:
    """The same conversation with one more message: its encoding, the heads and a summary."""

    def pairs() -> Iterator[Pair]:
        for number in range(ROUNDS):
            talk = _marked(transcripts[number % len(transcripts)], number + ROUNDS)
            engine.copilot.summarize(talk)
            text = f"And can you tell me when parcel {number} will come?"
            longer = talk.model_copy(update={"messages": (*talk.messages, Message(role="customer", text=text))})
            yield partial(raw.encode, [text]), partial(engine.copilot.summarize, longer)

    ratio, thing, base, count = paired(pairs())
    return _figure("one more message and its summary / encoding it", ratio, thing, base, count, 1.8)


def _marked(transcript: Transcript, number: int) -> Transcript:
    """The same talk about another order, so that no sentence was seen before."""
    first, *rest = transcript.messages
    marked = first.model_copy(update={"text": f"{first.text} It is order {4000 + number}."})
    return transcript.model_copy(update={"messages": (marked, *rest)})


def _figure(name: str, ratio: float, thing: float, base: float, count: int, bar: float) -> Figure:
    return Figure(name, ratio, "<=", bar, "x", f"{thing * 1000:.1f} ms / {base * 1000:.1f} ms", count)


if __name__ == "__main__":
    sys.exit(main())
