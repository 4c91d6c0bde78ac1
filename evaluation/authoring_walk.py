"""A knowledge author's session against a real server, written down: knowledge_samples/AUTHORING.md is its output.

    python -m evaluation.authoring_walk > knowledge_samples/AUTHORING.md

Every answer below a prompt is what the service gave; texts are only cut to the lines that matter.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any

SAMPLES = "knowledge_samples/articles"
ARTICLE = "engineer-no-show-credit"
QUESTION = "the engineer never came to my appointment, do I get money back"


class Walk:
    """One author with a terminal and a server beside it."""

    def __init__(self, folder: Path) -> None:
        self._environment = {**os.environ, "ASSIST_DATA_DIR": str(folder / "data"), "COLUMNS": "110"}
        self._assist = str(Path(sys.executable).with_name("assist"))
        self.url = ""

    def say(self, *lines: str) -> None:
        """Prose between the commands."""
        sys.stdout.write("\n" + "\n".join(lines) + "\n")

    def show(self, command: str, answer: str) -> None:
        """A command and its answer, as a terminal shows them."""
        sys.stdout.write(f"\n```console\n$ {command}\n{answer.strip()}\n```\n")

    def assist(self, *arguments: str) -> None:
        """A verb of the command line, beside the running server."""
        done = subprocess.run(
            [self._assist, *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        answer = "\n".join(part.strip() for part in (done.stdout, done.stderr) if part.strip())
        answer += f"\n(exit code {done.returncode})" if done.returncode else ""
        self.show("assist " + " ".join(arguments), answer)

    def call(self, method: str, path: str, body: Any = None, *, etag: str | None = None) -> tuple[Any, str | None]:
        """A request, not shown; the answer's JSON and its ETag."""
        headers = {"Content-Type": "application/json"} | ({"If-Match": etag} if etag else {})
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, content, headers, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return json.loads(response.read() or b"null"), response.headers.get("ETag")
        except urllib.error.HTTPError as error:
            return json.loads(error.read()), None

    def edit(self, change: dict[str, Any], *, said: str) -> None:
        """PUT the article with one change, as it was read."""
        stored, etag = self.call("GET", f"/v1/articles/{ARTICLE}")
        kept = ("title", "body", "product", "company", "audience", "locale", "tags", "state", "verbatim")
        body = {name: stored[name] for name in kept} | change
        answer, _ = self.call("PUT", f"/v1/articles/{ARTICLE}", body, etag=etag)
        shown = {name: answer[name] for name in ("id", "title", "state", "revision", "author") if name in answer}
        self.show(f"curl -X PUT $URL/v1/articles/{ARTICLE} -H 'If-Match: ...' -d '{said}'", _json(shown))

    def rebuild(self, **body: Any) -> dict[str, Any]:
        """A rebuild as a job, followed to its end."""
        started, _ = self.call("POST", "/v1/index/rebuild", body)
        while True:
            job, _ = self.call("GET", f"/v1/jobs/{started['job_id']}")
            if job["state"] not in ("queued", "running"):
                return job
            time.sleep(0.05)

    def show_rebuild(self, **body: Any) -> None:
        """The part of the job that an author reads."""
        job = self.rebuild(**body)
        result = job["result"]
        shown = {
            "state": job["state"],
            **{k: result[k] for k in ("encoded", "added", "changed", "removed") if k in result},
        }
        golden = result["golden"]
        shown["golden"] = {k: golden[k] for k in ("queries", "mined", "success_before", "success_after", "broken")}
        shown["details"] = [
            {k: row[k] for k in ("id", "text", "expected", "before", "after", "broken")} for row in golden["details"]
        ]
        self.show(f"curl -X POST $URL/v1/index/rebuild -d '{json.dumps(body)}'   # then GET its job", _json(shown))

    def live(self) -> dict[str, Any]:
        """Whether the article's newest revision is found, once it is (a second on a machine that is not busy)."""
        for _ in range(100):
            live, _ = self.call("GET", f"/v1/articles/{ARTICLE}/live")
            if live["live_revision"] == live["revision"]:
                return live
            time.sleep(0.1)
        raise TimeoutError("the edit is not live")

    def cards(self, session: str, revision: int) -> Any:
        """The session's article cards once they are made for a revision."""
        for _ in range(12):
            pane, _ = self.call("GET", f"/v1/sessions/{session}/pane?min_revision={revision}&wait_ms=10000")
            if "articles" in pane and pane["revision"] >= revision:
                return pane["articles"]["articles"]
        raise TimeoutError(f"no cards for revision {revision}")

    def show_cards(self, session: str, revision: int) -> None:
        """Title, revision and first words of each card."""
        shown: list[str] = []
        for card in self.cards(session, revision):
            passage = " ".join(card["snippet"].split())[:150]
            shown.append(f"{card['score']:.0%}  {card['title']}  (revision {card['revision']})\n     {passage}")
        self.show(f"curl '$URL/v1/sessions/{session}/pane' | jq .articles   # title, score, passage", "\n".join(shown))

    @contextlib.contextmanager
    def serving(self) -> Generator[None]:
        """`assist serve` until the block ends."""
        command = [self._assist, "serve", "--port", "0"]
        with subprocess.Popen(
            command, env=self._environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                assert server.stdout is not None
                for line in server.stdout:
                    found = re.search(r"http://127\.0\.0\.1:\d+", line)
                    if found:
                        self.url = found.group()
                        break
                yield
            finally:
                server.terminate()
                server.communicate(timeout=30)


def walk(author: Walk) -> None:
    """The session."""
    author.say("# A knowledge author's session", "", "Output of `python -m evaluation.authoring_walk`.", "")
    author.say("The sample articles go in, and a server runs.")
    author.assist("articles", "import", SAMPLES)
    author.assist("index", "rebuild")
    with author.serving():
        _prepare(author)
        _break(author)
        _mend(author)
        _look_back(author)
    author.say("What is served and what is kept, also on the command line:")
    author.assist("index", "status")


def _prepare(author: Walk) -> None:
    author.say("A golden query says what must keep being found. It is the question that customers ask most.")
    golden = {"text": QUESTION, "expected": [ARTICLE]}
    author.call("PUT", "/v1/golden-queries/no-show", golden)
    author.show("curl -X PUT $URL/v1/golden-queries/no-show -d ...", _json(golden))
    author.say("Meanwhile an agent is in a chat, and the article's card is in the pane.")
    messages = [{"role": "customer", "text": "Hi, I stayed home all day on Tuesday and your engineer never came."}]
    messages.append({"role": "customer", "text": "Do I get anything back for the missed appointment?"})
    author.call("POST", "/v1/sessions", {"id": "chat-1", "channel": "chat", "agent_id": "ana", "messages": messages})
    author.show_cards("chat-1", 2)


def _break(author: Walk) -> None:
    author.say("## An edit that goes wrong", "", "The article is overwritten with a text for another page.")
    change = {
        "title": "Careers at Veldane",
        "body": "We hire people all year. Send your CV and tell us about yourself.",
    }
    author.edit(change, said=_json(change))
    author.say("The dry run shows what the next rebuild would do, and changes nothing.")
    author.show_rebuild(dry_run=True)
    author.say("The rebuild itself is stopped: the golden query would be lost. The served snapshot stays.")
    author.show_rebuild()
    author.say("The same on the command line:")
    author.assist("index", "rebuild")


def _mend(author: Walk) -> None:
    author.say(
        "## Mended", "", "The versions say what happened; the text of revision 1 comes back, with the new amount."
    )
    versions, _ = author.call("GET", f"/v1/articles/{ARTICLE}/versions?diff=true")
    shown = [
        {
            "revision": v["revision"],
            "author": v["author"],
            "state": v["state"],
            "diff": v["diff"] and v["diff"]["fields"],
        }
        for v in versions["items"]
    ]
    author.show(f"curl '$URL/v1/articles/{ARTICLE}/versions?diff=true'", _json(shown))
    first = versions["items"][0]
    note = "from this month the credit is paid within three days, without asking."
    body = (
        re.sub(r"\n", f"\n\n**New:** {note}\n", first["body"], count=1)
        if "\n" in first["body"]
        else first["body"] + note
    )
    author.edit(
        {"title": first["title"], "body": body},
        said='{"title": "...", "body": "... the former text, and a new line ..."}',
    )
    live = author.live()
    author.show(f"curl $URL/v1/articles/{ARTICLE}/live", _json({**live, "live_since": "(now)", "snapshot": "..."}))
    author.say("It is live without any rebuild. The next message in the running chat brings the changed card:")
    author.call(
        "POST",
        "/v1/sessions/chat-1/messages",
        {"role": "customer", "text": "When is that credit for the missed engineer paid?"},
    )
    author.show_cards("chat-1", 3)
    author.say("And now the rebuild goes through. Nothing is encoded again: the edit already was.")
    author.show_rebuild()


def _look_back(author: Walk) -> None:
    author.say("## Back and forth", "", "Every snapshot kept can be served again; edits and deletions since then stay.")
    index, _ = author.call("GET", "/v1/index")
    former = index["history"][-1]["snapshot"]
    state, _ = author.call("POST", "/v1/index/rollback", {"snapshot": former})
    same = {"serves the former snapshot": state["snapshot"] == former, "changed_since": state["changed_since"]}
    author.show('curl -X POST $URL/v1/index/rollback -d \'{"snapshot": "<the first one>"}\'', _json(same))


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)


def main() -> int:
    """Walk and print."""
    with tempfile.TemporaryDirectory(prefix="assist-walk-") as folder:
        walk(Walk(Path(folder)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
