"""A "No" on an article's card brings the next article, and the refused one stays away from the session."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.server import serving

WORDS = ("invoice", "meter", "passport", "parcel", "boiler", "router")
PANE = "/v1/sessions/s1/pane"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A server with some articles and a session about invoices."""
    with serving(tmp_path) as (opened, _):
        for word in WORDS:
            text = f"How to handle {word}. Open the {word} page and press {word} once."
            opened.put(f"/v1/articles/{word}", json={"title": word, "body": text})
        said = {"role": "customer", "text": "My invoice page is empty, what should I do with the invoice now?"}
        body = {"id": "s1", "channel": "chat", "agent_id": "ana", "messages": [said]}
        assert opened.post("/v1/sessions", json=body).status_code == 201
        yield opened


def shown(client: TestClient, revision: int = 1) -> dict[str, Any]:
    return client.get(PANE, params={"min_revision": revision, "wait_ms": 10_000}).json()["articles"]


def ids(articles: dict[str, Any]) -> list[str]:
    return [card["id"] for card in articles["articles"]]


def after(client: TestClient, suggestion_id: str, done: Callable[[list[str]], bool]) -> dict[str, Any]:
    """The cards once a "No" to this suggestion has had its effect."""
    assert client.post(f"/v1/suggestions/{suggestion_id}/feedback", json={"event": "rejected"}).status_code == 201
    for _ in range(300):
        if done(ids(shown(client))):
            break
        time.sleep(0.02)
    return shown(client)


def replayed(client: TestClient, articles: dict[str, Any]) -> bool:
    return client.get(f"/v1/suggestions/{articles['suggestion_id']}/replay").json()["matches"]


def test_a_no_brings_the_next_article_and_the_refused_one_stays_away(client: TestClient) -> None:
    first = shown(client)
    assert ids(first)[0] == "invoice"
    second = after(client, first["articles"][0]["suggestion_id"], lambda cards: "invoice" not in cards)
    assert (second["status"], len(second["articles"]), "invoice" in ids(second)) == ("completed", 3, False)
    delta = client.get(PANE, params={"since": 1}).json()
    assert {"articles"} == delta.keys() & {"replies", "summary", "case_draft", "articles"}
    sent = client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "The invoice is still empty."})
    assert "invoice" not in ids(shown(client, sent.json()["revision"]))


def test_a_no_to_all_cards_brings_those_behind_them(client: TestClient) -> None:
    first = shown(client)
    refused = ids(first)
    second = after(client, first["suggestion_id"], lambda cards: not set(cards) & set(refused))
    assert ids(second)
    assert not set(ids(second)) & set(refused)


def test_each_result_is_replayed_with_what_was_refused_by_then(client: TestClient) -> None:
    first = shown(client)
    second = after(client, first["articles"][0]["suggestion_id"], lambda cards: "invoice" not in cards)
    assert second["suggestion_id"] != first["suggestion_id"]
    assert (replayed(client, first), replayed(client, second)) == (True, True)


def test_a_no_elsewhere_takes_no_card_away(client: TestClient) -> None:
    first = shown(client)
    summary = client.get(PANE).json()["summary"]["suggestion_id"]
    assert client.post(f"/v1/suggestions/{summary}/feedback", json={"event": "rejected"}).status_code == 201
    sent = client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "The invoice is still empty."})
    assert "invoice" in ids(shown(client, sent.json()["revision"]))
    assert ids(first)[0] == "invoice"
