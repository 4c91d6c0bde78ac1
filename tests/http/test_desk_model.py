"""Random calls of several agents against a simple model: no lost update, no cross-agent leak, ETags right."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.support.server import bearer, serving

AGENTS = ("ana", "ben", "cyd")
SESSIONS = tuple(f"s{number}" for number in range(4))
agents, sessions = st.sampled_from(AGENTS), st.sampled_from(SESSIONS)
words = st.sampled_from(("router", "parcel", "refund", "é☎", "x" * 40))
kinds = st.sampled_from(("reply", "email", "note"))
KNOWN_AFTER = {"accept": "active", "wait": "waiting", "wrap-up": "wrap_up", "close": "closed"}
FROM = {
    "accept": ("open", "waiting", "active"),
    "wait": ("active", "waiting"),
    "wrap-up": ("active", "waiting", "wrap_up"),
    "close": ("open", "active", "waiting", "wrap_up"),
}


@dataclass
class Known:
    """What one session must look like."""

    owner: str
    state: str = "open"
    messages: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    drafts: dict[str, str] = field(default_factory=dict[str, str])
    revision: int = 0


class DeskModel(RuleBasedStateMachine):
    """One server for all examples; each example has its own sessions."""

    def __init__(self) -> None:
        super().__init__()
        self.running = ExitStack()
        self.known: dict[str, Known] = {}
        # What each window read last: (agent, session, kind) -> ETag.
        self.read: dict[tuple[str, str, str], str] = {}

    @initialize()
    def begin(self) -> None:
        folder = self.running.enter_context(tempfile.TemporaryDirectory())
        self.client, engine = self.running.enter_context(
            serving(Path(folder), sqlite_synchronous="NORMAL", log_level="error")
        )
        self.headers = {agent: bearer(engine, role="agent", agent_id=agent) for agent in AGENTS}

    def teardown(self) -> None:
        self.running.close()

    def call(self, agent: str, method: str, path: str, **more: Any) -> Any:
        headers = {**self.headers[agent], **more.pop("headers", {})}
        return self.client.request(method, f"/v1/sessions{path}", headers=headers, **more)

    def hidden(self, agent: str, key: str) -> bool:
        return key not in self.known or self.known[key].owner != agent

    @rule(agent=agents, key=sessions)
    def create(self, agent: str, key: str) -> None:
        response = self.call(agent, "POST", "", json={"id": key, "channel": "chat", "agent_id": agent})
        if key in self.known:
            assert response.status_code == 409
        else:
            assert response.status_code == 201
            self.known[key] = Known(owner=agent)

    @rule(agent=agents, key=sessions, text=words, number=st.integers(0, 5), role=st.sampled_from(("customer", "agent")))
    def send(self, agent: str, key: str, text: str, number: int, role: str) -> None:
        body = {"id": f"m{number}", "role": role, "text": text}
        response = self.call(agent, "POST", f"/{key}/messages", json=body)
        if self.hidden(agent, key):
            assert response.status_code == 404
            return
        known = self.known[key]
        same = [(name, said) for name, said in known.messages if name == f"m{number}"]
        if same:
            assert response.status_code == (200 if same[0][1] == f"{role}:{text}" else 409)
        elif known.state == "closed":
            assert response.json()["code"] == "session_closed"
        else:
            known.messages.append((f"m{number}", f"{role}:{text}"))
            known.revision += 1
            assert (response.status_code, response.json()["revision"]) == (201, known.revision)

    @rule(agent=agents, key=sessions, verb=st.sampled_from(tuple(FROM)))
    def move(self, agent: str, key: str, verb: str) -> None:
        response = self.call(agent, "POST", f"/{key}/{verb}")
        if self.hidden(agent, key):
            assert response.status_code == 404
        elif self.known[key].state in FROM[verb]:
            assert response.status_code == 200
            self.known[key].state = KNOWN_AFTER[verb]
            assert response.json()["state"] == KNOWN_AFTER[verb]
        else:
            assert response.status_code == 409

    @rule(agent=agents, key=sessions, to=agents)
    def transfer(self, agent: str, key: str, to: str) -> None:
        response = self.call(agent, "POST", f"/{key}/transfer", json={"to_agent": to})
        if self.hidden(agent, key):
            assert response.status_code == 404
        elif to == agent or self.known[key].state in ("wrap_up", "closed"):
            assert response.status_code == 409
        else:
            assert response.status_code == 200
            self.known[key].owner, self.known[key].state = to, "open"

    @rule(agent=agents, key=sessions, kind=kinds)
    def open_draft(self, agent: str, key: str, kind: str) -> None:
        response = self.call(agent, "GET", f"/{key}/drafts/{kind}")
        if self.hidden(agent, key) or kind not in self.known[key].drafts:
            assert response.status_code == 404
        else:
            assert response.json()["text"] == self.known[key].drafts[kind]
            self.read[agent, key, kind] = response.headers["etag"]

    @rule(agent=agents, key=sessions, kind=kinds, text=words)
    def save_draft(self, agent: str, key: str, kind: str, text: str) -> None:
        etag = self.read.get((agent, key, kind))
        headers = {"If-Match": etag} if etag else {}
        response = self.call(agent, "PUT", f"/{key}/drafts/{kind}", json={"text": text}, headers=headers)
        if self.hidden(agent, key):
            assert response.status_code == 404
            return
        drafts, closed = self.known[key].drafts, self.known[key].state == "closed"
        if drafts.get(kind) == text:
            assert response.status_code == 200
        elif kind in drafts and etag is None:
            assert response.status_code == 428
        elif kind in drafts and response.status_code == 412:
            now = self.call(agent, "GET", f"/{key}/drafts/{kind}").headers["etag"]
            assert now != etag, "refused although the window had the newest draft"
        elif kind not in drafts and etag is not None:
            assert response.status_code == 412
        elif closed:
            assert response.json()["code"] == "session_closed"
        else:
            assert response.status_code == (200 if kind in drafts else 201)
            if kind in drafts:
                assert etag is not None
            drafts[kind] = text
            self.read[agent, key, kind] = response.headers["etag"]

    @rule(agent=agents, key=sessions)
    def look(self, agent: str, key: str) -> None:
        response = self.call(agent, "GET", f"/{key}/pane", params={"min_revision": 99, "wait_ms": 0})
        if self.hidden(agent, key):
            assert response.status_code == 404
            return
        body = response.json()
        assert body["revision"] == self.known[key].revision
        assert {kind: draft["text"] for kind, draft in body["drafts"].items()} == self.known[key].drafts
        again = self.call(agent, "GET", f"/{key}/pane", headers={"If-None-Match": response.headers["etag"]})
        if again.status_code == 200:
            # Only parts that were computed in between may have changed it.
            assert again.json()["parts_revision"] >= body["parts_revision"]
        else:
            assert again.status_code == 304

    @invariant()
    def everybody_sees_exactly_their_own(self) -> None:
        if not hasattr(self, "headers"):
            return
        for agent in AGENTS:
            listed = self.call(agent, "GET", "", params={"state": "open,active,waiting,wrap_up,closed"}).json()
            mine = {key: known for key, known in self.known.items() if known.owner == agent}
            assert {item["id"]: item["state"] for item in listed["items"]} == {k: v.state for k, v in mine.items()}

    @invariant()
    def no_message_is_lost_doubled_or_reordered(self) -> None:
        for key, known in self.known.items():
            stored = self.call(known.owner, "GET", f"/{key}/messages").json()
            said = [(item["id"], f"{item['role']}:{item['text']}") for item in stored["items"]]
            assert (said, stored["revision"]) == (known.messages, known.revision)


TestDeskModel = DeskModel.TestCase
TestDeskModel.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
