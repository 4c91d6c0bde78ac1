"""What agents said before, by the situation they said it in: kept in the store, searched through a vector index."""

import re
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import structlog

from assist.copilot.replies.clusters import cluster_of
from assist.copilot.replies.harvest import unpack_state
from assist.copilot.replies.labels import MAX_EXAMPLES, LabelledContext, LabelModel, fit_labels
from assist.copilot.replies.placeholders import PLACEHOLDER
from assist.copilot.replies.towers import Towers
from assist.copilot.replies.words import content_words
from assist.core.encoding import FloatArray
from assist.core.ports import ReplyMemoryRepository
from assist.core.replies import ReplyEdit, ReplyExample, ReplyPolicy, ReplyTally, ReplyVerdict
from assist.core.text.remembered import remembered
from assist.core.vector_index import VectorIndex

log = structlog.get_logger(__name__)

PAGE = 5_000
RARE = 0.004  # share of replies up to which a word is a detail of its own matter


@remembered(maxsize=32_768)
def words_of(text: str) -> frozenset[str]:
    """Content words of a reply outside its placeholders."""
    return content_words(PLACEHOLDER.sub(" ", text))


# A capital within a sentence, not behind its beginning.
_NAME = re.compile(r"(?<=[A-Za-z0-9,:;}()'\"] )[('\"]?([A-Z][A-Za-z]*[a-z](?:-[A-Z][a-z]+)?|[A-Z]{3,})\b")


@remembered(maxsize=32_768)
def names_of(text: str) -> frozenset[str]:
    """Content words of a reply that are written as names."""
    return content_words(" ".join(_NAME.findall(PLACEHOLDER.sub("x", text))))


@dataclass(frozen=True, slots=True)
class Rare:
    """Rare content words of a reply, and those of them that are names."""

    words: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Remembered:
    """An example without its vectors; `cluster` names replies that are one suggestion."""

    text: str
    cluster: str
    label: str | None
    agent_id: str | None
    team: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """The n remembered replies whose situations are most alike, best first.

    scores (n,): how alike, about -1 to 1; parts (n, 3): of which by situation, by reply, and by what is spoken of;
    spoken (n, k): unit vectors of what the replies speak of.
    """

    remembered: tuple[Remembered, ...]
    scores: FloatArray
    parts: FloatArray
    spoken: FloatArray

    def __len__(self) -> int:
        return len(self.remembered)

    def some(self, rows: Sequence[int]) -> "Neighbourhood":
        """Those in `rows`."""
        places = list(rows)
        kept = tuple(self.remembered[row] for row in places)
        return Neighbourhood(kept, self.scores[places], self.parts[places], self.spoken[places])


@dataclass(slots=True)
class _Contents:
    """Everything in memory that mirrors the store."""

    index: VectorIndex
    entries: dict[int, Remembered] = field(default_factory=dict[int, Remembered])
    wordings: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])  # by label
    words: Counter[str] = field(default_factory=Counter[str])  # in how many replies each content word occurs
    rare: dict[str, Rare] = field(default_factory=dict[str, Rare])  # of replies looked at
    labelled: int = 0


class ReplyMemory:
    """Examples are stored first and read back by every worker. Thread-safe.

    new_index: makes an empty index of `towers.row_width` columns.
    """

    def __init__(self, store: ReplyMemoryRepository, new_index: Callable[[int], VectorIndex], towers: Towers) -> None:
        self.store = store
        self.towers = towers
        self._new_index = new_index
        self._contents = _Contents(new_index(towers.row_width))
        self._stamp = (0, 0, 0, 0)
        self._read = 0
        self._tallies: dict[str, ReplyTally] = {}
        self._policies: dict[str, ReplyPolicy] = {}
        self._labels: LabelModel | None = None
        self._lock = threading.RLock()
        self._generation = 0

    @property
    def generation(self) -> int:
        """Rises with every change that this process has read."""
        return self._generation

    @property
    def labels(self) -> LabelModel | None:
        """The model over canned actions; None when the memory has too few of them."""
        return self._labels

    @property
    def labelled_share(self) -> float:
        """Share of the examples that are canned actions."""
        return self._contents.labelled / max(1, len(self._contents.entries))

    def __len__(self) -> int:
        return len(self._contents.entries)

    def refresh(self) -> None:
        """Read what changed in the store since the last time."""
        stamp = self.store.stamp()
        if stamp == self._stamp:
            return
        with self._lock:
            if stamp[1] != self._stamp[1]:  # something was erased: start over
                self._contents, self._read = _Contents(self._new_index(self.towers.row_width)), 0
            self._read_new()
            if stamp[2] != self._stamp[2]:
                self._tallies = {tally.cluster: tally for tally in self.store.tallies()}
                self._policies = {policy.team: policy for policy in self.store.policies()}
            if stamp[3] != self._stamp[3]:
                packed = self.store.model()
                self._labels = LabelModel.unpacked(packed) if packed else None
            self._stamp = stamp
            self._generation += 1

    def add(self, examples: Sequence[ReplyExample]) -> int:
        """Store and take over; how many were new."""
        added = self.store.add(examples)
        if added:
            self.refresh()
        return added

    def foreign(self, text: str, known: frozenset[str]) -> Rare:
        """What of a reply's rare words the conversation (`known` content words) has not: another matter's details."""
        rare = self._contents.rare.get(text)
        if rare is None:
            most, counts = RARE * len(self._contents.entries), self._contents.words
            words = frozenset(word for word in words_of(text) if counts[word] <= most)
            rare = Rare(words, words & names_of(text) if words else words)
            self._contents.rare[text] = rare
        return Rare(rare.words - known, rare.names - known)

    def unknown(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these examples the store does not have, or only with vectors of other towers."""
        return self.store.unknown(ids, model=self.towers.version)

    def learn_labels(self) -> bool:
        """Fit the label model on every labelled example and keep it for all workers; False when they are too few."""
        rows: deque[ReplyExample] = deque(maxlen=MAX_EXAMPLES)
        read = 0
        while page := self.store.since(read, limit=PAGE):
            own = (example for example in page if example.model == self.towers.version)
            rows.extend(example for example in own if example.label is not None and example.state is not None)
            read = page[-1].sequence
        contexts = [unpack_state(example.state) for example in rows if example.state is not None]
        examples = [
            LabelledContext(context, example.label or "", example.reply[: self.towers.width], example.conversation)
            for example, context in zip(rows, contexts, strict=True)
        ]
        model = fit_labels(examples, [self.towers.replies(context.said) for context in contexts]) if examples else None
        if model is None:
            return False
        self.store.save_model(model.packed())
        self.refresh()
        return True

    def erase(
        self, *, conversations: Sequence[str] = (), customer_id: str | None = None, agent_id: str | None = None
    ) -> int:
        """Remove what came from these conversations, this customer or this agent; how many examples went."""
        gone = self.store.erase(conversations=conversations, customer_id=customer_id, agent_id=agent_id)
        self.refresh()
        return gone

    def count(self, cluster: str, verdict: ReplyVerdict, *, edit: ReplyEdit | None = None) -> ReplyTally:
        """Count what an agent did with a suggestion; ranking follows at once."""
        after = self.store.tally(cluster, verdict, edit=edit)
        self.refresh()
        return after

    def tally(self, cluster: str) -> ReplyTally | None:
        """What agents did with this suggestion so far."""
        return self._tallies.get(cluster)

    def policy(self, team: str | None) -> ReplyPolicy | None:
        """What the team allows."""
        return None if team is None else self._policies.get(team)

    def search(self, situation: FloatArray, limit: int) -> Neighbourhood:
        """The `limit` examples that fit a situation (of `remembered_situations`) best."""
        query = self.towers.rows(situation[None], situation[None])[0]
        with self._lock:
            scores, keys, rows = self._contents.index.search_with_rows(query, limit)
            entries = self._contents.entries
            known = [place for place, key in enumerate(keys.tolist()) if key in entries]
            found = tuple(entries[int(keys[place])] for place in known)
        return Neighbourhood(found, scores[known], *self.towers.compared(query, rows[known]))

    def wordings(self, label: str) -> Counter[str]:
        """How often agents used each wording of a canned action."""
        return self._contents.wordings.get(label, Counter())

    @staticmethod
    def cluster_of_label(label: str) -> str:
        """The suggestion id of a canned action."""
        return cluster_of("", label)

    def _read_new(self) -> None:
        foreign = 0
        while page := self.store.since(self._read, limit=PAGE):
            usable = [example for example in page if example.model == self.towers.version]
            foreign += len(page) - len(usable)
            if usable:
                situations, replies = (np.stack([getattr(e, n) for e in usable]) for n in ("situation", "reply"))
                self._contents.index.add([e.sequence for e in usable], self.towers.rows(situations, replies))
            for example in usable:
                self._contents.entries[example.sequence] = _remembered(example)
                self._contents.words.update(words_of(example.text))
                if example.label is not None:
                    self._contents.labelled += 1
                    self._contents.wordings.setdefault(example.label, Counter())[example.text] += 1
            self._read = page[-1].sequence
        self._contents.rare.clear()
        if foreign:
            log.warning("replies_of_another_model", examples=foreign, todo="import the history again to use them")


def _remembered(example: ReplyExample) -> Remembered:
    return Remembered(
        text=example.text,
        cluster=cluster_of(example.text, example.label),
        label=example.label,
        agent_id=example.agent_id,
        team=example.team,
        outcome=example.outcome,
    )
