"""What could be said next, from each source, with the chance that the agent takes it."""

import math
from dataclasses import dataclass

import numpy as np

from assist.copilot.articles import conversation_query
from assist.copilot.replies.approved import ApprovedReplies
from assist.copilot.replies.asked import Asked
from assist.copilot.replies.clusters import canonical
from assist.copilot.replies.context import ReplyContext
from assist.copilot.replies.free_text import Calibration, closeness, free_text
from assist.copilot.replies.knowledge import PassageReader, answers_from
from assist.copilot.replies.memory import Neighbourhood, ReplyMemory
from assist.core.encoding import Conversation
from assist.core.ports import ArticleSearch
from assist.core.results import Evidence, ReplySource
from assist.core.vocabulary import Length

NEIGHBOURS = 24
LABELS_READ = 8
MOSTLY = 0.5  # share of canned actions from which a team works from its list
STRANGE = 0.9  # what each rare word that this conversation has not makes of a reply's chance
ARTICLES_READ = 2
# Log-odds that an article's wording says what the agent means (cosine .55 to a good reply), of the chance that the
# article helps and of the share of the customer's newest words that the wording has, where no sentences are compared.
# Fitted on gold train, every company alone: AUROC .86; .82 by the article alone, of whose surest quarter .38 were
# right.
HELPS, COVERS, WORDING = 3.0, 5.6, -4.1
LAST_RESORT = 0.8, 0.12  # share of the chance to help that it keeps, up to so much: better than silence
# Chance to help from which an article is of the matter, so that a second answer of it is offered too, and the least
# chance that this one says what the agent means: 25 of 205 did (gold train, written), whatever words it shares.
OF_THE_MATTER, SECOND_PASSAGE = 0.5, 0.12
SECOND_SHARE = 0.8  # of the chance that it would have as the first: beside the first it tells less


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reply before placeholders, tone and policy. `fixed`: the words are not to be touched."""

    text: str
    chance: float
    source: ReplySource
    evidence: tuple[Evidence, ...] = ()
    fixed: bool = False


def from_memory(
    context: ReplyContext, memory: ReplyMemory, calibration: Calibration, *, said: frozenset[str], answered: Evidence
) -> list[Candidate]:
    """What agents of this service said in the most similar situations; `said`: content words of this one."""
    situation = memory.towers.remembered_situations([context])[0]
    near = memory.search(situation, NEIGHBOURS)
    if not len(near):
        return []
    # One near example that was typed freely says little: all neighbours count, or the nearest, whatever is more, and in
    # a memory that is mostly of canned actions the whole of it.
    weights = closeness(near.scores)
    listed = np.array([one.label is not None for one in near.remembered])
    share = max(float(weights[listed].sum()), float(listed.mean()))
    if memory.labelled_share >= MOSTLY:
        share = max(share, memory.labelled_share)
    found = _canned(context, memory, share) if share else []
    if not listed.all():
        free = near.some(np.flatnonzero(~listed).tolist())
        found += _free(free, float(weights[~listed].sum()), calibration, memory, said)
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
    near: Neighbourhood, room: float, calibration: Calibration, memory: ReplyMemory, known: frozenset[str]
) -> list[_Found]:
    rare = [memory.foreign(one.text, known) for one in near.remembered]
    # A name that nobody said here is of another talk.
    strange = [0.0 if one.names else STRANGE ** min(4, len(one.words)) for one in rare]
    return [
        (cluster.text, room * chance, cluster.id, None) for cluster, chance in free_text(near, strange, calibration)
    ]


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
    conversation: Conversation, search: ArticleSearch, passages: PassageReader | None, *, length: Length | None
) -> tuple[list[Candidate], str | None]:
    """What the best articles answer; and the stamp of the index."""
    # A team without articles must not wait for a question to nobody.
    query = conversation_query(conversation, limit=ARTICLES_READ + 1) if search.count else None
    if query is None:
        return [], None
    found = search.search(query)
    if not found.hits:
        return [], found.snapshot
    asked = Asked.of(conversation.messages)
    reader = passages.of(conversation) if passages else None
    candidates: list[Candidate] = []
    read = 0
    for hit in found.hits:
        if read == ARTICLES_READ:
            break
        helps = min(hit.score, found.confidence)
        limit = 1 + (helps >= OF_THE_MATTER)
        answers = answers_from(hit, asked, length=length or "medium", limit=limit, reader=reader)
        read += bool(answers)
        source = ReplySource(kind="knowledge", id=hit.article.id, title=hit.article.title)
        for place, answer in enumerate(answers):
            if reader is None or answer.likeness is None:
                chance = SECOND_PASSAGE if place else fit_to_send(helps, answer.covers)
            else:
                chance = reader.model.chance(helps, answer.covers, answer.likeness)
                chance = max(SECOND_SHARE * chance, SECOND_PASSAGE) if place else _no_less(chance, helps)
            candidates.append(Candidate(answer.text, chance, source, answer.evidence, fixed=hit.article.verbatim))
    return candidates, found.snapshot


def fit_to_send(helps: float, covers: float) -> float:
    """The chance that the wording of an article that helps with chance `helps` is taken; `covers`: the share of what
    the customer said last that it speaks of."""
    return _no_less(1 / (1 + math.exp(-(HELPS * helps + COVERS * covers + WORDING))), helps)


def _no_less(chance: float, helps: float) -> float:
    share, most = LAST_RESORT
    return max(chance, min(share * helps, most))
