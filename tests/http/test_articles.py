"""Articles and approved replies over HTTP: writes that lose no edit, imports that report bad rows, exports."""

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from tests.support.server import bearer, serving

BODY: dict[str, Any] = {"title": "Late parcels", "body": "A parcel that is late can be sent again.", "tags": ["parcel"]}
REPLY: dict[str, Any] = {"text": "I have sent your parcel {parcel} again.", "tags": ["parcel"]}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(server: tuple[TestClient, Engine]) -> TestClient:
    return server[0]


def finished(client: TestClient, response: Any) -> dict[str, Any]:
    """The job that a 202 names, once it has ended."""
    assert response.status_code == 202, response.text
    place = response.headers["location"]
    assert place == f"/v1/jobs/{response.json()['job_id']}"
    for _ in range(1_000):
        job = client.get(place).json()
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.01)
    raise AssertionError(f"the job never ended: {job}")


@pytest.mark.parametrize(("path", "body"), [("/v1/articles/a1", BODY), ("/v1/approved-replies/r1", REPLY)])
def test_no_edit_is_lost_between_two_authors(client: TestClient, path: str, body: dict[str, Any]) -> None:
    created = client.put(path, json=body, headers={"If-None-Match": "*"})
    assert created.status_code == 201
    etag = created.headers["etag"]
    assert client.get(path).headers["etag"] == etag
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    changed = {**body, "tags": ["other"]}
    assert client.put(path, json=changed).status_code == 428
    assert client.put(path, json=changed, headers={"If-None-Match": "*"}).status_code == 412
    assert client.put(path, json=changed, headers={"If-Match": '"0"'}).status_code == 412
    updated = client.put(path, json=changed, headers={"If-Match": etag})
    assert updated.status_code == 200
    assert updated.headers["etag"] != etag
    assert client.put(path, json=changed).status_code == 200  # nothing changes, nothing can be lost
    assert client.delete(path, headers={"If-Match": etag}).status_code == 412
    assert client.delete(path).status_code == 204
    for gone in (client.get(path), client.delete(path)):
        assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


def test_defaults_are_those_of_the_contract(client: TestClient) -> None:
    stored = client.put("/v1/articles/a1", json={"title": "T", "body": "B."}).json()
    assert (stored["state"], stored["audience"], stored["locale"], stored["revision"]) == (
        "published",
        "public",
        "en",
        1,
    )
    internal = client.put("/v1/articles/a2", json={"title": "T", "body": "B.", "internal": True}).json()
    assert internal["audience"] == "internal"


def test_versions_stay_after_edits_and_deletion(client: TestClient) -> None:
    etag = client.put("/v1/articles/a1", json=BODY).headers["etag"]
    client.put("/v1/articles/a1", json={**BODY, "title": "Very late parcels"}, headers={"If-Match": etag})
    client.delete("/v1/articles/a1")
    versions = client.get("/v1/articles/a1/versions").json()["items"]
    assert [(v["revision"], v["title"], v["deleted"]) for v in versions][:2] == [
        (1, "Late parcels", False),
        (2, "Very late parcels", False),
    ]
    assert versions[-1]["deleted"]
    pages: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 1, "diff": True}
    while True:
        page = client.get("/v1/articles/a1/versions", params=query).json()
        pages += page["items"]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert pages == client.get("/v1/articles/a1/versions", params={"diff": True}).json()["items"]
    assert [version["revision"] for version in pages] == [version["revision"] for version in versions]
    assert pages[1]["diff"] is not None
    assert client.get("/v1/articles/a1/versions", params={"cursor": "x"}).status_code == 422


def test_a_published_article_is_found_within_a_second_and_an_archived_one_is_not(client: TestClient) -> None:
    client.put("/v1/articles/a1", json=BODY)
    until = time.monotonic() + 1
    while not client.get("/v1/articles/a1/live").json()["live"]:
        assert time.monotonic() < until, "not searchable after a second"
        time.sleep(0.01)
    query = {"q": "late parcel", "min_score": 0}
    assert [card["id"] for card in client.get("/v1/articles/search", params=query).json()["articles"]] == ["a1"]
    etag = client.get("/v1/articles/a1").headers["etag"]
    client.put("/v1/articles/a1", json={**BODY, "state": "archived"}, headers={"If-Match": etag})
    until = time.monotonic() + 1
    while client.get("/v1/articles/search", params=query).json()["articles"]:
        assert time.monotonic() < until, "still found after a second"
        time.sleep(0.01)
    assert "archived" in client.get("/v1/articles/a1/live").json()["reason"]


def test_lists_page_through_everything_once(client: TestClient) -> None:
    for number in range(7):
        client.put(f"/v1/articles/a{number}", json={**BODY, "state": "draft" if number % 2 else "published"})
        client.put(f"/v1/approved-replies/r{number}", json=REPLY)
    for path, names in (("/v1/articles", "a"), ("/v1/approved-replies", "r")):
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = client.get(path, params={"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == [f"{names}{number}" for number in range(7)]
        assert client.get(path, params={"cursor": "!!"}).status_code == 422
    drafts = client.get("/v1/articles", params={"state": "draft"}).json()["items"]
    assert [item["id"] for item in drafts] == ["a1", "a3", "a5"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/articles/a1", {"title": "T"}, "body"),
        ("/v1/articles/a1", {"title": "", "body": "B"}, "title"),
        ("/v1/articles/a1", {**BODY, "state": "secret"}, "state"),
        ("/v1/articles/a1", {**BODY, "colour": "red"}, "colour"),
        ("/v1/articles/a1", {**BODY, "expires_at": "soon"}, "expires_at"),
        ("/v1/articles/a1", {**BODY, "body": "x" * 500_001}, "body"),
        ("/v1/approved-replies/r1", {"text": ""}, "text"),
        ("/v1/approved-replies/r1", {**REPLY, "channel": "fax"}, "channel"),
        ("/v1/golden-queries/g1", {"text": "late"}, "expected"),
    ],
)
def test_wrong_fields_are_named_and_nothing_is_stored(
    client: TestClient, path: str, body: dict[str, Any], field: str
) -> None:
    response = client.put(path, json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["search", "import", "export", "suggest", "a b", "ä", "x" * 129])
def test_ids_that_are_path_words_or_odd_are_refused(client: TestClient, name: str) -> None:
    assert client.put(f"/v1/articles/{name}", json=BODY).status_code in (405, 422)


def multipart(**files: bytes | str) -> dict[str, Any]:
    named = {name: content if isinstance(content, bytes) else content.encode() for name, content in files.items()}
    return {"files": [("files", (name, content)) for name, content in named.items()]}


def test_an_import_stores_what_is_right_and_reports_every_bad_file_and_row(client: TestClient) -> None:
    rows = [
        {"id": "j1", "title": "One", "body": "First body."},
        {"id": "j2", "title": "No body"},
        {"id": "bad id", "title": "Two", "body": "x"},
    ]
    lines = "\n".join(json.dumps(row) for row in rows) + "\nnot json\n[1]\n" + "[" * 50_000 + "\n"
    lines += '{"id": "j3", "title": "A\\u2028b", "body": "surrogate \\ud800"}\n'
    upload = {
        "good.md": "---\ntitle: Good\ntags: [a]\n---\nA good body.",
        "broken.md": "---\ntitle: [unclosed\n---\nBody.",
        "empty.md": "",
        "bytes.md": b"\x81\x82",
        "page.html": "<html><head><title>Page</title></head><body><h1>Page</h1><p>Text of it.</p></body></html>",
        "rows.jsonl": lines,
        "tool.exe": b"MZ",
    }
    job = finished(client, client.post("/v1/articles/import", **multipart(**upload)))
    assert job["state"] == "succeeded"
    result = job["result"]
    failed = {row["item"]: row["message"] for row in result["failed"]}
    assert result["created"] == 3, result
    assert set(failed) == {
        "broken.md",
        "empty.md",
        "bytes.md",
        "tool.exe",
        "rows.jsonl:2",
        "rows.jsonl:3",
        "rows.jsonl:4",
        "rows.jsonl:5",
        "rows.jsonl:6",
        "rows.jsonl:7",
    }
    assert "body" in failed["rows.jsonl:2"]
    assert "UTF-8" in failed["bytes.md"]
    assert all(failed.values())
    again = finished(client, client.post("/v1/articles/import", **multipart(**{"good.md": upload["good.md"]})))
    assert again["result"]["unchanged"] == 1


def test_an_archive_is_read_file_by_file_and_a_broken_one_is_reported(client: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("help/one.md", "# One\nText.")
        archive.writestr("../evil.md", "# Evil\nText.")
        archive.writestr("__MACOSX/one.md", "x")
        archive.writestr("bad.md", b"\x81\x82")
    job = finished(
        client,
        client.post("/v1/articles/import", content=packed.getvalue(), headers={"content-type": "application/zip"}),
    )
    assert job["result"]["created"] == 2
    assert len(job["result"]["failed"]) == 1
    cut = packed.getvalue()[:-40]
    broken = finished(
        client, client.post("/v1/articles/import", content=cut, headers={"content-type": "application/zip"})
    )
    assert broken["result"]["created"] == 0
    assert broken["result"]["failed"]


def test_what_is_exported_can_be_imported_and_changes_nothing(client: TestClient) -> None:
    client.put("/v1/articles/a1", json={**BODY, "body": "Line one.\n\nÜmläut \u2028 separator."})
    client.put("/v1/articles/a2", json={**BODY, "internal": True})
    exported = client.get("/v1/articles/export")
    assert exported.headers["content-type"].startswith("application/x-ndjson")
    job = finished(
        client,
        client.post("/v1/articles/import", content=exported.content, headers={"content-type": "application/x-ndjson"}),
    )
    assert job["result"] == {"created": 0, "updated": 0, "unchanged": 2, "failed": [], "failed_count": 0}


def test_replies_are_imported_with_bad_rows_reported(client: TestClient) -> None:
    lines = [
        json.dumps({"id": "r1", "text": "Hello {name}."}),
        json.dumps({"id": "r2"}),
        "nonsense",
        json.dumps({"id": "import", "text": "x"}),
    ]
    job = finished(
        client,
        client.post(
            "/v1/approved-replies/import",
            content="\n".join(lines),
            headers={"content-type": "application/x-ndjson"},
        ),
    )
    assert job["result"]["created"] == 1
    assert [row["item"].rsplit(":", 1)[1] for row in job["result"]["failed"]] == ["2", "3", "4"]


def test_uploads_of_other_types_or_without_files_are_refused(client: TestClient) -> None:
    for path in ("/v1/articles/import", "/v1/approved-replies/import"):
        assert client.post(path, json={}).status_code == 415
        assert client.post(path, data={"a": "b"}).status_code == 415
        empty = client.post(path, content=b"--x--\r\n", headers={"content-type": "multipart/form-data; boundary=x"})
        assert empty.status_code == 400
        nonsense = client.post(path, content=b"abc", headers={"content-type": "multipart/form-data"})
        assert nonsense.status_code == 400


def test_an_import_over_its_limit_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path, import_limit=2_000) as (client, _):
        response = client.post(
            "/v1/articles/import", content=b"x" * 3_000, headers={"content-type": "application/x-ndjson"}
        )
        assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_only_authors_may_write_and_everybody_with_a_key_may_read(server: tuple[TestClient, Engine]) -> None:
    client, engine = server
    agent, author = bearer(engine, role="agent", agent_id="ana"), bearer(engine, role="author")
    for path, body in (("/v1/articles/a1", BODY), ("/v1/approved-replies/r1", REPLY)):
        assert client.put(path, json=body, headers=agent).status_code == 403
        assert client.put(path, json=body, headers=author).status_code == 201
        assert client.get(path, headers=agent).status_code == 200
        assert client.delete(path, headers=agent).status_code == 403
    assert client.get("/v1/articles/a1", headers=agent).json()["author"] is not None
    for path in ("/v1/articles/import", "/v1/approved-replies/import"):
        refused = client.post(path, content=b"{}", headers={**agent, "content-type": "application/x-ndjson"})
        assert refused.status_code == 403


@pytest.mark.parametrize("body", ["   ", "| a | b |\n|---|---|", "<p><script>1</script></p><p></p>", "---"])
def test_an_article_without_text_is_refused_with_what_to_do(client: TestClient, body: str) -> None:
    refused = client.put("/v1/articles/empty", json={"title": "Empty", "body": body})
    assert refused.status_code == 422
    assert "no text" in refused.json()["detail"]
    assert refused.json()["errors"][0]["field"] == "body"
    assert client.get("/v1/articles/empty").status_code == 404


def test_internal_true_wins_over_any_audience(client: TestClient) -> None:
    stored = client.put("/v1/articles/a1", json={**BODY, "internal": True, "audience": "public"})
    assert stored.json()["audience"] == "internal"


def test_tags_of_approved_replies_in_one_text_are_taken_apart(client: TestClient) -> None:
    row = json.dumps({"id": "r1", **REPLY, "tags": "parcel; late"})
    headers = {"content-type": "application/x-ndjson"}
    job = finished(client, client.post("/v1/approved-replies/import", content=row, headers=headers))
    assert job["result"]["created"] == 1
    assert client.get("/v1/approved-replies/r1").json()["tags"] == ["parcel", "late"]
