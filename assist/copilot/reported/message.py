"""A whole message into one report: its sentences' predicates behind one subject, and the fragment for step lists."""

import re
from dataclasses import dataclass

from assist.copilot.reported import inflect, mail
from assist.copilot.reported.sentence import COMPLAINT, report_sentence
from assist.core.text.sentences import split_sentences

_NAMES_OTHER = re.compile(r"\bthe (?:customer|agent)\b")


@dataclass(frozen=True, slots=True)
class Predicate:
    """`text`: what follows the subject, present tense, no final mark; `start`/`end`: code points it rests on."""

    text: str
    start: int
    end: int

    @property
    def step(self) -> str:
        """The fragment of a list of steps: `asks for the order number` -> `Asked for the order number`."""
        return _step(self.text)


@dataclass(frozen=True, slots=True)
class Reported:
    """What one message says, in the third person."""

    subject: str
    predicates: tuple[Predicate, ...]

    @property
    def text(self) -> str:
        """One sentence with its subject: `Customer needs to change their flight.`"""
        return f"{self.subject} {join_predicates([item.text for item in self.predicates])}."

    @property
    def step(self) -> str:
        """The same as a fragment in the past tense: `Asked for the order number`."""
        return "; ".join([self.predicates[0].step, *(_lower(item.step) for item in self.predicates[1:])])

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Evidence: spans of the message, in order."""
        return tuple((item.start, item.end) for item in self.predicates)


def subject_of(role: str) -> str:
    """`Customer`, `Agent` or `Bot`."""
    return {"customer": "Customer", "bot": "Bot"}.get(role, "Agent")


def report_message(text: str, *, role: str) -> Reported | None:
    """The report of one message alone, or None where there is nothing to report."""
    predicates: list[Predicate] = []
    named = False
    for start, end in own_sentences(text):
        said = report_sentence(text[start:end], role=role, named=named)
        if said is None or any(said == other.text for other in predicates):
            continue
        named = named or bool(_NAMES_OTHER.search(said))
        predicates.append(Predicate(said, start, end))
    if len(predicates) > 1:
        predicates = [item for item in predicates if item.text != COMPLAINT] or predicates[:1]
    return Reported(subject_of(role), tuple(predicates)) if predicates else None


def own_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences that the writer wrote: no quoted mail, header, salutation or signature."""
    first, last = mail.own_span(text)
    return [
        (start + first, end + first)
        for start, end in split_sentences(text[first:last])
        if not mail.is_quoted(text, start + first)
    ]


_SAYS = re.compile(r"\A(says|explains|asks) ")


def join_predicates(predicates: list[str]) -> str:
    """`a`, `b` and `c` -> `a, b and c`; a verb of saying that repeats is said once."""
    shortened: list[str] = []
    previous = ""
    for text in predicates:
        verb = _SAYS.match(text)
        if verb and verb.group(1) == "says" and previous == "says":
            text = text[verb.end() :]
        previous = verb.group(1) if verb else ""
        shortened.append(text)
    if len(shortened) == 1:
        return shortened[0]
    return f"{', '.join(shortened[:-1])}{',' if len(shortened) > 2 or ',' in shortened[0] else ''} and {shortened[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _step(text: str) -> str:
    first, _, rest = text.partition(" ")
    lowered = first.lower()
    if lowered == "will":
        return f"Promised to {_positive(rest)}" if not rest.startswith("not ") else f"Promised not to {rest[4:]}"
    if (
        lowered == "has"
        and rest
        and (inflect.is_participle(rest.split()[0]) or rest.split()[0].lower() in {"already", "also", "just", "now"})
    ):
        return rest[:1].upper() + rest[1:]
    if lowered == "is" and rest.split(" ")[0].endswith("ing"):
        return f"Was {rest}"
    if inflect.is_modal(lowered) or lowered.endswith("n't") or lowered == "cannot":
        return f"Said they {first} {rest}"
    if inflect.is_verb(lowered) and not inflect.is_past(lowered):
        form = inflect.past(lowered)
        return f"{form[:1].upper()}{form[1:]} {rest}".strip()
    return f"{text[:1].upper()}{text[1:]}"


def _positive(rest: str) -> str:
    return re.sub(r"\A(?:be )(?=happy|glad|able)", "be ", rest)
