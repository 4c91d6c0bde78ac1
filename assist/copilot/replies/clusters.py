"""Near-identical replies are one suggestion, worded as agents accepted it most and as it reads best."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assist.copilot.replies.moves import bag_of
from assist.copilot.replies.placeholders import PLACEHOLDER
from assist.core.text.remembered import remembered

MERGED = 0.72  # lexical cosine (of word sets) from which two wordings are one suggestion
_CLEAN = re.compile(r"[^a-z0-9{}]+")


@remembered(maxsize=16_384)
def _words(text: str) -> frozenset[str]:
    return frozenset(bag_of(text))


@dataclass(frozen=True, slots=True)
class Wording:
    """A reply as somebody said it, and how much speaks for it."""

    text: str
    cluster: str
    weight: float
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Wordings of one suggestion; `weight` is the sum of theirs, `support` their number."""

    id: str
    text: str
    weight: float
    support: int
    label: str | None


def cluster_of(text: str, label: str | None) -> str:
    """The id of the suggestion that a reply belongs to: its canned action, or its words."""
    key = f"action:{label}" if label is not None else _CLEAN.sub(" ", text.lower()).strip()
    return f"h-{hashlib.blake2b(key.encode(), digest_size=8).hexdigest()}"


class _Kind(NamedTuple):
    """What of a wording decides whether another one is the same suggestion."""

    label: str | None
    cluster: str
    words: frozenset[str]


def merge(wordings: Sequence[Wording]) -> list[Cluster]:
    """Clusters, the weightiest first. Labelled replies merge by label, others by their words."""
    groups: list[tuple[_Kind, list[Wording]]] = []
    for wording in sorted(wordings, key=lambda item: -item.weight):
        own = _Kind(wording.label, wording.cluster, _words(wording.text))
        home = next((group for first, group in groups if _same(first, own)), None)
        if home is None:
            groups.append((own, [wording]))
        else:
            home.append(wording)
    clusters = [
        Cluster(
            id=group[0].cluster,
            text=canonical(Counter({w.text: sum(o.weight for o in group if o.text == w.text) for w in group})),
            weight=sum(wording.weight for wording in group),
            support=len(group),
            label=group[0].label,
        )
        for _, group in groups
    ]
    return sorted(clusters, key=lambda cluster: -cluster.weight)


def canonical(wordings: "Counter[str] | Counter[float]") -> str:
    """The wording with the most weight that is well formed; few placeholders, a whole sentence."""
    return max(((str(text), float(weight)) for text, weight in wordings.items()), key=lambda w: w[1] * form_of(w[0]))[0]


def form_of(text: str) -> float:
    """0-1: how presentable a wording is."""
    worth = 1.0
    if not text[:1].isupper() and not text.startswith("{"):
        worth *= 0.6
    if not text.rstrip().endswith((".", "!", "?")):
        worth *= 0.8
    if "??" in text or "!!" in text or re.search(r"\b(?:u|ur|plz|pls|thx|im|dont|cant)\b", text.lower()):
        worth *= 0.5
    words = len(text.split())
    if words > 70:
        worth *= 0.6
    return worth * 0.88 ** len(PLACEHOLDER.findall(text))


def _same(one: _Kind, other: _Kind) -> bool:
    if one.label is not None or other.label is not None:
        return one.label == other.label
    if one.cluster == other.cluster:
        return True
    shared = len(one.words & other.words)
    return shared > 0 and shared * shared >= MERGED * MERGED * len(one.words) * len(other.words)
