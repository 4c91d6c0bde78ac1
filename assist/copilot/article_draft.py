"""From a resolved conversation to an article draft: issue, cause, resolution, steps; no personal data, no invention."""

import re
from collections.abc import Callable

from assist.core.authoring import ArticleDraft, DraftedArticle, as_sections
from assist.core.redact import Pseudonymizer
from assist.core.results import Articles, CaseDraft, CaseFields

MAX_TITLE = 120
# Facts that belong to one customer and never into an article; products, policies and error codes do.
PERSONAL = frozenset({"order_id", "account", "case_id", "person", "phone", "email", "location", "date", "amount"})
_TOKEN = re.compile(r"\[([A-Z_]+?)_\d+\]")
_WORDS = {"NAME": "the customer", "LITERAL": "..."}


def draft_article(case: CaseDraft, find: Callable[[str], Articles], *, names: tuple[str, ...] = ()) -> ArticleDraft:
    """The draft, and what the knowledge base has on the matter. Abstains (`no_evidence`) when nothing was resolved.

    find: cards for a question in words. names: persons of the conversation.
    """
    fields = case.draft
    if fields is None:
        return ArticleDraft(status="abstained", reason=case.reason or "no_evidence")
    if not fields.issue or not (fields.resolution or (fields.steps and fields.status == "resolved")):
        return ArticleDraft(status="abstained", reason="no_evidence", case_status=fields.status)
    hide = _hider(fields, names)
    title = hide(fields.title or fields.issue).rstrip(".")[:MAX_TITLE]
    steps = "\n".join(f"{number}. {_instruction(hide(step))}" for number, step in enumerate(fields.steps, start=1))
    parts = [
        ("Issue", hide(fields.issue)),
        ("Cause", hide(fields.cause or "")),
        ("Resolution", hide(fields.resolution or "")),
        ("Steps", steps),
    ]
    found = find(f"{title}. {parts[0][1]}")
    return ArticleDraft(
        draft=DraftedArticle(title=title, body=as_sections(parts), product=_product(fields, hide), tags=_tags(fields)),
        evidence=case.evidence,
        covered=found.status == "completed",
        existing=found.articles,
        case_status=fields.status,
    )


def _hider(fields: CaseFields, names: tuple[str, ...]) -> Callable[[str], str]:
    """Replaces personal data by what it is: `the order number` says more to a reader than a token."""
    persons = [fact.value for fact in fields.facts if fact.type == "person"]
    pseudonyms = Pseudonymizer(names=(*names, *persons, *([fields.customer] if fields.customer else [])))
    values = sorted(
        ((fact.value, fact.type) for fact in fields.facts if fact.type in PERSONAL - {"person", "date", "amount"}),
        key=lambda pair: -len(pair[0]),
    )

    def hide(text: str) -> str:
        for value, kind in values:
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"[{kind.replace('_', ' ')}]", text)
        redacted = pseudonyms.redact(text).text
        return _TOKEN.sub(lambda m: _WORDS.get(m.group(1), f"[{m.group(1).replace('_', ' ').lower()}]"), redacted)

    return hide


def _instruction(step: str) -> str:
    """What the agent did as what to do: `Asked the customer to ...` is advice, `Said E-17 means ...` a fact."""
    if step.startswith("Said "):
        said = step.removeprefix("Said ").removeprefix("that ")
        return said[:1].upper() + said[1:]
    return "Ask" + step.removeprefix("Asked") if step.startswith("Asked ") else step


def _product(fields: CaseFields, hide: Callable[[str], str]) -> str | None:
    """The product, unless it looks like somebody's data."""
    return fields.product if fields.product and hide(fields.product) == fields.product else None


def _tags(fields: CaseFields) -> tuple[str, ...]:
    return (fields.category.lower(),) if fields.category else ()
