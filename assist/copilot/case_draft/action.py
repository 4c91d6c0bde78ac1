"""An action: what is still to be done, as an instruction, and how a sentence says so."""

from dataclasses import dataclass
from typing import Literal, get_args

from assist.copilot.case_draft.phrasing import instruction
from assist.copilot.case_draft.wording import capital

# asked: of the customer; will: the speaker; must: the customer has to; receives: the customer is sent something;
# told: an order or `the customer rings back`; provides: what is needed from them; others: somebody else will;
# event: somebody else does it, or it is done, on a day; also: a promise further on in the sentence;
# may: the way that is open to the customer; booked: what was arranged for a day.
Kind = Literal["asked", "will", "must", "told", "provides", "receives", "others", "event", "also", "may", "booked"]

KINDS: tuple[Kind, ...] = get_args(Kind)

OF_CUSTOMER: frozenset[Kind] = frozenset(("asked", "must", "told", "provides", "may"))

_COMPANYS = ("refund ", "reimburse ", "compensate ", "waive ")  # `So: refund £24.85` is no order to the customer

OF_OTHERS: frozenset[Kind] = frozenset(("receives", "others", "event", "booked"))


@dataclass(frozen=True, slots=True)
class Action:
    """`Send a label`, and how the sentence says it."""

    text: str
    kind: Kind


def action_of(text: str, kind: Kind) -> Action | None:
    """`will send a label` as `Send a label`; None where it tells nothing to do."""
    if kind in OF_CUSTOMER and text.startswith(_COMPANYS):
        return None
    told = instruction(text, of_customer=kind in OF_CUSTOMER)
    return Action(capital(told), kind) if told else None
