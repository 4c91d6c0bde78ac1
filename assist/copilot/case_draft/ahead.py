"""How likely what is said to be done belongs to a note's next steps: a linear model over sentence and form."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from assist.copilot.case_draft.action import KINDS, Action
from assist.copilot.case_draft.actions import actions_of
from assist.copilot.case_draft.by_others import names_a_day
from assist.copilot.case_draft.roles import PLAIN_FEATURES, Roles, load_roles
from assist.copilot.summary.candidates import Candidate
from assist.core.encoding import FloatArray
from assist.core.resources import models_dir

ARTIFACT = "next_steps"
PARTS = ("next_step",)
FORM_FEATURES = (*(f"kind_{kind}" for kind in KINDS), "names_a_day", "action_words")
FEATURES = (*PLAIN_FEATURES, *FORM_FEATURES)


@dataclass(frozen=True, slots=True)
class Said:
    """An action and the sentence that says it; `place`: of the sentence among its conversation's candidates."""

    place: int
    candidate: Candidate
    action: Action


def actions_said(candidates: Sequence[Candidate]) -> list[Said]:
    """What customer and agents say is to be done; a bot's lines are left out."""
    found: list[Said] = []
    for place, item in enumerate(candidates):
        actions = () if item.role == "bot" else actions_of(item.text, item.side)
        found += [Said(place, item, action) for action in actions if len(action.text.split()) > 1]
    return found


def action_features(rows: FloatArray, said: Sequence[Said]) -> FloatArray:
    """(n, features + 1 + dims); `rows`: `role_features` of all candidates, to which the action's form is added."""
    forms = np.array(
        [
            [*(one.action.kind == kind for kind in KINDS), names_a_day(one.action.text), len(one.action.text.split())]
            for one in said
        ],
        dtype=np.float32,
    ).reshape(len(said), len(FORM_FEATURES))
    own = rows[[one.place for one in said]]
    plain = len(PLAIN_FEATURES)
    return np.hstack([own[:, :plain], forms, own[:, plain:]])


@cache
def packaged_ahead() -> Roles:
    """The model that ships. Raises ConfigurationError when it is missing or made for other features."""
    return load_roles(models_dir() / "artifacts" / ARTIFACT, features=FEATURES, parts=PARTS)
