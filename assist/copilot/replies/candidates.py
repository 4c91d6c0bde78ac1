"""What could be said next, from each source, with the chance that the agent takes it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.copilot.articles import conversation_query
from assist.copilot.replies.approved import ApprovedReplies
from assist.copilot.replies.clusters import Wording, canonical, merge
from assist.copilot.replies.context import ReplyContext
from assist.copilot.replies.knowledge import answer_from, content_words
from assist.copilot.replies.memory import Neighbour, ReplyMemory
from assist.copilot.replies.placeholders import PLACEHOLDER
from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import ArticleSearch
from assist.core.results import Evidence, ReplySource
from assist.core.text.remembered import remembered
from assist.core.vocabulary import Length

NEIGHBOURS = 24
LABELS_READ = 8
MOSTLY = 0.5  # share of canned actions from which a team works from its list
# Free-text goodbyes answer small talk, on which there is silence; elsewhere they end a talk that goes on.
_FAREWELL = re.compile(
    r"^(?:you(?:'|’)?re|you are)(?: very| most)? welcome\b|^(?:good)?bye\b|"
    r"\bhave a (?:great|nice|pleasant|good|lovely) ",
    re.I,
)
_VAGUE = frozenset({"detail", "number"})
MAX_VAGUE = 2  # placeholders of a free-text reply that do not say what belongs there
SHARPNESS = 0.05  # difference of likeness that makes a neighbour count e times less
STRANGE = 0.75  # what each rare word that this conversation has not makes of a reply's chance
ARTICLES_READ = 2
ASKED_MESSAGES = 3  # customer messages whose words choose the sentences of an article
KNOWLEDGE_SHARE = 0.9  # of a card's chance to help that its wording is also fit to send
SURE = 0.5  # chance to help under which an article's wording counts less and less
LAST_RESORT = 0.07  # what it keeps: better than silence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reply before placeholders, tone and policy. `fixed`: the words are not to be touched."""

    text: str
    chance: float
    source: ReplySource
    evidence: tuple[Evidence, ...] = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights from likeness of the nearest, its cluster's share and support, to the chance of a free-text
    reply; trained by evaluation/train/replies.py."""

    likeness: float = 4.0
    share: float = 1.0
    support: float = 0.3
    bias: float = -3.4

    def chance(self, *, likeness: float, share: float, support: int) -> float:
        """0-1."""
        logit = self.likeness * likeness + self.share * share + self.support * math.log(support) + self.bias
        return 1 / (1 + math.exp(-logit))


def from_memory(
    context: ReplyContext, memory: ReplyMemory, calibration: Calibration, *, said: str, answered: Evidence
) -> list[Candidate]:
    """What agents of this service said in the most similar situations."""
    situation = memory.towers.remembered_situations([context])[0]
    neighbours = memory.search(situation, NEIGHBOURS)
    if not neighbours:
        return []
    weights = np.exp((np.array([n.score for n in neighbours]) - neighbours[0].score) / SHARPNESS)
    weights /= weights.sum()
    # One near example that was typed freely says little: all neighbours count, or the nearest, whatever is more, and in
    # a memory that is mostly of canned actions the whole of it.
    listed = np.array([n.remembered.label is not None for n in neighbours])
    share = max(float(weights[listed].sum()), float(listed.mean()))
    if memory.labelled_share >= MOSTLY:
        share = max(share, memory.labelled_share)
    found = _canned(context, memory, share) if share else []
    found += _free(neighbours, weights, calibration, memory, content_words(said))
    return [
        Candidate(text, chance, ReplySource(kind="history", id=cluster, label=label), (answered,))
        for text, chance, cluster, label in found
    ]


_Found = tuple[str, float, str, str | None]


def _canned(context: ReplyContext, memory: ReplyMemory, share: float) -> list[_Found]:
    """Actions that agents pick from a list: the model's chances where the memory has one."""
    model = memory.labels
    if model is None:
        return []
    chances = model.chances(context, memory.towers.replies(context.said)) * min(1.0, 1.25 * share)
    found: list[_Found] = []
    for row in np.argsort(-chances)[:LABELS_READ]:
        label = model.labels[int(row)]
        wordings = memory.wordings(label)
        if wordings:
            found.append((canonical(wordings), float(chances[row]), memory.cluster_of_label(label), label))
    return found


def _free(
    neighbours: Sequence[Neighbour],
    weights: FloatArray,
    calibration: Calibration,
    memory: ReplyMemory,
    known: frozenset[str],
) -> list[_Found]:
    free = [
        Wording(n.remembered.text, n.remembered.cluster, float(weight) * _outcome(n) * STRANGE**strange)
        for n, weight in zip(neighbours, weights, strict=True)
        if n.remembered.label is None and _is_sendable(n.remembered.text)
        for strange in (min(4, memory.foreign(n.remembered.text, known)),)
    ]
    if not free:
        return []
    likeness = {n.remembered.cluster: n.score for n in reversed(neighbours)}
    total = sum(wording.weight for wording in free) or 1.0
    room = float(sum(w for w, n in zip(weights, neighbours, strict=True) if n.remembered.label is None))
    found: list[_Found] = []
    for cluster in merge(free):
        chance = calibration.chance(
            likeness=likeness[cluster.id], share=cluster.weight / total, support=cluster.support
        )
        chance *= room * STRANGE ** min(4, memory.foreign(cluster.text, known))
        found.append((cluster.text, chance, cluster.id, None))
    return found


@remembered(maxsize=32_768)
def _is_sendable(text: str) -> bool:
    """No goodbye, and not so full of another matter's details that little is left."""
    return not _FAREWELL.search(text) and sum(name in _VAGUE for name in PLACEHOLDER.findall(text)) <= MAX_VAGUE


def _outcome(neighbour: Neighbour) -> float:
    """Replies from conversations that went wrong count less."""
    return 0.7 if neighbour.remembered.outcome in {"unhappy", "unresolved", "failed", "false"} else 1.0


def from_approved(
    conversation: Conversation, approved: ApprovedReplies, *, team: str | None, answered: Evidence
) -> list[Candidate]:
    """The team's approved wording, word for word."""
    return [
        Candidate(
            reply.text, chance, ReplySource(kind="approved", id=reply.id, title=reply.title), (answered,), fixed=True
        )
        for reply, chance in approved.find(conversation, team=team)
    ]


def from_knowledge(
    conversation: Conversation, search: ArticleSearch, *, length: Length | None
) -> tuple[list[Candidate], str | None]:
    """The answer passages of the best articles; and the stamp of the index."""
    query = conversation_query(conversation, limit=ARTICLES_READ + 1)
    if query is None:
        return [], None
    found = search.search(query)
    asked = " ".join([m.text for m in conversation.messages if m.role == "customer"][-ASKED_MESSAGES:])
    candidates: list[Candidate] = []
    for hit in found.hits:
        if len(candidates) == ARTICLES_READ:
            break
        answer = answer_from(hit, asked, length=length or "medium")
        if answer is None:
            continue
        source = ReplySource(kind="knowledge", id=hit.article.id, title=hit.article.title)
        chance = fit_to_send(min(hit.score, found.confidence))
        candidates.append(Candidate(answer.text, chance, source, answer.evidence, fixed=hit.article.verbatim))
    return candidates, found.snapshot


def fit_to_send(helps: float) -> float:
    """The chance that the wording of an article that helps with chance `helps` is taken."""
    plain = KNOWLEDGE_SHARE * helps
    return max(plain * min(1.0, helps / SURE), min(plain, LAST_RESORT))
