"""The demo: sample knowledge in, the server up, and a conversation played into it as a desktop would do it."""

import json
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from assist.build import Engine, build_engine
from assist.cli.client import Client
from assist.cli.output import progress
from assist.cli.serving import Server, run_server
from assist.cli.settings import read_settings
from assist.cli.show import show_case, show_replies
from assist.core.logs import configure_logs
from assist.core.resources import samples_dir
from assist.core.results import Articles, CaseDraft, Replies, Summary
from assist.core.settings import Settings


def run_demo(*, host: str | None, port: int | None, conversation: str, once: bool, pause: float) -> None:
    """Prepare, serve, play; then keep serving unless `once`."""
    samples = samples_dir()
    talk = _conversation(samples, conversation)
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="assist-demo-", ignore_cleanup_errors=True) as folder:
        settings = _settings(folder, host, port)
        configure_logs(level="warning", format=settings.log_format)
        engine = build_engine(settings)
        try:
            _load_samples(engine, samples, played=conversation, console=console)

            def announce(url: str, server: Server) -> None:
                player = _Player(url, talk, console, pause)
                threading.Thread(target=_play, args=(player, server, once), name="player", daemon=True).start()

            run_server(engine, announce=announce)
        finally:
            engine.close()


def _settings(folder: str, host: str | None, port: int | None) -> Settings:
    """A throw-away data folder unless one is configured; a free port when the usual one is taken."""
    settings = read_settings()
    update: dict[str, Any] = {"host": host or settings.host, "port": port if port is not None else settings.port}
    if "data_dir" not in settings.model_fields_set and settings.database_url is None:
        update["data_dir"] = Path(folder)
    if port is None and not _is_free(update["host"], update["port"]):
        update["port"] = 0
    return settings.model_copy(update=update)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _conversation(samples: Path, name: str) -> dict[str, Any]:
    path = samples / "conversations" / f"{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.json")))
        raise typer.BadParameter(f"no conversation '{name}'; there are {known}")
    return json.loads(path.read_text(encoding="utf-8"))


def _load_samples(engine: Engine, samples: Path, *, played: str, console: Console) -> None:
    """Articles, approved replies and past conversations; the played one is not among them."""
    started = time.perf_counter()
    past = sorted(p for p in (samples / "conversations").glob("*.json") if p.stem != played)
    with progress("Reading samples") as bar:
        articles = engine.import_articles([samples / "articles"], bar)
        replies = engine.import_replies([samples / "approved_replies.jsonl"], bar)
        talks = engine.import_history(past, bar)
    with progress("Indexing articles") as bar:
        report = engine.rebuild(bar, gate=False)
    engine.warm_up()
    console.print(
        f"Indexed {articles.total} articles ({report['passages']} passages), {replies.total} approved replies and "
        f"{talks.total} past conversations in {time.perf_counter() - started:.1f} s."
    )


def _play(player: "_Player", server: Server, once: bool) -> None:
    try:
        player.play()
    except Exception as error:  # the job edge: the server is told to stop, or goes on serving
        sys.stderr.write(f"the demo's player failed: {type(error).__name__}: {error}\n")
        server.should_exit = True
        return
    if once:
        server.should_exit = True
    else:
        player.say_goodbye()


class _Player:
    """Sends one message after the other and prints what the pane beside it would show."""

    def __init__(self, url: str, talk: dict[str, Any], console: Console, pause: float) -> None:
        self._url = url
        self._talk = talk
        self._console = console
        self._pause = pause
        self._headline = ""
        self._cards = frozenset[str]()

    def play(self) -> None:
        """The whole conversation, then the case draft."""
        self._console.print(Text(f"\n{self._talk['company']}, {self._talk['channel']}\n", style="bold"))
        with Client(self._url) as client:
            messages = [{"id": f"m{i}", **message} for i, message in enumerate(self._talk["messages"])]
            for count, message in enumerate(messages, start=1):
                self._said(message)
                if message["role"] == "customer":
                    self._assist(client, messages[:count])
                time.sleep(self._pause)
            answer = client.post("/v1/case-drafts", {"transcript": self._transcript(messages)})
        self._console.print(Text("\nCase draft to review and save", style="bold underline"))
        show_case(self._console, CaseDraft.model_validate(answer))

    def say_goodbye(self) -> None:
        """Where to go on."""
        body = json.dumps({"transcript": {"messages": [{"role": "customer", "text": "My internet is down."}]}})
        self._console.print(
            Text(f"\nStill serving on {self._url} (documentation: {self._url}/docs). Try:", style="bold")
        )
        self._console.print(
            f"  curl -s {self._url}/v1/assist -H 'Content-Type: application/json' -d '{body}'",
            soft_wrap=True,
            markup=False,
        )
        self._console.print("Ctrl-C ends.")

    def _transcript(self, messages: list[dict[str, Any]]) -> dict[str, Any]:
        return {"channel": self._talk["channel"], "messages": messages}

    def _said(self, message: dict[str, Any]) -> None:
        style = {"customer": "bold green", "agent": "bold blue"}.get(message["role"], "dim")
        line = Text(f"{message['role'].capitalize():>9}  ", style=style)
        self._console.print(line.append(Text(message["text"], style="default")))

    def _assist(self, client: Client, messages: list[dict[str, Any]]) -> None:
        """Summary headline when it changed, suggestions, articles."""
        started = time.perf_counter()
        body = {"transcript": self._transcript(messages), "features": ["summary", "replies", "articles"]}
        answer = client.post("/v1/assist", body)
        took = (time.perf_counter() - started) * 1000
        summary = Summary.model_validate(answer["summary"])
        self._console.print(Text(f"           ── pane, after {took:.0f} ms " + "─" * 40, style="dim"))
        if summary.headline and summary.headline.text != self._headline:
            self._headline = summary.headline.text
            self._console.print(Text("so far  ", style="magenta").append(Text(self._headline, style="default")))
        replies, articles = Replies.model_validate(answer["replies"]), Articles.model_validate(answer["articles"])
        show_replies(self._console, replies)
        self._read(articles)
        self._console.print()

    def _read(self, articles: Articles) -> None:
        """Cards that were not shown just before, one line each."""
        for card in articles.articles:
            if card.id not in self._cards:
                line = Text("   read  ", style="magenta").append(Text(card.title, style="default"))
                snippet = " ".join(card.snippet.split())
                self._console.print(line.append(f"  {card.score:.0%}", style="dim"))
                self._console.print(Text(f"         {snippet[:110]}...", style="dim"))
        self._cards = frozenset(card.id for card in articles.articles)
