"""Every implementation of the article and reply stores behaves alike: memory, SQLite and PostgreSQL."""

import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.core.articles import ApprovedReply, Article
from assist.core.errors import Conflict, InvalidInput, PreconditionFailed
from assist.core.ports import ApprovedReplyRepository, ArticleRepository
from assist.store.approved_replies import ApprovedReplyStore
from assist.store.articles import ArticleStore
from assist.store.database import Database
from assist.store.memory import InMemoryApprovedReplyStore, InMemoryArticleStore


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database | None]:
    if request.param == "memory":
        yield None
        return
    url = f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database.open(url, tenant=f"t{secrets.token_hex(6)}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def articles(opened: Database | None) -> ArticleRepository:
    return InMemoryArticleStore() if opened is None else ArticleStore(opened)


@pytest.fixture
def replies(opened: Database | None) -> ApprovedReplyRepository:
    return InMemoryApprovedReplyStore() if opened is None else ApprovedReplyStore(opened)


def article(key: str = "kb-1", **changes: object) -> Article:
    return Article.model_validate(
        {"id": key, "title": "Reset the router", "body": "Hold the button ☎ 10 s.", **changes}
    )


def test_a_stored_article_reads_back_whole(articles: ArticleRepository) -> None:
    written = article(tags=["wifi", "é"], product="Hub 2", audience="internal", expires_at="2030-01-01T00:00:00Z")
    record, outcome = articles.put(written, author="ana")
    assert outcome == "created"
    assert articles.get("kb-1") == record
    assert record.article == written
    assert (record.revision, record.author, record.deleted) == (1, "ana", False)
    assert record.created_at.tzinfo is not None


def test_storing_the_same_again_changes_nothing(articles: ArticleRepository) -> None:
    first, _ = articles.put(article())
    again, outcome = articles.put(article())
    assert outcome == "unchanged"
    assert again == first
    assert articles.last_sequence() == 1


def test_every_version_stays_readable(articles: ArticleRepository) -> None:
    articles.put(article())
    articles.put(article(body="New body"))
    articles.delete("kb-1")
    versions = articles.versions("kb-1")
    assert articles.versions("kb-1", after=versions[0].revision, limit=1) == versions[1:2]
    assert [(v.revision, v.article.body, v.deleted) for v in versions] == [
        (1, "Hold the button ☎ 10 s.", False),
        (2, "New body", False),
        (3, "New body", True),
    ]
    assert len({v.created_at for v in versions}) == 1


def test_an_update_with_a_stale_etag_is_refused_and_changes_nothing(articles: ArticleRepository) -> None:
    first, _ = articles.put(article())
    second, _ = articles.put(article(body="Two"), if_match=first.etag)
    with pytest.raises(PreconditionFailed):
        articles.put(article(body="Three"), if_match=first.etag)
    with pytest.raises(PreconditionFailed):
        articles.delete("kb-1", if_match=first.etag)
    assert articles.get("kb-1") == second
    assert articles.delete("kb-1", if_match=second.etag) is True


def test_if_match_on_an_article_that_does_not_exist_is_refused(articles: ArticleRepository) -> None:
    for etag in ("*", "abc"):
        with pytest.raises(PreconditionFailed):
            articles.put(article(), if_match=etag)
    assert articles.get("kb-1") is None


def test_create_only_never_overwrites(articles: ArticleRepository) -> None:
    articles.put(article(), create_only=True)
    with pytest.raises(Conflict):
        articles.put(article(body="Other"), create_only=True)
    articles.delete("kb-1")
    record, outcome = articles.put(article(body="Other"), create_only=True)
    assert (outcome, record.revision) == ("created", 3)


def test_a_deleted_article_is_gone_from_reads_but_seen_by_the_index(articles: ArticleRepository) -> None:
    articles.put(article())
    before = articles.last_sequence()
    assert articles.delete("kb-1") is True
    assert articles.delete("kb-1") is False
    assert articles.get("kb-1") is None
    assert list(articles.all_current()) == []
    assert [(r.article.id, r.deleted) for r in articles.changes_since(before)] == [("kb-1", True)]


def test_changes_come_in_order_and_once_per_article(articles: ArticleRepository) -> None:
    articles.put_many([article("a"), article("b"), article("c")])
    middle = articles.last_sequence()
    articles.put(article("c", body="C2"))
    articles.put(article("a", body="A2"))
    assert [r.article.id for r in articles.changes_since(0)] == ["b", "c", "a"]
    assert [r.article.id for r in articles.changes_since(middle)] == ["c", "a"]
    assert articles.changes_since(articles.last_sequence()) == []


def test_an_import_says_what_happened_to_each_article(articles: ArticleRepository) -> None:
    articles.put(article("a"))
    articles.put(article("b"))
    outcomes = articles.put_many([article("a"), article("b", body="B2"), article("c")], author="import")
    assert [(record.article.id, outcome) for record, outcome in outcomes] == [
        ("a", "unchanged"),
        ("b", "updated"),
        ("c", "created"),
    ]


def test_an_index_is_told_what_is_published_and_in_which_version(articles: ArticleRepository) -> None:
    first, _ = articles.put(article("a"))
    second, _ = articles.put(article("b", body="B"))
    articles.put_many([article("c", state="draft"), article("d"), article("e")])
    articles.delete("d", author="sue")
    articles.put(article("e", state="archived"))
    assert articles.published() == {"a": (1, first.etag), "b": (1, second.etag)}
    assert articles.versions("d")[-1].author == "sue"


def test_a_state_that_may_not_follow_is_refused_and_an_import_goes_on_without_it(articles: ArticleRepository) -> None:
    stored, _ = articles.put(article("a"))
    with pytest.raises(Conflict, match="cannot become approved"):
        articles.put(article("a", state="approved"))
    (refused, why), (taken, change) = articles.put_many([article("a", state="approved"), article("b")])
    assert (refused, change) == (None, "created")
    assert "archived" in why
    assert taken is not None
    assert articles.get("a") == stored
    articles.delete("a")
    assert articles.put(article("a", state="approved"))[1] == "created"


def test_pages_cover_every_article_once_in_byte_order(articles: ArticleRepository) -> None:
    keys = ["B", "a", "a-1", "a.1", "Z9", "_", "z"]
    articles.put_many([article(key, state="draft" if key == "z" else "published") for key in keys])
    seen: list[str] = []
    cursor = None
    while True:
        page = articles.page(limit=2, cursor=cursor)
        seen += [record.article.id for record in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == sorted(keys)
    assert [r.article.id for r in articles.all_current()] == sorted(keys)
    assert [r.article.id for r in articles.page(state="draft").items] == ["z"]


def test_a_foreign_cursor_is_refused(articles: ArticleRepository) -> None:
    with pytest.raises(InvalidInput):
        articles.page(cursor="ZZZ%%")


def test_concurrent_writers_of_one_article_lose_no_version(articles: ArticleRepository) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            articles.put(article("shared", body=f"{number}/{turn}"))
            articles.put(article(f"own-{number}", body=f"{turn}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    versions = articles.versions("shared")
    assert [v.revision for v in versions] == list(range(1, 21))
    assert {v.article.body for v in versions} == {f"{n}/{t}" for n in range(4) for t in range(5)}
    assert articles.last_sequence() == 40


def test_an_approved_reply_keeps_every_character(replies: ApprovedReplyRepository) -> None:
    reply = ApprovedReply(id="r1", text="Hello {name},\n\n  thanks  ☕ ", tags=("greeting",), channel="chat")
    stored, etag, outcome = replies.put(reply)
    assert (stored, outcome) == (reply, "created")
    assert replies.get("r1") == (reply, etag)
    assert replies.put(reply)[2] == "unchanged"


def test_replies_are_guarded_by_etags(replies: ApprovedReplyRepository) -> None:
    _, first, _ = replies.put(ApprovedReply(id="r1", text="One"), create_only=True)
    with pytest.raises(Conflict):
        replies.put(ApprovedReply(id="r1", text="Two"), create_only=True)
    _, second, outcome = replies.put(ApprovedReply(id="r1", text="Two"), if_match=first)
    assert outcome == "updated"
    with pytest.raises(PreconditionFailed):
        replies.put(ApprovedReply(id="r1", text="Three"), if_match=first)
    with pytest.raises(PreconditionFailed):
        replies.delete("r1", if_match=first)
    assert replies.delete("r1", if_match=second) is True
    assert replies.delete("r1") is False
    assert replies.get("r1") is None


def test_readers_of_replies_notice_every_change(replies: ApprovedReplyRepository) -> None:
    seen = [replies.generation()]
    for change in (
        lambda: replies.put(ApprovedReply(id="r1", text="One")),
        lambda: replies.put(ApprovedReply(id="r1", text="Two")),
        lambda: replies.delete("r1"),
    ):
        change()
        seen.append(replies.generation())
    assert seen == sorted(set(seen))
    replies.delete("r1")
    assert replies.generation() == seen[-1]


def test_only_published_replies_are_suggested(replies: ApprovedReplyRepository) -> None:
    for key, state in (("b", "published"), ("a", "published"), ("c", "draft"), ("d", "archived")):
        replies.put(ApprovedReply.model_validate({"id": key, "text": key, "state": state}))
    assert [reply.id for reply in replies.all_published()] == ["a", "b"]
    first = replies.page(limit=3)
    rest = replies.page(limit=3, cursor=first.next_cursor)
    assert [reply.id for reply in (*first.items, *rest.items)] == ["a", "b", "c", "d"]
    assert rest.next_cursor is None
