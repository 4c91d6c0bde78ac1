"""`assist models`: what is registered, whether its files are right, and the export of the encoder."""

from dataclasses import asdict

import typer

from assist.cli.output import Json, console, note, print_json

NAME = "models"
app = typer.Typer(help="Models: list, verify, pull (export the encoder once).", no_args_is_help=True)


@app.command(name="list")
def list_(json: Json = False) -> None:
    """Registered models."""
    from assist.core.resources import models_dir
    from assist.inference.registry import Registry

    entries = Registry.load(models_dir()).entries.values()
    if json:
        print_json([asdict(entry) for entry in entries])
        return
    for entry in entries:
        console().print(f"{entry.role:<10} {entry.id}  {entry.kind}  {entry.dims} dims  {entry.licence}", markup=False)


@app.command()
def verify(json: Json = False) -> None:
    """Compare weights and artifacts with their registered hashes. Exit code 1 when one differs."""
    from assist.core.errors import AssistError
    from assist.core.resources import models_dir
    from assist.inference.artifacts import load_artifact
    from assist.inference.registry import Registry

    results: dict[str, str] = {}
    for role, entry in Registry.load(models_dir()).entries.items():
        try:
            results[role] = "ok" if entry.verify() else "the weights are not the registered ones"
        except (AssistError, OSError) as error:
            results[role] = str(error)
    for folder in sorted(p.parent for p in (models_dir() / "artifacts").glob("*/manifest.json")):
        try:
            results[f"artifacts/{folder.name}"] = "ok" if load_artifact(folder) else ""
        except AssistError as error:
            results[f"artifacts/{folder.name}"] = error.detail
    if json:
        print_json(results)
    else:
        for name, state in results.items():
            console().print(f"{name:<24} {state}", markup=False)
    if any(state != "ok" for state in results.values()):
        raise typer.Exit(1)


@app.command()
def pull(json: Json = False) -> None:
    """Export the encoder into the cache folder, unless it is there. Runs torch once, in a process of its own."""
    from assist.cli.settings import read_settings
    from assist.core.resources import models_dir
    from assist.inference.factory import prepare_export
    from assist.inference.registry import Registry

    settings = read_settings()
    entry = Registry.load(models_dir()).entry("default")
    folder = prepare_export(entry.locate(), settings.cache_dir)
    print_json({"model": entry.id, "folder": str(folder)}) if json else note(f"{entry.id} is ready in {folder}")
