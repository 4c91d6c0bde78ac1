"""Results as people read them in a terminal. Texts are printed as they are, never as markup."""

from typing import TYPE_CHECKING

from rich.text import Text

from assist.core.results import ArticleCard, Articles, Assistance, CaseDraft, Outcome, Replies, Suggestion, Summary

if TYPE_CHECKING:
    from rich.console import Console

_REASONS = {
    "too_short": "the talk is too short",
    "one_sided": "only one side has spoken",
    "no_evidence": "nothing in the talk supports it",
    "low_confidence": "nothing is likely enough to help",
    "small_talk": "this is small talk",
    "not_customer_turn": "the customer did not speak last",
    "language_unsupported": "the language is not supported",
    "index_empty": "there are no articles yet; add some with: assist articles import PATH",
}


def show_summary(console: "Console", summary: Summary) -> None:
    """Headline, then a line per claim."""
    if _abstained(console, "summary", summary):
        return
    if summary.headline:
        console.print(Text(summary.headline.text, style="bold"))
    for section in summary.sections:
        console.print(Text(section.title, style="cyan"))
        for claim in section.claims:
            where = ", ".join(dict.fromkeys(e.message_id or e.article_id or "" for e in claim.evidence))
            console.print(Text("  • ").append(claim.text).append(f"  [{where}]", style="dim"))


def show_replies(console: "Console", replies: Replies) -> None:
    """Numbered suggestions with their sources."""
    if _abstained(console, "replies", replies):
        return
    for number, suggestion in enumerate(replies.suggestions, start=1):
        console.print(Text(f"{number}. ", style="bold").append(Text(suggestion.text, style="not bold")))
        console.print(Text(f"   {_source(suggestion)}, confidence {suggestion.confidence:.0%}", style="dim"))


def show_case(console: "Console", case: CaseDraft) -> None:
    """One line per field that is known."""
    if _abstained(console, "case draft", case) or case.draft is None:
        return
    draft = case.draft
    for name in ("title", "customer", "product", "category", "priority", "issue", "cause"):
        _field(console, name, getattr(draft, name))
    for step in draft.steps:
        _field(console, "step", step)
    _field(console, "resolution", draft.resolution)
    _field(console, "status", draft.status)
    for step in draft.next_steps:
        _field(console, "next", f"{step.owner}: {step.action}" + (f" (due {step.due})" if step.due else ""))
    for fact in draft.facts:
        _field(console, fact.type, fact.value + (f" = {fact.normalized}" if fact.normalized else ""))
    if draft.sentiment.start or draft.sentiment.end:
        _field(console, "sentiment", f"{draft.sentiment.start or '?'} → {draft.sentiment.end or '?'}")


def show_articles(console: "Console", articles: Articles) -> None:
    """Cards with their best passage."""
    if _abstained(console, "articles", articles):
        return
    for card in articles.articles:
        _card(console, card)


def show_assistance(console: "Console", result: Assistance) -> None:
    """All four, under headings."""
    for title, part, show in (
        ("Summary", result.summary, show_summary),
        ("Suggested replies", result.replies, show_replies),
        ("Articles", result.articles, show_articles),
        ("Case draft", result.case_draft, show_case),
    ):
        if part is not None:
            console.print(Text(f"\n{title}", style="bold underline"))
            show(console, part)  # pyright: ignore[reportArgumentType]


def _abstained(console: "Console", what: str, outcome: Outcome) -> bool:
    if outcome.status == "completed":
        return False
    reason = _REASONS.get(outcome.reason or "", outcome.reason or "")
    console.print(Text(f"(no {what}: {reason})", style="dim"))
    return True


def _source(suggestion: Suggestion) -> str:
    source = suggestion.source
    kind = {
        "approved": "approved reply", "history": "a colleague's reply", "knowledge": "article", "generated": "composed",
    }.get(source.kind, source.kind)  # fmt: skip
    return f"{kind}: {source.title}" if source.title else kind


def _field(console: "Console", name: str, value: str | None) -> None:
    if value:
        console.print(Text(f"{name.replace('_', ' '):>12}  ", style="cyan").append(Text(value, style="default")))


def _card(console: "Console", card: ArticleCard) -> None:
    title = Text(card.title, style="bold").append(f"  {card.score:.0%} {card.relevance}", style="dim")
    if card.audience == "internal":
        title.append("  internal", style="yellow")
    console.print(title)
    snippet = Text("  " + card.snippet.strip(), style="default")
    lead = 2 - (len(card.snippet) - len(card.snippet.lstrip()))
    for start, end in card.highlights:
        snippet.stylize("bold", start + lead, end + lead)
    console.print(snippet)
    console.print(Text(f"  {card.id}" + (f" · {card.section}" if card.section else ""), style="dim"))
