"""A day of one agent, told in order: three chats, a call, four cases, an e-mail taken by hand, and a restart."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.server import serving


class Desktop:
    """What the agent's desktop sends and sees; the server behind it can be restarted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = ExitStack()
        self.client: TestClient
        self.switch_on()

    def switch_on(self) -> None:
        self.client, _ = self._running.enter_context(serving(self._folder))

    def switch_off(self) -> None:
        self._running.close()

    def arrives(self, key: str, channel: str, customer: str, *texts: str) -> dict[str, Any]:
        messages = [{"role": "customer", "text": text} for text in texts]
        body = {"id": key, "channel": channel, "agent_id": "ana", "messages": messages}
        body["customer"] = {"id": customer.lower().replace(" ", "-"), "name": customer}
        return self._ok(self.client.post("/v1/sessions", json=body), 201)

    def does(self, key: str, verb: str, **body: Any) -> dict[str, Any]:
        return self._ok(self.client.post(f"/v1/sessions/{key}/{verb}", json=body or None))

    def hears(self, key: str, text: str, *, role: str = "customer") -> int:
        sent = self.client.post(f"/v1/sessions/{key}/messages", json={"role": role, "text": text})
        return self._ok(sent, 201)["revision"]

    def says(self, key: str, text: str) -> int:
        return self.hears(key, text, role="agent")

    def pane(self, key: str, *, revision: int = 0, **query: Any) -> dict[str, Any]:
        query = {"min_revision": revision, "wait_ms": 5_000, **query}
        return self._ok(self.client.get(f"/v1/sessions/{key}/pane", params=query))

    def joining_pane(self, key: str) -> dict[str, Any]:
        """The pane once it has the summary for somebody who takes over."""
        for _ in range(200):
            seen = self.pane(key, wait_ms=50)
            if seen["summary"]["moment"] == "join":
                return seen
            time.sleep(0.05)
        raise AssertionError("no joining summary came")

    def list(self) -> dict[str, dict[str, Any]]:
        found = self._ok(self.client.get("/v1/sessions", params={"agent_id": "ana"}))
        return {item["id"]: item for item in found["items"]}

    def types(self, key: str, kind: str, text: str) -> None:
        url = f"/v1/sessions/{key}/drafts/{kind}"
        known = self.client.get(url).headers.get("etag")
        condition = {"If-Match": known} if known else {"If-None-Match": "*"}
        assert self.client.put(url, json={"text": text}, headers=condition).status_code in (200, 201)

    def draft(self, key: str, kind: str) -> str:
        return self._ok(self.client.get(f"/v1/sessions/{key}/drafts/{kind}"))["text"]

    def files(self, key: str, **fields: Any) -> int:
        """Make the case draft, correct it, save it; the number of the saved version."""
        url = f"/v1/sessions/{key}/case-draft"
        made = self.client.post(url)
        assert made.status_code in (200, 201), made.text
        edited = self.client.patch(url, json=fields, headers={"If-Match": made.headers["etag"]})
        self._ok(edited)
        saved = self.client.post(f"{url}/versions", headers={"If-Match": edited.headers["etag"]})
        return self._ok(saved, 201)["version"]

    def case(self, key: str) -> dict[str, Any]:
        return self._ok(self.client.get(f"/v1/sessions/{key}/case-draft/versions"))["items"][-1]["draft"]

    @staticmethod
    def _ok(response: Any, status: int = 200) -> dict[str, Any]:
        assert response.status_code == status, response.text
        return response.json()


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Desktop]:
    desktop = Desktop(tmp_path)
    yield desktop
    desktop.switch_off()


def test_a_day_of_one_agent(ana: Desktop) -> None:
    # Nine o'clock: three chats come in and are taken on.
    ana.arrives("chat-mira", "chat", "Mira", "Hello, my parcel 4471 was due on Monday and has not arrived.")
    ana.arrives("chat-omar", "chat", "Omar", "Good morning, my router shows a red light since yesterday.")
    ana.arrives("chat-lena", "chat", "Lena", "Hi, I was charged twice for my order 9923 last week.")
    for key in ("chat-mira", "chat-omar", "chat-lena"):
        assert ana.list()[key]["unread"] == 1
        assert ana.does(key, "accept")["state"] == "active"

    # She looks at Mira first: the pane has all four tools, and a summary of what Mira wrote.
    assert ana.does("chat-mira", "focus")["unread"] == 0
    seen = ana.pane("chat-mira", revision=1)
    assert seen["tools"] == ["summary", "replies", "articles", "case_draft"]
    assert "4471" in str(seen["summary"])

    # While she types to Mira, Omar and Lena write again; only their badges count.
    ana.types("chat-mira", "reply", "I am looking at your parcel n")
    ana.hears("chat-omar", "It also drops the connection every hour.")
    for text in ("Are you there?", "I need the money back this week."):
        ana.hears("chat-lena", text)
    ana.hears("chat-mira", "It is urgent for me.")
    sessions = ana.list()
    assert [sessions[f"chat-{name}"]["unread"] for name in ("mira", "omar", "lena")] == [0, 2, 3]

    # She switches to Lena; her half sentence to Mira waits where she left it.
    ana.does("chat-lena", "focus")
    sessions = ana.list()
    assert (sessions["chat-lena"]["focused"], sessions["chat-mira"]["focused"]) == (True, False)
    ana.says("chat-lena", "I see both charges; one of them goes back today.")
    assert ana.draft("chat-mira", "reply") == "I am looking at your parcel n"

    # Mira's parcel needs a colleague in the depot: her chat waits and frees Ana's hands.
    ana.does("chat-mira", "focus")
    revision = ana.says("chat-mira", "I have asked the depot and will come back to you.")
    assert ana.pane("chat-mira", revision=revision)["replies"]["reason"] == "not_customer_turn"
    assert ana.does("chat-mira", "wait")["state"] == "waiting"

    # Ten thirty: a call. The customer tab shows that Paul wrote before, the case tab drafts the case.
    ana.arrives("chat-paul-old", "chat", "Paul", "My heating app does not log in.")
    ana.does("chat-paul-old", "close")
    ana.arrives("call-paul", "voice", "Paul", "Hello, it is Paul, the heating app still does not log in.")
    ana.does("call-paul", "accept")
    ana.does("call-paul", "focus")
    tab = {"kind": "customer", "title": "Paul", "record": {"type": "contact", "id": "paul"}}
    assert ana.client.put("/v1/sessions/call-paul/tabs/paul", json=tab).status_code == 200
    assert [item["id"] for item in ana.pane("call-paul", tab="paul")["history"]] == ["chat-paul-old"]
    ana.says("call-paul", "I have reset your password, please try now.")
    ana.hears("call-paul", "Yes, now it works, thank you.")
    assert ana.does("call-paul", "wrap-up")["state"] == "wrap_up"

    # Four cases are filed before lunch, each as a version that stays.
    assert ana.files("call-paul", resolution="Password reset.", status="resolved") == 1
    assert ana.files("chat-omar", title="Router 7 shows red light", status="pending_company") == 1
    assert ana.files("chat-lena", title="Order 9923 charged twice", status="pending_company") == 1
    assert ana.files("chat-mira", title="Parcel 4471 missing", status="pending_company") == 1
    assert ana.does("call-paul", "close")["state"] == "closed"

    # Two o'clock: she picks an e-mail by hand and begins a long answer.
    ana.arrives("mail-ines", "email", "Ines", "Dear team,\n\nplease send me the invoice of March once more.\n\nInes")
    ana.does("mail-ines", "accept")
    ana.types("mail-ines", "email", "Dear Ines,\n\nattached you find")
    ana.types("mail-ines", "note", "invoice archive is slow today")
    before = ana.pane("mail-ines", revision=1)

    # Three o'clock: the server is restarted. Everything is as it was, and no message is computed again.
    ana.switch_off()
    ana.switch_on()
    after = ana.pane("mail-ines")
    assert after == before
    assert after["stale"] is False
    assert ana.draft("mail-ines", "email") == "Dear Ines,\n\nattached you find"
    sessions = ana.list()
    assert {key: sessions[key]["state"] for key in sessions} == {
        "chat-mira": "waiting",
        "chat-omar": "active",
        "chat-lena": "active",
        "mail-ines": "active",
    }
    assert ana.case("call-paul")["resolution"] == "Password reset."

    # The e-mail is taken up again, finished and closed; its drafts go when they are sent.
    ana.types("mail-ines", "email", "Dear Ines,\n\nattached you find the invoice of March.")
    ana.says("mail-ines", ana.draft("mail-ines", "email"))
    assert ana.client.delete("/v1/sessions/mail-ines/drafts/email").status_code == 204
    assert set(ana.pane("mail-ines")["drafts"]) == {"note"}
    ana.does("mail-ines", "close")

    # Mira comes back; her chat is active again and the case she had is refreshed without losing Ana's title.
    ana.hears("chat-mira", "The parcel is here now, thank you.")
    assert ana.list()["chat-mira"]["unread"] == 1
    assert ana.does("chat-mira", "accept")["state"] == "active"
    assert ana.files("chat-mira", status="resolved") == 2
    assert (ana.case("chat-mira")["title"], ana.case("chat-mira")["status"]) == ("Parcel 4471 missing", "resolved")

    # Five o'clock: Omar's router goes to Ben, who finds the case, the messages and a joining summary; Ana goes home.
    ana.types("chat-omar", "note", "The technician comes on Friday.")
    suggested = ana.pane("chat-omar")["replies"]["suggestion_id"]
    moved = ana.does("chat-omar", "transfer", to_agent="ben")
    assert (moved["agent_id"], moved["state"], moved["focused"]) == ("ben", "open", False)
    seen = ana.joining_pane("chat-omar")
    assert seen["summary"]["status"] == "completed"
    assert seen["drafts"]["note"]["text"] == "The technician comes on Friday."
    assert seen["case_draft"]["draft"]["title"] == "Router 7 shows red light"
    assert ana.client.get(f"/v1/suggestions/{suggested}").status_code == 200
    said = ana.client.get("/v1/sessions/chat-omar/messages").json()["items"]
    assert said[0]["text"] == "Good morning, my router shows a red light since yesterday."
    for key in ("chat-mira", "chat-lena"):
        ana.does(key, "close")
    assert ana.list() == {}
    assert ana.case("chat-omar")["title"] == "Router 7 shows red light"


def test_the_case_names_the_customer_of_the_session(ana: Desktop) -> None:
    ana.arrives("chat-dana", "chat", "Dana Whitfield", "Hello, my parcel 4471 was due on Monday and has not arrived.")
    ana.does("chat-dana", "accept")
    ana.says("chat-dana", "I have ordered a replacement.")
    ana.files("chat-dana", category="Delivery")
    assert ana.case("chat-dana")["customer"] == "Dana Whitfield"
