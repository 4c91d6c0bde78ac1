"""What a task is: items from files, predictions from the product and simple methods, scores from gold."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from assist.core.ports import Encoder
from assist.core.results import Outcome
from evaluation.engine import ProductSource
from evaluation.items import PRODUCT, Item, Metric, Output, Prediction
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow
from evaluation.stats.statistics import ItemValue

Result = TypeVar("Result")
Scores = dict[str, dict[str, ItemValue]]
Predict = Callable[[Item], Prediction]
Score = Callable[[Item, dict[str, Output]], Scores]


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one run. `memory`: past conversations; `limit`: only so many items, drawn with `seed`."""

    data: Path
    articles: Path | None = None
    memory: tuple[Path, ...] = ()
    seed: int = 0
    limit: int | None = None

    @property
    def paths(self) -> list[Path]:
        """Every file or folder that predictions depend on."""
        return [path for path in (self.data, self.articles, *self.memory) if path is not None]


class Task(Protocol):
    """One kind of measurement. Tasks hold no state; what a run needs is built by `predictor` and `scorer`."""

    @property
    def name(self) -> str: ...

    @property
    def metrics(self) -> tuple[Metric, ...]: ...

    def items(self, sources: Sources) -> list[Item]:
        """The items of the data file. Raises DataError with file, line and field."""
        ...

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """A function from item to prediction; opening the product happens here, once."""
        ...

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """A function from item and outputs to per-item values of every system."""
        ...


@dataclass(slots=True)
class Answers:
    """Collects the outputs and timings of one item."""

    item: Item
    outputs: dict[str, Output] = field(default_factory=dict[str, Output])
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    versions: dict[str, str | None] = field(default_factory=dict[str, str | None])

    def product(self, call: Callable[[], Outcome]) -> None:
        """Time a feature of the product and keep its JSON without stamps that change from run to run."""
        result = timed(call, self.timings_ms, PRODUCT)
        self.outputs[PRODUCT] = output_of(result)
        self.versions = {name: value for name, value in result.versions.model_dump().items() if value}

    def simple(self, system: str, call: Callable[[], Output]) -> None:
        """Time a simple method."""
        self.outputs[system] = timed(call, self.timings_ms, system)

    def done(self) -> Prediction:
        """The prediction; its key is set by the run."""
        return Prediction(self.item.id, "", self.outputs, self.timings_ms, self.versions)


def timed(call: Callable[[], Result], timings: dict[str, float], name: str) -> Result:
    """Call and note the milliseconds it took."""
    start = time.perf_counter()
    result = call()
    timings[name] = round((time.perf_counter() - start) * 1000, 3)
    return result


def output_of(result: Outcome) -> Output:
    """A result as JSON, without timings and versions (they stand beside the outputs)."""
    return result.model_dump(mode="json", exclude={"timings_ms", "versions"})


def content_of(row: BaseModel, **more: Any) -> str:
    """Short hash of a row, so that a prediction is only reused for the very same item."""
    text = row.model_dump_json() + json.dumps(more, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def length_slice(messages: int) -> str:
    """short (under 8 messages), medium, or long (over 15)."""
    return "short" if messages < 8 else "medium" if messages <= 15 else "long"


def conversation_slices(row: ConversationRow) -> dict[str, str]:
    """Channel, company, source and length of a conversation, where known."""
    slices = {"channel": row.channel, "length": length_slice(len(row.messages))}
    if row.company:
        slices["company"] = row.company
    if row.source:
        slices["source"] = row.source
    return slices


def conversation_items(sources: Sources) -> list[Item]:
    """One item a conversation."""
    rows = read_rows(sources.data, ConversationRow)
    return [Item(row.id, row.id, content_of(row), row, conversation_slices(row)) for row in rows]
