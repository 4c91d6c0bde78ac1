"""What remains to be done: by whom, what, until when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist.copilot.case_draft.action import OF_CUSTOMER, OF_OTHERS
from assist.copilot.case_draft.ahead import Said, action_features, actions_said, packaged_ahead
from assist.copilot.case_draft.by_others import names_a_day
from assist.copilot.case_draft.outcome import confirmed, said_to_work
from assist.copilot.case_draft.over import is_over, words_of
from assist.copilot.case_draft.parts import Entry, Parts, grounded
from assist.copilot.case_draft.roles import Roles
from assist.copilot.case_draft.wording import capital
from assist.copilot.facts import find_mentions, resolve_due
from assist.copilot.facts.mentions import Mention
from assist.copilot.summary.candidates import Candidate
from assist.core.results import NextStep
from assist.core.vocabulary import Owner

_PERSONALLY = re.compile(
    r"\b(?:I'll|I will|I'm going to|I shall)\b(?! (?:have|get|ask|make sure) (?:someone|them|the|our))", re.IGNORECASE
)
_FOLLOW_UP = re.compile(
    r"\A(?:\w+ly )?(?:call|contact|e-?mail|follow|check|update|keep|monitor|track|speak|write|ring|let|inform)\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:by|before|until|within|in|on|at|next|tomorrow|today|tonight|business|working)\b|"
    r"\b(?:morning|afternoon|evening)\b|"
    r"day\b|\d\s*(?:-|–|to)\s*\d",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    r"(?: (?:lunchtime|morning|midday|noon|afternoon|evening|night)\b|,? (?:at|by|before|after|around) "
    r"(?:noon|midday|lunch(?:time)?)\b|,? (?:around|about|at|by|before|after) "
    r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?(?![\w£$€%]| \w+s\b))",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\b(?:by|before|on|until|within|in|at|no later than)\s+(?:the\s+)?\Z", re.IGNORECASE)
_LED = re.compile(r"(?:by|before|until|within|in|no later than)\b", re.IGNORECASE)
# A day in the middle of an action that stands alone without it: `Ring back tomorrow if nothing has come`.
_DAY = re.compile(
    r"(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|this \w+)\b", re.IGNORECASE
)
_GOES_ON = re.compile(r",? (?:if|when|unless|once|with|to|and|so|because|before|after)\b")
# `the usual time is 3-5 days` says nothing without the days.
_NEEDS_TIME = re.compile(r"\b(?:is|are|was|takes?|lasts?|to|about|around|and|or|than|only)[ ]*\Z")
# Between the day and the hours: `Friday, 4 to 6pm`, `the 17th before noon`.
_JOINS = re.compile(r".{1,2}|,? (?:at|by|before|after|around|about|from|between) (?:the )?", re.IGNORECASE)
_MOST = 6
_ALONE = 0.1  # chance from which the likeliest one is told where none is likely
_ALIKE = 0.8  # cosine of two sentences from which they say the same
# `i'll do it tonight` tells when what the agent asked for will be done.
_CONSENTS = re.compile(
    r"(?:(?:get|have|ask) [\w' -]{2,30} to )?(?P<verb>do|sort|send|email|e-mail|post|bring|upload|return|try|check|"
    r"fill|"
    r"pay|ring|call|phone|book|get|drop|look|sign)(?: (?:at|in|out|off|up|into|over|round))? (?:that|it|this|them|"
    r"those|these|so)"
    r"(?: (?:all|back|again|in|out|off|up|over|round|online|myself|themselves))*(?: (?P<when>(?:on |at |by |over |in |"
    r"before |after )?(?:the |this |next )?(?:tonight|today|tomorrow|weekend|week|morning|afternoon|evening|lunch\w*|"
    r"noon|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b[^,;]{0,24}))\Z",
    re.IGNORECASE,
)
_SENDS = frozenset("send email e-mail upload post provide submit attach forward".split())
_NEAR = 3  # messages before the consent in which it was asked
# What stays to be done though the matter is solved: by a day, on a condition, from now on.
_LASTS = re.compile(
    r"\b(?:if|unless|until|till|when|whenever|once|next time|in future|from now|always|never|not|after|before|every|"
    r"keep|for now|meanwhile)\b",
    re.IGNORECASE,
)
# `and if it's no better`, asks the customer; `then ring us`.
_AND_IF = re.compile(r"(?:says|asks)(?: what happens)? (?P<condition>if \S.*)\Z")
_THEN = re.compile(r"(?:(?:oh|well|ok(?:ay)?|in that case|yes|yeah)[, ]+)*then,? (?!\w+ (?:is|was)\b)", re.IGNORECASE)
_LIMITED = re.compile(r"\b(?:if|unless|until|till|once)\b")
_MOST_OF_IT = 0.75  # of a sentence's words


@dataclass(frozen=True, slots=True)
class Ahead:
    """A next step and its evidence."""

    step: NextStep
    entry: Entry


def next_steps_of(parts: Parts, model: Roles | None = None) -> list[Ahead]:
    """Promises, requests and what others will do, in order: the likely ones that were not yet kept, each once."""
    said = actions_said(parts.candidates)
    if not said:
        return []
    model = model or packaged_ahead()
    least = model.least["next_step"]
    works = _works_at(parts)
    consents = [one for one in said if one.candidate.side == "customer" and _CONSENTS.match(one.action.text)]
    said = [one for one in said if one not in consents]
    if not said:
        return []
    chances = model.chances(action_features(parts.rows, said))[:, 0].tolist()
    kept: list[tuple[Said, Entry]] = []
    for chance, one in sorted(zip(chances, said, strict=True), key=lambda pair: (-pair[0], pair[1].place)):
        if chance <= (least if kept else min(least, _ALONE)) or len(kept) == _MOST:
            break
        if is_over(parts, one) or _has_helped(one, works) or any(_is_same(parts, one, other) for other, _ in kept):
            continue
        entry = _on_condition(parts, one) or parts.entry(one.candidate, lambda _, text=one.action.text: text)
        if entry is not None:
            kept.append((one, entry))
    kept.sort(key=lambda pair: pair[0].place)
    ahead = [_ahead(parts, one, entry) for one, entry in kept]
    places = [one.candidate.message for one, _ in kept]
    for consent in consents:
        _put_off_to(ahead, places, consent, parts)
    return ahead


def _on_condition(parts: Parts, one: Said) -> Entry | None:
    """`then ring us`, said to `and if it's no better`: `Ring the company if it is no better`."""
    candidate = one.candidate
    said = words_of(parts, candidate)
    if candidate.side != "agent" or _LIMITED.search(one.action.text) or not _THEN.match(said):
        return None
    asked = next((item for item in reversed(parts.candidates) if item.message < candidate.message), None)
    match = _AND_IF.match(asked.text) if asked and asked.side == "customer" else None
    if asked is None or match is None:
        return None
    return grounded(parts.conversation, f"{one.action.text} {match['condition']}", (asked, candidate))


def _works_at(parts: Parts) -> int:
    """The last message in which the customer says that it works; -1 where they never do."""
    conversation = parts.conversation
    said = [item.message for item in confirmed(conversation, parts.candidates)]
    last = {span.message_id for span in said_to_work(conversation)}
    return max([*said, *(i for i, m in enumerate(conversation.messages) if m.key in last)], default=-1)


def _put_off_to(ahead: list[Ahead], places: Sequence[int], consent: Said, parts: Parts) -> None:
    """`i'll do it tonight`: gives the last thing that was asked of the customer just before its day."""
    when = _CONSENTS.match(consent.action.text)
    said = consent.candidate
    for i in reversed(range(len(ahead))):
        step = ahead[i].step
        open_ended = step.owner == "customer" and step.due is None
        near = 0 < said.message - places[i] <= _NEAR
        if when and near and open_ended and _may_be(when["verb"].lower(), step.action):
            at = parts.conversation.messages[said.message].at
            due = resolve_due(when["when"], at) or when["when"]
            entry = Entry(ahead[i].entry.text, (*ahead[i].entry.evidence, said.evidence))
            ahead[i] = Ahead(step.model_copy(update={"due": due}), entry)
            return


def _may_be(verb: str, action: str) -> bool:
    """Whether `i'll send it` may mean the action: it begins so, or is any with `do`."""
    asked = action.split(" ")[0].lower()
    return verb in {"do", "sort"} or verb == asked or {verb, asked} <= _SENDS


def _has_helped(one: Said, works: int) -> bool:
    """Whether the customer was to try it, and says later that it works now."""
    if one.candidate.side != "agent" or one.action.kind not in OF_CUSTOMER or one.candidate.message >= works:
        return False
    return one.action.kind == "may" or not (_LASTS.search(one.action.text) or names_a_day(one.action.text))


def _is_same(parts: Parts, one: Said, other: Said) -> bool:
    """Whether both say the same thing to do."""
    if one.action.text.lower() == other.action.text.lower():
        return True
    if one.candidate.index == other.candidate.index:  # two promises of one sentence
        return False
    vectors = parts.conversation.sentence_vectors
    return float(vectors[one.candidate.index] @ vectors[other.candidate.index]) > _ALIKE


def _ahead(parts: Parts, one: Said, entry: Entry) -> Ahead:
    candidate = one.candidate
    message = parts.conversation.messages[candidate.message]
    said = words_of(parts, candidate)
    words = _due_words(message.text, candidate, entry.text)
    action = _without(entry.text, words) if words else entry.text
    due = (resolve_due(words, message.at) or words) if words else None
    return Ahead(NextStep(owner=_owner(one, said, action), action=action, due=due), Entry(action, entry.evidence))


def _owner(one: Said, said: str, action: str) -> Owner:
    if one.action.kind in OF_OTHERS and one.candidate.side == "agent":
        return "company"
    if one.candidate.side == "customer" or one.action.kind in OF_CUSTOMER:
        return "customer"
    return "agent" if _PERSONALLY.search(said) and _FOLLOW_UP.match(action) else "company"


def _due_words(text: str, candidate: Candidate, action: str) -> str | None:
    """The last time or period of the action, with its preposition; of its sentence, where the action is nearly all of
    it (`has booked an engineer for Thursday and will credit £12` gives the credit no day)."""
    dates = [
        mention
        for mention in find_mentions(text)
        if mention.type == "date"
        and candidate.evidence.start <= mention.start
        and mention.end <= candidate.evidence.end
    ]
    told = [mention for mention in dates if text[mention.start : mention.end].lower() in action.lower()]
    if not told and len(action.split()) < _MOST_OF_IT * len(candidate.text.split()):
        return None
    if not dates:
        return None
    for last in reversed(told or dates):
        words = _with_lead(text, candidate, dates, last)
        if _DEADLINE.search(words):
            return words
    return None


def _with_lead(text: str, candidate: Candidate, dates: Sequence[Mention], last: Mention) -> str:
    """`by Friday, 4 to 6pm`: a date with the preposition before it, the day of its hours, the hours of its day."""
    joined = (one.start for one in dates if one.end < last.start and _JOINS.fullmatch(text, one.end, last.start))
    start = min(joined, default=last.start)
    lead = _LEAD.search(text, max(candidate.evidence.start, start - 18), start)
    part = _PART_OF_DAY.match(text, last.end)
    return text[lead.start() if lead else start : part.end() if part else last.end]


def _without(action: str, words: str) -> str:
    """The action without its deadline, where the rest can stand alone."""
    at = action.lower().rfind(words.lower())
    at_end = action.lower().endswith(words.lower())
    goes_on = _DAY.match(words) and _GOES_ON.match(action, at + len(words))
    if at < 8 or _NEEDS_TIME.search(action, 0, at) or not (at_end or _LED.match(words) or goes_on):
        return action
    before = action[:at].rstrip(" ,")
    rest = f"{before.removesuffix(' for') if at_end else before} {action[at + len(words) :].lstrip(' ,')}".strip()
    return capital(rest)
