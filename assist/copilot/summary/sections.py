"""The five default sections: each sentence goes to the one it fits best, in order, within the words there are."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assist.copilot.reported.statements import is_fragment
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.identity import answers_who
from assist.core.encoding import Conversation
from assist.core.text.remembered import remembered
from assist.core.vocabulary import ACTS, Act

TITLES = {
    "issue": "Issue",
    "cause": "Cause",
    "actions": "Actions",
    "outcome": "Outcome",
    "next_steps": "Next steps",
}
_CAUSE = re.compile(
    r"\b(?:because|due to|caused by|the (?:reason|cause|problem) (?:is|was)|as a result of|turns out|"
    r"known (?:issue|bug|problem)|"
    r"(?:seems|appears|looks like) (?:that |to )?|out of stock|outage|was (?:not|never|inadvertently|"
    r"accidentally|closed|held|blocked)|"
    r"error on (?:the|their)|system error|misplaced|mix-up|backlog|(?:is|are|was|were) delayed|by mistake|wrongly|"
    r"(?:test|check|scan|diagnosis|log)s? (?:shows?|showed|found)|mislabelled|mistyped|misrouted|(?:was|were|got) "
    r"lost|went to (?:an?|the|their) (?:old|wrong)|bounced|so the "
    r"(?:\w+ ){1,2}(?:paused|stopped|skipped|blocked|rejected|cancelled|dropped|split|charged)\b|"
    r"so (?:it|they|the \w+|their \w+) (?:was|were|is|are|has been|have been|had) (?!not\b)\w+(?:ed|nt|wn|en|ck|de|"
    r"ut))\b",
    re.IGNORECASE,
)
# Reasons for a refusal, a deed, an apology or a rule, not for what went wrong.
NO_CAUSE = re.compile(
    r"(?:asks|wants|needs|will|can(?! see (?:that|the|their|this)\b)|cannot|can't|could|would|may|might|imagines|"
    r"guesses|suspects|wonders|"
    r"is (?:sorry|afraid)|apologi[sz]es|understands|regrets|thanks|hopes|says (?:they|sorry|thank)\b|"
    r"has (?:now |just |also |already )*(?:escalated|requested|forwarded|passed|sent|raised|filed|opened|booked|"
    r"created|submitted|refunded|noted|logged|put|added|arranged|ordered|reported|cancelled|asked|set)\b|"
    r"(?:explains|says|confirms) (?:that )?(?:if|when(?!.*\b(?:was|were|had|will have)\b)|once|unless|ah|oh|"
    r"m(?:r|rs|s)|no(?=,| (?:and|but|it|they|that|there|the|in|on|not|this)\b)|"
    r"(?:the )?customer (?:will|can|would|needs?))\b)"
)
STEP_AHEAD = re.compile(
    r"\A(?:will\b|promises\b|is going to\b|asks the customer to\b|is (?:checking|looking|waiting|escalating|"
    r"reviewing)\b|'ll\b|"
    # somebody else of the company
    r"(?:says|confirms|promises) (?:that )?(?:(?:the|their|an?|one of) (?!customer\b)(?:[\w'-]+ ){1,5}|he |she |they |"
    r"[A-Z][\w'-]+ (?:[A-Z][\w'-]+ )?)(?:will|is going to) (?:call|ring|phone|contact|visit|come|get back|be "
    r"(?:there|in "
    r"touch)|write|reply|e-?mail|deliver|collect|bring|decide)\b)"
)
_CUSTOMER_AHEAD = re.compile(r"\A(?:will\b|is going to\b|agrees to\b|plans to\b)")
_REPORTED_DONE = re.compile(
    r"\A(?:has|have|is|says|found|sent|booked|opened|confirms|can't|cannot|is unable|doesn't|will)\b"
)


class Told(NamedTuple):
    """A candidate with what the heads think of it."""

    candidate: Candidate
    act: Act
    salience: float
    place: float


def tell(conversation: Conversation, candidates: Sequence[Candidate]) -> list[Told]:
    """Each candidate with its message's act, its salience (0-1) and its place in the talk (0-1)."""
    last = max(1, len(conversation.messages) - 1)
    # Once for all: many small calls into numpy are what costs here.
    acts = [ACTS[act] for act in conversation.scores.acts.argmax(axis=1).tolist()]
    salience = conversation.scores.sentence_salience.tolist()
    return [Told(item, acts[item.message], salience[item.index], item.message / last) for item in candidates]


_ISSUE_ACTS: frozenset[Act] = frozenset({"issue", "complaint", "question_customer", "detail", "other"})
_ACTION_ACTS: frozenset[Act] = frozenset({"action", "advice", "question_agent", "detail", "confirm", "other"})
_OPENING = 0.5  # of a talk, in which the matter is told
_HANDED_OVER = re.compile(r"gives (?!an? )(?:\S+ ){0,5}\S+\Z")
# A question, an echo or a farewell is nothing that came of it; `will do`, `will see` is nothing to be done.
_NO_OUTCOME = re.compile(
    r"asks about\b|says (?:no|nope|yes|okay|fingers crossed)\b(?:,? (?:that|it) (?:is|will be) (?:it|all|fine|"
    r"everything|okay|great))?\Z|says \S+\Z"
)
_NO_STEP = re.compile(
    r"will (?:(?:just|then) )?(?:do(?: (?:that|it))?\Z|be (?!at\b|in\b|there\b|back\b|home\b|out\b|away\b)|suppose|"
    r"manage|hope|think|guess|see (?:what|how|if|about)\b|see\Z|not need to\Z)"
)
# A name, a greeting, a mood or half a sentence names no matter.
_NO_MATTER = re.compile(
    r"says (?:have|has|had|is|are|was|were) |(?:says )?(?:the |their )?name is\b|says \w+ (?:hi|hello)\b(?: \w+)?\Z|"
    r"says \S+\Z|finds? (?:this|that|it) \w+(?: to \w+)?\Z|.*\b(?:so|and|but|because|then)\Z"
)


def _is_issue(item: Told) -> bool:
    return item.candidate.side == "customer" and item.act in _ISSUE_ACTS


def _is_cause(item: Told) -> bool:
    """What the agent's side found; a customer's `because` gives reasons for a wish or a mood."""
    text = item.candidate.text
    return item.candidate.side == "agent" and gives_cause(text) and not NO_CAUSE.match(text)


@remembered(maxsize=8_192)
def gives_cause(text: str) -> bool:
    """Whether a reported sentence of the agent's side names a cause."""
    return bool(_CAUSE.search(text))


def _is_action(item: Told) -> bool:
    return item.candidate.side == "agent" and item.act in _ACTION_ACTS


def _is_outcome(item: Told) -> bool:
    if item.place < 0.5:
        return False
    text = item.candidate.text
    if item.candidate.side == "customer":
        fits = item.act in {"confirm", "closing", "complaint", "issue"} and not _HANDED_OVER.match(text)
        fits = fits and not _NO_OUTCOME.match(text)
    else:
        fits = item.act in {"action", "advice", "confirm"} and bool(_REPORTED_DONE.match(text))
    return fits and not is_fragment(text)


def _is_next_step(item: Told) -> bool:
    if item.place <= 0.6 and item.act != "commitment":
        return False
    text = item.candidate.text
    if item.candidate.side == "customer":
        return item.place > 0.6 and bool(_CUSTOMER_AHEAD.match(text)) and not _NO_STEP.match(text)
    if text.startswith("asks the customer to"):
        return item.place > 0.75
    return bool(STEP_AHEAD.match(text))


# (section, test, most claims, share of the salience of the best sentence that a claim needs)
_RULES: tuple[tuple[str, Callable[[Told], bool], int, float], ...] = (
    ("issue", _is_issue, 3, 0.45),
    ("next_steps", _is_next_step, 3, 0.3),
    ("cause", _is_cause, 1, 0.4),
    ("outcome", _is_outcome, 2, 0.35),
    ("actions", _is_action, 4, 0.4),
)


def sort_into_sections(
    conversation: Conversation, told: Sequence[Told], wanted: Sequence[str]
) -> dict[str, list[Told]]:
    """The claims of every wanted section in order; a sentence is told once."""
    used: set[int] = set()
    sections: dict[str, list[Told]] = {}
    for name, fits, most, share in _RULES:
        if name not in wanted:
            continue
        fitting = [item for item in told if item.candidate.index not in used and fits(item)]
        if name == "issue":
            # A number or name alone tells no matter; the case draft has it among its facts.
            telling = _telling(conversation, fitting)
            if not telling:
                opening = [item for item in told if item.candidate.side == "customer" and item.place <= _OPENING]
                telling = _telling(conversation, opening)
            fitting = _early(telling or fitting)
        chosen = _best(fitting, most, share, newest=name in {"outcome", "next_steps"})
        used |= {item.candidate.index for item in chosen}
        sections[name] = chosen
    return sections


def _telling(conversation: Conversation, items: Sequence[Told]) -> list[Told]:
    """Without answers to who somebody is or which order is meant, and what names no matter by itself."""
    return [
        item
        for item in items
        if not (_HANDED_OVER.match(item.candidate.text) or _NO_MATTER.match(item.candidate.text))
        and not answers_who(conversation.messages, item.candidate)
    ]


def _early(items: list[Told]) -> list[Told]:
    """Where the matter is opened: the first third, and later messages that raise a new one."""
    opened = [item for item in items if item.place <= 0.34 or (item.act == "issue" and item.salience > 0.5)]
    return opened or items[:2]


def _best(items: Sequence[Told], most: int, share: float, *, newest: bool) -> list[Told]:
    if not items:
        return []
    weight: Callable[[Told], float] = (lambda t: t.salience + 0.3 * t.place) if newest else (lambda t: t.salience)
    ordered = sorted(items, key=weight, reverse=True)[:most]
    least = share * weight(ordered[0])
    return sorted((item for item in ordered if weight(item) >= least), key=lambda t: t.candidate.index)
