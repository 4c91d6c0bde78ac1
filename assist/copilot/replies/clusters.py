"""Near-identical replies are one suggestion, worded as agents accepted it most and as it reads best."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assist.copilot.replies.moves import bag_of
from assist.copilot.replies.placeholders import PLACEHOLDER
from assist.core.text.remembered import remembered

MERGED = 0.72  # lexical cosine (of word sets) from which two wordings are one suggestion
_CLEAN = re.compile(r"[^a-z0-9{}]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A reply as somebody said it, and how much speaks for it."""

    text: str
    cluster: str
    weight: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Wordings of one suggestion; `weight` is the sum of theirs."""

    id: str
    text: str
    weight: float


def cluster_of(text: str, label: str | None) -> str:
    """The id of the suggestion that a reply belongs to: its canned action, or its words."""
    key = f"action:{label}" if label is not None else _CLEAN.sub(" ", text.lower()).strip()
    return f"h-{hashlib.blake2b(key.encode(), digest_size=8).hexdigest()}"


def merge(wordings: Sequence[Wording]) -> list[Cluster]:
    """Clusters, the weightiest first."""
    ordered = sorted(wordings, key=lambda item: -item.weight)
    alike = _alike([bag_of(wording.text).words for wording in ordered])
    groups: list[list[Wording]] = []
    by_first: dict[int, int] = {}  # groups by the place of their first wording, and by its cluster
    by_cluster: dict[str, int] = {}
    for place, wording in enumerate(ordered):
        homes = [by_first[other] for other in alike.get(place, ()) if other in by_first]
        if wording.cluster in by_cluster:
            homes.append(by_cluster[wording.cluster])
        if homes:
            groups[min(homes)].append(wording)
        else:
            by_first[place] = by_cluster[wording.cluster] = len(groups)
            groups.append([wording])
    clusters = [
        Cluster(
            id=group[0].cluster,
            text=_worded(group),
            weight=sum(wording.weight for wording in group),
        )
        for group in groups
    ]
    return sorted(clusters, key=lambda cluster: -cluster.weight)


def _worded(group: Sequence[Wording]) -> str:
    if len(group) == 1:
        return group[0].text
    weights: dict[str, float] = {}
    for wording in group:
        weights[wording.text] = weights.get(wording.text, 0.0) + wording.weight
    return canonical(Counter(weights))


def canonical(wordings: "Counter[str] | Counter[float]") -> str:
    """The wording with the most weight that is well formed; few placeholders, a whole sentence."""
    return max(((str(text), float(weight)) for text, weight in wordings.items()), key=lambda w: w[1] * form_of(w[0]))[0]


@remembered(maxsize=32_768)
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


def _alike(bags: Sequence[frozenset[bytes]]) -> dict[int, list[int]]:
    """Of word sets, the earlier ones with which each has a cosine of `MERGED`."""
    found: dict[int, list[int]] = {}
    sized = [(bag, len(bag)) for bag in bags]
    least = MERGED * MERGED
    for place, (bag, size) in enumerate(sized):
        for other, (words, count) in enumerate(sized[:place]):
            # Sets of very different size cannot be so near, whatever they share: most pairs end here.
            if size < least * count or count < least * size:
                continue
            shared = len(bag & words)
            if shared and shared * shared >= least * size * count:
                found.setdefault(place, []).append(other)
    return found
