"""The whole service over the real encoder and the sample knowledge: what a user sees, not how it is computed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from assist.core.resources import samples_dir
from assist.core.settings import Settings
from tests.knowledge.helpers import QuietJob
from tests.support.server import serving

pytestmark = pytest.mark.real
COMPANIES = ("lunvik", "tarnmoor", "larkmoor-bank")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Engine]]:
    folder = tmp_path_factory.mktemp("real")
    with serving(folder, encoder_backend="onnx", cache_dir=Settings().cache_dir) as (client, engine):
        articles = [path for path in (samples_dir() / "articles").iterdir() if path.name.startswith(COMPANIES)]
        assert engine.import_articles(articles, QuietJob()).failures == 0
        engine.knowledge.refresh()
        yield client, engine


@pytest.fixture
def client(server: tuple[TestClient, Engine]) -> TestClient:
    return server[0]


def talk(name: str) -> dict[str, Any]:
    return json.loads((samples_dir() / "conversations" / f"{name}.json").read_text(encoding="utf-8"))


def search(client: TestClient, words: str) -> dict[str, Any]:
    return client.get("/v1/articles/search", params={"q": words}).json()


def test_a_question_in_other_words_finds_its_article_and_an_idle_one_finds_nothing(client: TestClient) -> None:
    found = search(client, "my earbuds do not pair with the phone any more")
    assert found["articles"][0]["id"] == "pair-murmur-pip-bluetooth"
    idle = search(client, "what is the capital of Mongolia")
    assert (idle["status"], idle["reason"]) == ("abstained", "low_confidence")


@pytest.mark.parametrize("name", ["lunvik-02", "tarnmoor-17", "larkmoor-06"])
def test_a_real_conversation_gets_assistance_with_evidence_in_every_channel(client: TestClient, name: str) -> None:
    values = talk(name)
    transcript = {"channel": values["channel"], "messages": values["messages"]}
    answer = client.post("/v1/assist", json={"transcript": transcript}).json()
    texts = {f"m{i}": message["text"] for i, message in enumerate(values["messages"])}
    summary = answer["summary"]
    assert summary["status"] == "completed"
    assert 5 <= len(summary["headline"]["text"].split()) <= 40
    for section in summary["sections"]:
        for claim in section["claims"]:
            assert all(0 <= e["start"] < e["end"] <= len(texts[e["message_id"]]) for e in claim["evidence"])
            assert claim["evidence"]
    draft = answer["case_draft"]["draft"]
    assert draft["issue"]
    assert draft["status"] in ("resolved", "pending_customer", "pending_company", "escalated", "unresolved")
    said = "\n".join(texts.values())
    assert all(fact["value"] in said for fact in draft["facts"])


def test_the_encoder_on_the_way_gives_the_vectors_of_the_encoder_alone(server: tuple[TestClient, Engine]) -> None:
    _, engine = server
    texts = ["My order has not arrived.", "hi"]
    alone = engine.encoder.encode(texts[:1])
    together = engine.encoder.encode(texts)
    assert float(alone[0] @ together[0]) > 0.9999
