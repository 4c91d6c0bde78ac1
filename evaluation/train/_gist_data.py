"""What the gist network learns from, and what it says of talks that it has not seen."""

from collections.abc import Sequence

import numpy as np

from assist.copilot.case_draft.gist import CLOSENESS_NAMES, GIST_NAMES
from assist.copilot.case_draft.roles import signs_of
from assist.copilot.summary.candidates import candidates_of
from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import Encoder
from evaluation.schema import Gold
from evaluation.train._gist_network import Example, fit_gist
from evaluation.train._note_parts import part_labels
from evaluation.train._ways import SIDES, overlaps, standard

FOLDS = 5
MEANING = 0.5  # of the likeness of meaning beside the overlap with the headline


def gist_examples(talks: Sequence[tuple[Conversation, Gold]], encoder: Encoder) -> list[Example]:
    """One example a talk."""
    return [_example(conversation, gold, encoder) for conversation, gold in talks]


def unseen(examples: Sequence[Example], *, seed: int) -> list[FloatArray]:
    """(n, len(GIST_NAMES)) of each talk's n sentences, by networks that have not seen it."""
    fold_of = np.random.default_rng(seed).permutation(len(examples)) % FOLDS
    found: list[FloatArray] = [np.zeros((0, len(GIST_NAMES)), dtype=np.float32)] * len(examples)
    for fold in range(FOLDS):
        reader = fit_gist([one for i, one in enumerate(examples) if fold_of[i] != fold and len(one.vectors)], seed=seed)
        for i in np.flatnonzero(fold_of == fold).tolist():
            one = examples[i]
            found[i] = reader.read(one.vectors, one.signs, one.by_agent)
    return found


def unseen_gists(talks: Sequence[tuple[Conversation, Gold]], encoder: Encoder, *, seed: int) -> list[FloatArray]:
    """`unseen` of the talks' own examples: what a later stage has to learn from."""
    return unseen(gist_examples(talks, encoder), seed=seed)


def _example(conversation: Conversation, gold: Gold, encoder: Encoder) -> Example:
    both = [item for item in candidates_of(conversation) if not item.internal]
    signs, vectors, by_agent = signs_of(conversation, both)
    targets = np.zeros((len(both), len(GIST_NAMES)), dtype=np.float32)
    case = gold.case
    ahead = " ".join(f"{step.action} {step.due or ''}" for step in case.next_steps) if case else ""
    meant = [gold.headline or "", *([case.issue, case.resolution or "", ahead] if case else ["", "", ""])]
    near = vectors @ encoder.encode([text or "none" for text in meant]).T * [bool(text) for text in meant]
    for number, side in enumerate(SIDES):
        own = np.flatnonzero(by_agent == number)
        if not len(own):
            continue
        shared = standard(np.array(list(overlaps([both[i] for i in own], side, gold))))
        targets[own, 0] = shared + MEANING * standard(near[own, 0])
        targets[own, 1 : len(CLOSENESS_NAMES)] = np.apply_along_axis(standard, 0, near[own, 1:])
    if case:
        targets[:, len(CLOSENESS_NAMES) :] = part_labels(both, vectors, case, encoder)
    return Example(vectors, signs, by_agent, targets)
