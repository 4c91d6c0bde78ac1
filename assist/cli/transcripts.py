"""The verbs over transcripts: summarize, reply, case, assist, search, convert."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assist.cli.engine import reading_engine
from assist.cli.inputs import File, Input, read_bytes, read_inputs
from assist.cli.output import Json, console, note, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from assist.copilot.pipeline import Copilot
    from assist.core.conversation import Transcript
    from assist.core.results import Frozen

Moment = Literal["on_demand", "join", "transfer", "end"]
Tone = Literal["friendly", "professional", "formal"]
Length = Literal["short", "medium", "long"]
Format = Literal["auto", "azure", "google", "contact_lens", "webvtt", "text"]
Compute = Callable[["Copilot", "Transcript"], tuple["Frozen", dict[str, Any]]]
Show = Callable[["Console", Any], None]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    for verb in (summarize, reply, case, assist, search, convert):
        app.command()(verb)


def summarize(
    file: File,
    json: Json = False,
    moment: Annotated[Moment, typer.Option(help="Which summary.")] = "on_demand",
    max_words: Annotated[int, typer.Option(min=10, max=1000, help="Length of the whole summary.")] = 100,
) -> None:
    """Say what has happened: a headline and sections in the third person."""
    from assist.cli.show import show_summary
    from assist.copilot.options import SummaryOptions

    options = SummaryOptions(moment=moment, max_words=max_words)
    _run(file, json, lambda copilot, transcript: (copilot.summarize(transcript, options), {}), show_summary)


def reply(
    file: File,
    json: Json = False,
    limit: Annotated[int, typer.Option(min=1, max=20, help="How many suggestions.")] = 3,
    tone: Annotated[Tone | None, typer.Option(help="Wished tone.")] = None,
    length: Annotated[Length | None, typer.Option(help="Wished length.")] = None,
) -> None:
    """Suggest what to say next. A finished talk is answered at its last customer message."""
    from assist.cli.show import show_replies
    from assist.copilot.options import ReplyOptions

    options = ReplyOptions(limit=limit, tone=tone, length=length)

    def compute(copilot: "Copilot", transcript: "Transcript") -> "tuple[Frozen, dict[str, Any]]":
        cut = _at_last_customer(transcript)
        message = cut.messages[-1]
        if len(cut.messages) == len(transcript.messages):
            return copilot.suggest_replies(transcript, options), {}
        if not json:
            note(f"answering at the customer's last message, {message.id}: {message.text[:120]}")
        return copilot.suggest_replies(cut, options), {"answered_at": message.id}

    _run(file, json, compute, show_replies)


def case(file: File, json: Json = False) -> None:
    """Draft the case note: issue, cause, steps, resolution, status, facts."""
    from assist.cli.show import show_case

    _run(file, json, lambda copilot, transcript: (copilot.draft_case(transcript), {}), show_case)


def assist(file: File, json: Json = False) -> None:
    """Everything at once: summary, replies, case draft, articles."""
    from assist.cli.show import show_assistance

    _run(file, json, lambda copilot, transcript: (copilot.assist(transcript), {}), show_assistance)


def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for; - for stdin.")],
    json: Json = False,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 3,
    min_score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Hide cards below; 0 switches abstention off.")
    ] = None,
    product: str | None = None,
    company: str | None = None,
) -> None:
    """Find articles."""
    from assist.cli.show import show_articles
    from assist.copilot.options import ArticleOptions, FilterOptions
    from assist.core.results import json_of

    text = read_bytes("-").decode(errors="replace") if words == ["-"] else " ".join(words)
    if not text.strip():
        raise typer.BadParameter("the query is empty")
    filters = FilterOptions(product=product, company=company)
    with reading_engine() as engine:
        options = ArticleOptions(limit=limit, min_score=min_score, filters=filters)
        found = engine.copilot.search_articles(text, options)
    if json:
        print_json(json_of(found))
    else:
        show_articles(console(), found)


def convert(
    file: File,
    json: Json = False,
    format: Annotated[Format, typer.Option(help="Of the document; auto tells by its shape.")] = "auto",
) -> None:
    """Turn a foreign transcript into the JSON that all other verbs and calls take."""
    from assist.core.formats.convert import convert as read

    transcript = read(read_bytes(file), format=format)
    print_json(transcript.model_dump(mode="json", exclude_none=True), indent=None if json else 2)


def _at_last_customer(transcript: "Transcript") -> "Transcript":
    """Up to the customer's last message; unchanged when the customer has the last word, or never spoke."""
    heard = [i for i, m in enumerate(transcript.messages) if m.role == "customer"]
    after = [m for m in transcript.messages[heard[-1] + 1 :] if m.side != "system" and not m.internal] if heard else []
    return transcript.until(heard[-1]) if after else transcript


def _run(file: str, as_json: bool, compute: Compute, show: Show) -> None:
    inputs = read_inputs(file)
    failed = False
    with reading_engine() as engine:
        for item in inputs.items:
            if item.transcript is None:
                failed = True
                print_json({"id": item.id, "error": item.problem}, indent=None)
                continue
            result, more = compute(engine.copilot, item.transcript)
            if inputs.many or as_json:
                print_json(_named(item) | result.model_dump(mode="json") | more, indent=None if inputs.many else 2)
            else:
                show(console(), result)
    if failed:
        raise typer.Exit(1)


def _named(item: Input) -> dict[str, Any]:
    return {"id": item.id} if item.id is not None else {}
