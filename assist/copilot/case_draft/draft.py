"""From a conversation to the fields of a case: abstain, choose, say, point at the evidence, keep what is known."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from assist.copilot.case_draft import wording
from assist.copilot.case_draft.course import asks_by_the_way
from assist.copilot.case_draft.customer import customer_of, name_as_said
from assist.copilot.case_draft.next_steps import next_steps_of
from assist.copilot.case_draft.outcome import (
    Feeling,
    feeling_of,
    said_to_work,
    says_it_works,
    settles,
    status_of,
    tells_deed,
    works_again,
)
from assist.copilot.case_draft.parts import Entry, Parts, grounded
from assist.copilot.case_draft.reason import cause_of, gives_reason, is_cause
from assist.copilot.case_draft.roles import Roles, packaged_roles
from assist.copilot.case_draft.signs import category_of, priority_of, product_of
from assist.copilot.case_draft.title import safe_title, title_of
from assist.copilot.case_draft.topic import topic_of
from assist.copilot.facts import find_facts
from assist.copilot.reported import join_predicates
from assist.copilot.reported.statements import has_verb
from assist.copilot.summary.candidates import Candidate, candidates_of, messages_read
from assist.copilot.summary.moments import abstain_reason, is_small_talk
from assist.copilot.summary.speakers import Speakers
from assist.core.encoding import Conversation
from assist.core.results import CaseDraft, CaseFields, Evidence, SentimentArc
from assist.core.vocabulary import Reason

_FAINT = 0.1  # chance that an outcome of a resolved matter needs
_FAINTEST = 0.02  # where nothing else came of it and the agent has settled something
_SURE = 0.45  # chance that an outcome needs before the matter is resolved

# Chances that a cause needs: where words of the agent's side mark it as one, and where none do.
_MARKED, _UNMARKED = 0.1, 0.2

Spans = dict[str, tuple[Evidence, ...]]


def draft_case(conversation: Conversation, *, known: CaseFields | None = None, roles: Roles | None = None) -> CaseDraft:
    """The note of a case; `known` fields are kept, what nobody said is null, every drafted field has evidence.

    A customer whom the desktop names has it where the name was said.
    Asks for one customer message; abstains with too_short, one_sided (the agent's side alone spoke) or small_talk.
    """
    candidates = candidates_of(conversation)
    reason = _abstains(conversation, candidates)
    if reason:
        return CaseDraft(status="abstained", reason=reason)
    read = messages_read(conversation)
    writer = _Writer(conversation, candidates, sorted(read), roles or packaged_roles())
    writer.write()
    fields, evidence = _keep(known, CaseFields(**writer.fields), writer.evidence)
    return CaseDraft(
        draft=fields,
        evidence=evidence,
        messages_used=len(read),
        last_message_id=conversation.messages[-1].key,
    )


def _abstains(conversation: Conversation, candidates: Sequence[Candidate]) -> Reason | None:
    reason = abstain_reason(conversation.transcript, "on_demand")
    if reason:
        spoke = any(m.side == "agent" and m.text.strip() and not m.internal for m in conversation.messages)
        return "one_sided" if spoke else reason
    return "small_talk" if is_small_talk(candidates) else None


class _Writer:
    """Collects fields and their evidence for one conversation."""

    def __init__(
        self, conversation: Conversation, candidates: Sequence[Candidate], read: Sequence[int], roles: Roles
    ) -> None:
        self.conversation = conversation
        self.parts = Parts(conversation, candidates, roles)
        self.speakers = Speakers(conversation.transcript)
        self.facts = find_facts(conversation, read)
        self.ahead = next_steps_of(self.parts)
        self.status = status_of(conversation, candidates, [item.step for item in self.ahead])
        self.fields: dict[str, Any] = {}
        self.evidence: Spans = {}

    def write(self) -> None:
        """All fields."""
        self._write_issue()
        self._write_story()
        self._write_facts()
        self._write_signs()

    def _put(self, name: str, entry: Entry | None) -> None:
        if entry is not None:
            self.fields[name] = entry.text
            if entry.evidence:
                self.evidence[f"/{name}"] = entry.evidence

    def _put_all(self, name: str, values: Iterable[tuple[Any, tuple[Evidence, ...]]]) -> None:
        pairs = list(values)
        self.fields[name] = tuple(value for value, _ in pairs)
        self.evidence |= {f"/{name}/{i}": spans for i, (_, spans) in enumerate(pairs)}

    def _subject(self, candidate: Candidate) -> str:
        return self.speakers.subject(self.conversation.messages[candidate.message])

    def _write_issue(self) -> None:
        chosen = self.parts.issue()
        for sources in (chosen, chosen[:1]):
            told = (
                join_predicates([wording.clip(item.text, wording.STATEMENT_WORDS) for item in sources])
                if sources
                else ""
            )
            # What comes second is told of the customer again, whatever the first sentence is about.
            whole = wording.statement("Customer", told, 2 * wording.STATEMENT_WORDS)
            text = whole if len(sources) < 2 else f"Customer {wording.clip(told, 2 * wording.STATEMENT_WORDS)}."
            entry = grounded(self.conversation, text, sources) if told else None
            if entry:
                self._put("issue", entry)
                break

    def _write_story(self) -> None:
        causes, outcomes = self._causes(), self._outcomes()
        cause, came_of_it, is_deed = self._cause(causes), *self._outcome(outcomes)
        if cause is not None and came_of_it is not None and cause.text == came_of_it.text:  # it is one of the two
            if is_deed:
                cause = self._cause([item for item in causes if item.evidence not in cause.evidence])
            else:
                others = [item for item in outcomes if item.evidence not in came_of_it.evidence]
                came_of_it, is_deed = self._outcome(others)
        if cause is not None and cause.text.rstrip(".").lower() not in self.fields.get("issue", "").lower():
            self._put("cause", cause)
        if self.status.value == "resolved" and not is_deed:
            works = said_to_work(self.conversation)
            came_of_it = Entry("Customer says that it works.", works) if works else came_of_it
        self._put("resolution", came_of_it)
        self._write_steps()

    def _causes(self) -> list[Candidate]:
        parts = self.parts
        sure = parts.likely("cause", least=_UNMARKED)
        told = [
            item
            for item in parts.standing(parts.likely("cause", least=_MARKED))
            if is_cause(item.text) and (item in sure or (item.side == "agent" and gives_reason(item.text)))
        ]
        return [*self._explained(told), *told]

    def _explained(self, told: Sequence[Candidate]) -> list[Candidate]:
        """What the customer said and the agent then called the cause, where the agent says no more of it."""
        last = told[0].message if told else -1
        said = [item for item, _ in self.parts.ranked("cause", "customer") if item.message in self.parts.explained]
        clear = [item for item in said if is_cause(item.text) and has_verb(item.text.split()[1:])]
        return [item for item in clear[:1] if item.message > last]

    def _outcomes(self) -> list[Candidate]:
        """What came of it, best first; where the matter is resolved and the agent only explains, what works again."""
        resolved = self.status.value == "resolved"
        told = [item for item in self.parts.outcomes(_FAINT if resolved else _SURE) if wording.is_outcome(item.text)]
        told = self._behind_answers(told)
        if not resolved:
            return told
        told = told or [item for item in self.parts.outcomes(_FAINTEST, most=None) if settles(item.text)]
        works = works_again(self.conversation, self.parts.candidates)
        if works and not (told and tells_deed(told[0].text)):
            return [*works, *told]
        return [*told, *works]

    def _behind_answers(self, told: list[Candidate]) -> list[Candidate]:
        """What was done or settled first; what only answers a question that the customer asked by the way last."""
        matter = max((item.message for item in self.parts.issue()), default=0)
        aside = [
            item
            for item in told
            if asks_by_the_way(self.conversation, item.message, matter) and not tells_deed(item.text)
        ]
        settled = [item for item in told if item not in aside]
        return [*settled, *aside] if settled and tells_deed(settled[0].text) else told

    def _cause(self, causes: Sequence[Candidate]) -> Entry | None:
        return self._first(causes, lambda c: cause_of(self._subject(c), c.text))

    def _outcome(self, outcomes: Sequence[Candidate]) -> tuple[Entry | None, bool]:
        """The first that can be said, and whether it tells a deed or that it works."""
        for item in outcomes:
            entry = self.parts.entry(item, lambda c: wording.outcome_of(self._subject(c), c.text))
            if entry:
                return entry, tells_deed(item.text) or says_it_works(item.text)
        return None, False

    def _write_steps(self) -> None:
        parts = self.parts
        steps: dict[str, Entry] = {}
        for item in parts.steps():
            entry = parts.entry(item, lambda c: wording.step_of(c.text, c.evidence.start, c.evidence.end))
            if entry:
                steps.setdefault(entry.text.lower(), entry)
        self._put_all("steps", ((entry.text, entry.evidence) for entry in steps.values()))
        self._put_all("next_steps", ((item.step, item.entry.evidence) for item in self.ahead))

    def _write_facts(self) -> None:
        customer = customer_of(self.conversation, self.facts)
        named = name_as_said(self.conversation, customer, self.facts)
        noted = [*([named] if named else ()), *((found.fact, found.evidence) for found in self.facts)]
        self._put_all("facts", noted)
        self._put("customer", customer)
        self._put("product", product_of(self.facts))

    def _write_signs(self) -> None:
        self.fields["status"] = self.status.value
        self.evidence["/status"] = self.status.evidence
        start, end = feeling_of(self.conversation, "start"), feeling_of(self.conversation, "end")
        self._write_feeling(start, end)
        category = category_of(self.conversation, self.evidence.get("/issue", ()))
        self._put("category", category)
        title = title_of(self.conversation, self.parts, lambda: self._safe_title(category))
        self._put("title", title)
        priority = priority_of(self.conversation)
        if priority:
            self.fields["priority"] = priority[0]
            self.evidence["/priority"] = (priority[1],)

    def _safe_title(self, category: Entry | None) -> Entry | None:
        title = safe_title(category, product_of(self.facts))
        topic = None if title else topic_of(self.conversation)
        return Entry(f"{wording.capital(topic.text)} enquiry", topic.evidence) if topic else title

    def _write_feeling(self, start: Feeling | None, end: Feeling | None) -> None:
        self.fields["sentiment"] = SentimentArc(start=start and start.label, end=end and end.label)
        for name, feeling in (("start", start), ("end", end)):
            if feeling:
                self.evidence[f"/sentiment/{name}"] = feeling.evidence

    def _first(self, candidates: Sequence[Candidate], write: Callable[[Candidate], str | None]) -> Entry | None:
        """The first that can be said without inventing anything."""
        return next((entry for item in candidates if (entry := self.parts.entry(item, write))), None)


def _keep(known: CaseFields | None, drafted: CaseFields, evidence: Spans) -> tuple[CaseFields, Spans]:
    """Known fields as they are, without evidence of ours; a half-known sentiment is completed."""
    if known is None:
        return drafted, evidence
    kept = {name: getattr(known, name) for name in CaseFields.model_fields if getattr(known, name) not in (None, ())}
    feeling = SentimentArc(
        start=known.sentiment.start or drafted.sentiment.start, end=known.sentiment.end or drafted.sentiment.end
    )
    held = {f"/{name}" for name in kept if name != "sentiment"}
    held |= {f"/sentiment/{name}" for name in ("start", "end") if getattr(known.sentiment, name)}
    left = {
        pointer: spans
        for pointer, spans in evidence.items()
        if not any(f"{pointer}/".startswith(f"{p}/") for p in held)
    }
    return drafted.model_copy(update=kept | {"sentiment": feeling}), left
