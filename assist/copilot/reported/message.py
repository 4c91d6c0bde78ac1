"""A whole message into one report: its sentences' predicates behind one subject, and the fragment for step lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist.copilot.reported import codes, mail
from assist.copilot.reported.attribution import told_apart
from assist.copilot.reported.clauses import introductions, own_steps
from assist.copilot.reported.dropped import accounts
from assist.copilot.reported.lists import find_list
from assist.copilot.reported.merging import accepts_first, merged
from assist.copilot.reported.person import Cast, shift
from assist.copilot.reported.quoted import joined
from assist.copilot.reported.sentence import COMPLAINT, report_sentence
from assist.copilot.reported.spelling import normalise
from assist.copilot.reported.statements import has_verb, lower_first
from assist.copilot.reported.steps import step_of
from assist.copilot.reported.topics import asked
from assist.core.text.sentences import split_sentences

_BUT = re.compile(r"(?:but|however)\b", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?:gives name|says their name is) (?P<name>[A-Z][a-z'-]+(?:(?: (?:de|van|von|der|den|da|di|la|"
    r"le))*[ -][A-Z][\w'-]+){0,2}(?: (?:at|from|"
    r"of) [A-Z][\w'-]+(?: [A-Z][\w'-]+)*)?)|"
    r"(?:is|gives) (?P<full>(?!(?:I|Mr|Mrs|Ms|Dr|OK)\b)[A-Z][a-z'-]+(?: [A-Z][a-z'-]+){1,2}))"
)
_OFFERS_HELP = re.compile(
    r"(?:can|will|is happy to|would be happy to|is able to) (?:gladly )?(?:help|assist)(?: (?:the customer|them))?"
    r"(?: with (?:that|this|it|the request))?"
)
_WANTS = re.compile(r"(?:needs|wants|would like|was hoping|will|is having) ")
_SAYS_NO = re.compile(r"says (?:no|nope)")
_PLAIN_YES = re.compile(
    r"\W*(?:yes|yeah|yep|yup|yea)\s*[.,](?!\s*(?:please|pls|plz|do|go|"
    r"of course|sure|ok|okay)\b)",
    re.IGNORECASE,
)  # the answer to a question of fact
_DENIED = re.compile(r"\b(?:not|no|never|nothing|nobody|none|cannot|without)\b")
_ONLY_WHY = re.compile(r"\A(?:says|explains that) (?P<how>(?:usually|mostly|probably|maybe|only|just) )?because ")
_SEVERAL = re.compile(
    r"\b(?:they|they'\w+)\b|\A(?:The|the|These|these|Those|those) \w+s (?:are|were|have|will|\w+[^s\W]\b)"
)
_NAMES_OTHER = re.compile(r"\bthe customer\b")  # `they` may go on meaning


@dataclass(frozen=True, slots=True)
class Predicate:
    """`text`: what follows the subject, present tense, no final mark; `start`/`end`: code points it rests on."""

    text: str
    start: int
    end: int
    opposed: bool = False  # began with `but`: a fact that the sentence before does not lead one to expect
    label: bool = False  # a number of the subject line, which names the matter and says nothing

    @property
    def step(self) -> str:
        """The fragment of a list of steps: `asks for the order number` -> `Asked for the order number`."""
        return step_of(self.text)


@dataclass(frozen=True, slots=True)
class Reported:
    """What one message says, in the third person."""

    subject: str
    predicates: tuple[Predicate, ...]

    @property
    def text(self) -> str:
        """One sentence with its subject: `Customer needs to change their flight.`"""
        labels = [item.text.removeprefix("gives ") for item in self.predicates if item.label]
        name, told = _introduced([item for item in self.predicates if not item.label] or self.predicates)
        subject = f"{self.subject} {name}" if name else self.subject
        if labels and not told[0].label:
            subject = f"{subject} ({', '.join(labels)})"
        if self.subject == "Customer" and _is_pressed(told):
            return f"{subject} {told[0].text}, as they need {told[1].text.removeprefix('needs ')}."
        stated = _stated(told)
        if stated:
            facts = join_predicates([_SAYS.sub("", item.text) for item in told[stated:]])
            return f"{subject} {_joined(told[:stated], self.subject)}; {facts}."
        return f"{subject} {_joined(told, self.subject)}."

    @property
    def step(self) -> str:
        """The same as a fragment in the past tense: `Asked for the order number`."""
        first, *rest = (item.step for item in self.predicates)
        return "; ".join([first, *(f"{step[:1].lower()}{step[1:]}" for step in rest)])

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Evidence: spans of the message, in order."""
        return tuple((item.start, item.end) for item in self.predicates)


def subject_of(role: str) -> str:
    """`Customer`, `Agent` or `Bot`."""
    return {"customer": "Customer", "bot": "Bot"}.get(role, "Agent")


def report_message(text: str, *, role: str) -> Reported | None:
    """The report of one message alone, or None where there is nothing to report."""
    words, written = codes.hidden(text)
    said = _report(words, role)
    if said is None or not written:
        return said
    return replace(said, predicates=tuple(replace(one, text=codes.shown(one.text, written)) for one in said.predicates))


def _report(text: str, role: str) -> Reported | None:
    predicates: list[Predicate] = []
    named = False
    for start, end, words in (
        introductions(list(accounts(list(asked(_units(text)))))) if role == "customer" else own_steps(_units(text))
    ):
        said = report_sentence(words, role=role, named=named)
        if said is None or any(said == other.text for other in predicates):
            continue
        named = (named or bool(_NAMES_OTHER.search(said))) and not _SEVERAL.search(words)
        one = merged(predicates[-1].text, said) if predicates else None
        if one and named and not _NAMES_OTHER.search(one):  # who `they` are went with what was merged
            one = merged(predicates[-1].text, report_sentence(words, role=role) or said)
        if one:
            predicates[-1] = replace(predicates[-1], text=one, end=end)
            continue
        accepts, plainly = accepts_first(text) if role == "customer" and not predicates else (0, False)
        but = bool(_BUT.match(text, max(start, accepts)))
        if accepts and (plainly or but or said.startswith(("hopes ", "expects "))):
            predicates.append(Predicate("accepts", 0, accepts))
        opposed = bool(predicates) and but
        if not predicates:
            said = _ONLY_WHY.sub(lambda why: f"says it is {why['how'] or ''}because ", said)
        predicates.append(Predicate(said, start, end, opposed))
    if _PLAIN_YES.match(text):
        predicates = _answered(predicates)
    if len(predicates) > 1:
        helped = "asks for help" if any(_WANTS.match(item.text) for item in predicates) else ""
        predicates = [
            item
            for item in predicates
            if item.text not in {COMPLAINT, helped} and not _OFFERS_HELP.fullmatch(item.text)
        ] or predicates[:1]
        denied = any(_DENIED.search(item.text) and not _SAYS_NO.fullmatch(item.text) for item in predicates)
        predicates = [item for item in predicates if not _SAYS_NO.fullmatch(item.text)] if denied else predicates
    predicates = [*_references(text, role), *predicates] if predicates else []
    return Reported(subject_of(role), tuple(predicates)) if predicates else None


def _answered(predicates: list[Predicate]) -> list[Predicate]:
    """`yes.` before a fact answers what was asked: `says yes, ...`; before a request it agrees."""
    if len(predicates) < 2 or predicates[0].text != "agrees":
        return predicates
    first, second, *rest = predicates
    if second.text.startswith(("asks ", "wants ", "will ")):
        return predicates
    if second.text.startswith("says "):
        return [replace(second, text=f"says yes, {second.text[5:]}", start=first.start), *rest]
    return [replace(first, text="says yes"), second, *rest]


def _references(text: str, role: str) -> list[Predicate]:
    """What subject line and signature of a mail alone name by number."""
    if "\n" not in text and not text.startswith("Subject"):
        return []
    found: list[Predicate] = []
    subject, numbers = mail.subject_span(text), mail.subject_references(text)
    for start, end in numbers:
        found.append(Predicate(f"gives {_label(text[start:end])}", start, end, label=True))
    if subject and not numbers:
        cast = Cast("customer" if role == "customer" else "agent")
        words = shift(lower_first(normalise(text[subject[0] : subject[1]])), cast)
        found.append(Predicate(f"writes about {words.rstrip('?!. ')}", *subject))
    for start, end in mail.reference_spans(text):
        found.append(Predicate(f"gives {_label(text[start:end])}", start, end))
    return found


def _label(words: str) -> str:
    """`Account TM-55` as it stands within a sentence."""
    return f"{words[0].lower()}{words[1:]}" if words[1:2].islower() else words


def _units(text: str) -> list[tuple[int, int, str]]:
    """Sentences with their words; a numbered list is one of them, without its numbers."""
    first, last = mail.own_span(text)
    numbered = find_list(text, first, last)
    spans = own_sentences(text)
    if numbered is None:
        return [(start, end, text[start:end]) for start, end in spans]
    units = [(start, end, text[start:end]) for start, end in spans if end <= numbered.start]
    units.append((numbered.start, numbered.end, numbered.text))
    rest = [(start + numbered.end, end + numbered.end) for start, end in split_sentences(text[numbered.end : last])]
    return units + [(start, end, text[start:end]) for start, end in rest if not mail.is_quoted(text, start)]


def own_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences that the writer wrote: no quoted mail, header, salutation or signature."""
    first, last = mail.own_span(text)
    parts = [
        part
        for start, end in split_sentences(text[first:last])
        if not mail.is_quoted(text, start + first)
        for part in _parted(text, start + first, end + first)
    ]
    return joined(text, parts)


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`It left on 3 Oct. I am ...`: an abbreviation or a code that ends a sentence."""
    parts: list[tuple[int, int]] = []
    for mark in _NEXT_SENTENCE.finditer(text, start, end):
        gap = next(name for name in ("gap", "thanked", "smiled", "did") if mark[name])
        parts.append((start, mark.start(gap)))
        start = mark.end(gap)
    return [*parts, (start, end)]


_NEXT_SENTENCE = re.compile(
    r"(?:\b(?:\w*\d\w*|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu|Thurs|"
    r"Fri|Sat|Sun)\b[.])(?P<gap>\s+)"
    r"(?=(?:(?i:who|what|when|how|can|could|do|does|is)|I|I'\w+|We|We'\w+|However|The|They|It|My|Our|You|Your|"
    r"This|That|Please|And|Can|Could|Is|Are|Do|Does|What|When|How|Where|Will|So|But)\s)|"
    r"(?<=[\w)])(?P<thanked>\s+)(?=Thanks? (?:you )?for )|"
    "[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?"
    r"(?P<smiled>\s+)(?=[A-Z][a-z'])|"
    r"(?<![\w'])(?i:done)(?:\.{2,}|…)(?P<did>\s+)(?=\w)"
)
_SAYS = re.compile(
    r"\A(says|gives|explains(?: that)?|asks the (?:agent|customer) (?:not )?to|asks(?! (?:the (?:agent|customer)|"
    r"for|about)\b)) "
)


_APPOSED = re.compile(
    r"(?:roughly|about|almost|nearly|approximately|at (?:least|most)|without|including|unlike|(?:the )?(?:first|"
    r"second|third|fourth|fifth|last|same) (?:time|day|place|address|price|story)|right now|[\w-]+ (?:hours?|days?|"
    r"weeks?|months?|minutes?) (?:earlier|later|ago|early|late))\b|if (?:they|the customer) (?:have|has|are|is)\b"
    r"(?!.*\b(?:they|it|he|she|the (?:customer|agent|company)|will|would|can)\b)[^,;]{3,40}\Z"
)  # what only adds to the words before it
_GOES_ON = re.compile(r" (?:and|but) (?:asks|says|explains|gives|wants|agrees|confirms) ")
_SAME = {"says": "says", "explains": "says", "explains that": "says"}


def _introduced(predicates: Sequence[Predicate]) -> tuple[str, Sequence[Predicate]]:
    """The name that the writer gives as their own, and what else they say; without a name all of it."""
    first, rest = predicates[0], predicates[1:]
    if not rest:
        return "", predicates
    name = _NAME.fullmatch(first.text)
    if name and not rest[0].opposed:
        return name["name"] or name["full"], rest
    for at, item in enumerate(rest, 1):
        name = _NAME.fullmatch(item.text)
        if name and name["name"] and not item.opposed and not (predicates[at + 1 :] and predicates[at + 1].opposed):
            return name["name"], [*predicates[:at], *predicates[at + 1 :]]
    return "", predicates


def _stated(predicates: Sequence[Predicate]) -> int:
    """Where facts that are stated end a message that began with what its writer does; 0 when it is not so."""
    start = len(predicates)
    while start and _is_fact(predicates[start - 1].text):
        start -= 1
    return 0 if start == len(predicates) or any(item.opposed for item in predicates[start:]) else start


def _is_fact(said: str) -> bool:
    """`says ...` that can do without its verb: nothing in it goes on about the speaker."""
    return _SAME.get((_SAYS.match(said) or [""] * 2)[1], "") == "says" and not _GOES_ON.search(said)


def _is_pressed(predicates: Sequence[Predicate]) -> bool:
    """`asks how long it takes` and `needs it on Monday`: a need behind one request says why."""
    asks, needs = predicates[0].text, predicates[-1].text
    if len(predicates) != 2 or predicates[1].opposed:
        return False
    return asks.startswith("asks ") and needs.startswith("needs ") and "," not in needs


def _joined(predicates: Sequence[Predicate], subject: str) -> str:
    """All predicates; `but` joins those that began with it to what stands before."""
    groups: list[list[str]] = [[]]
    for at, item in enumerate(predicates):
        if item.opposed and groups[-1]:
            groups.append([])
        apart = at and len(predicates) == 2
        groups[-1].append(told_apart(predicates[0].text, item.text, f"the {subject.lower()}") if apart else item.text)
    return ", but ".join(join_predicates(group) for group in groups)


def join_predicates(predicates: list[str]) -> str:
    """`a`, `b` and `c` -> `a, b and c`; a verb of saying that repeats is said once."""
    shortened: list[str] = []
    previous = ""
    for text in predicates:
        verb = _SAYS.match(text)
        kind = _SAME.get(verb.group(1), verb.group(1)) if verb else ""
        if verb and kind == previous and not kind.endswith(" not to"):
            text = text[verb.end() :]
        elif verb and kind.startswith("asks the ") and previous.startswith(" ".join(kind.split()[:3])):
            text = f"{'not ' if kind.endswith(' not to') else ''}to {text[verb.end() :]}"
        previous = kind
        shortened.append(text)
    if len(shortened) == 1:
        return shortened[0]
    apposed = _APPOSED.match(shortened[-1])
    if apposed and not has_verb(shortened[-1][apposed.end() :].split()):
        return ", ".join(shortened)
    return f"{', '.join(shortened[:-1])}{',' if len(shortened) > 2 or ',' in shortened[0] else ''} and {shortened[-1]}"
