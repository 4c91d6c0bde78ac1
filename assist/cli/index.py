"""`assist index`: rebuild, status, rollback."""

from typing import Annotated, Any

import typer

from assist.cli.engine import reading_engine, writing_engine
from assist.cli.output import Json, console, note, print_json, progress

NAME = "index"
app = typer.Typer(help="Rebuild, look at and roll back the search index.", no_args_is_help=True)


@app.command()
def rebuild(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Stop before the switch; show what would change.")] = False,
    gate: Annotated[bool, typer.Option(help="Refuse when golden queries get worse.")] = True,
    json: Json = False,
) -> None:
    """Build a new snapshot, check it, compare golden queries, switch."""
    from assist.core.ports import JobBlocked

    with writing_engine() as engine, progress("Indexing") as bar:
        try:
            report = engine.rebuild(bar, dry_run=dry_run, gate=gate)
        except JobBlocked as blocked:
            if json:
                print_json({"blocked": True, **blocked.result})
            else:
                note("stopped: golden queries would be lost, and the served snapshot stays")
                _note_golden(blocked.result["golden"])
                note("mend the article or the golden query, or switch anyway with --no-gate")
            raise typer.Exit(1) from None
    if json:
        print_json(report)
        return
    done = "would hold" if dry_run else "holds"
    note(f"the index {done} {report['articles']} articles in {report['passages']} passages ({report['encoded']} new)")
    for change in ("added", "changed", "removed"):
        if report[change]:
            note(f"  {change}: {', '.join(report[change][:20])}" + (" ..." if len(report[change]) > 20 else ""))
    _note_golden(report["golden"])
    if report["snapshot"]:
        note(f"snapshot {report['snapshot']} serves now")


@app.command()
def status(json: Json = False) -> None:
    """What is searched now, and which snapshots are kept."""
    with reading_engine() as engine:
        state = engine.index_status()
    if json:
        print_json(state)
        return
    out = console()
    for name in ("snapshot", "built_at", "encoder", "articles", "passages", "changed_since", "waiting", "problem"):
        if state[name] is not None:
            out.print(f"{name:>14}  {state[name]}", markup=False)
    for kept in state["history"]:
        out.print(f"{'kept':>14}  {kept['snapshot']}  {kept['articles']} articles  {kept['built_at']}", markup=False)


@app.command()
def rollback(
    snapshot: Annotated[str | None, typer.Argument(help="Which; default: the one before the served.")] = None,
    json: Json = False,
) -> None:
    """Serve an earlier snapshot. Article changes made since then stay."""
    from assist.core.errors import NotFound

    with writing_engine() as engine:
        state = engine.index_status()
        earlier = [kept["snapshot"] for kept in state["history"] if kept["snapshot"] < (state["snapshot"] or "")]
        if snapshot is None and not earlier:
            raise NotFound("there is no earlier snapshot")
        result = engine.knowledge.rollback(snapshot or earlier[0])
    print_json(result) if json else note(f"snapshot {result['snapshot']} serves now")


def _note_golden(golden: dict[str, Any]) -> None:
    if not golden["queries"]:
        return
    note(
        f"golden queries: {golden['queries']} ({golden['mined']} from accepted cards), found among the first three "
        f"{golden['success_before']:.0%} before, {golden['success_after']:.0%} after"
    )
    if golden["unpublished"]:
        note(f"  expect articles that are not published: {_ids(golden['unpublished'])}")
    for row in golden["details"]:
        note(f'  {"BROKEN " if row["broken"] else "changed"} {row["id"]}: "{row["text"]}"')
        note(f"          expects {_ids(row['expected'])}; before {_ids(row['before'])}; after {_ids(row['after'])}")
        if row["unpublished"]:
            note(f"          no longer published: {_ids(row['unpublished'])}")


def _ids(names: list[str]) -> str:
    return ", ".join(names) or "nothing"
