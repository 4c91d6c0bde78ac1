"""`assist keys`: create, list, revoke."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

import typer

from assist.cli.engine import opened_database
from assist.cli.output import Json, console, note, print_json

NAME = "keys"
app = typer.Typer(help="API keys.", no_args_is_help=True)
Role = Literal["agent", "author", "supervisor", "engineer", "admin"]


@app.command()
def create(
    role: Annotated[Role, typer.Option(help="What its holder may do.")],
    agent: Annotated[str | None, typer.Option(help="The agent's id, for role agent.")] = None,
    team: Annotated[list[str] | None, typer.Option(help="A team, for role supervisor; may be repeated.")] = None,
    json: Json = False,
) -> None:
    """Make a key. It is shown once and cannot be read again."""
    from assist.store.api_keys import ApiKeyStore

    with opened_database() as database:
        key, secret = ApiKeyStore(database).create(role=role, agent_id=agent, teams=tuple(team or ()))
    if json:
        print_json({"id": key.id, "role": key.role, "agent_id": key.agent_id, "teams": key.teams, "key": secret})
        return
    note(f"key {key.id} for role {key.role}; it is shown only now:")
    console().print(secret, markup=False)


@app.command(name="list")
def list_(json: Json = False) -> None:
    """All keys, without their secret text."""
    from assist.store.api_keys import ApiKeyStore

    with opened_database() as database:
        found = ApiKeyStore(database).list()
    if json:
        print_json(
            [
                asdict(key) | {"created_at": _rfc3339(key.created_at), "revoked_at": _rfc3339(key.revoked_at)}
                for key in found
            ]
        )
        return
    for key in found:
        whom = key.agent_id or ", ".join(key.teams) or "-"
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "active"
        console().print(f"{key.id}  {key.role:<10}  {whom:<20}  {key.created_at:%Y-%m-%d}  {state}", markup=False)


@app.command()
def revoke(key_id: Annotated[str, typer.Argument(help="As shown by list.")], json: Json = False) -> None:
    """Make a key useless within seconds."""
    from assist.core.errors import NotFound
    from assist.store.api_keys import ApiKeyStore

    with opened_database() as database:
        if not ApiKeyStore(database).revoke(key_id):
            raise NotFound(f"no active key '{key_id}'")
    print_json({"revoked": key_id}) if json else note(f"key {key_id} is revoked")


def _rfc3339(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
