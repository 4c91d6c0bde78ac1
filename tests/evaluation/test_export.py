"""Feedback leaves the store as items that the harness can read, without anybody's personal data."""

import re
from pathlib import Path

from assist.core.results import ArticleCard, Articles, Headline, Replies, ReplySource, Suggestion, Summary
from assist.core.sessions import Customer
from evaluation.export import FeedbackExport
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow, QueryRow
from tests.support.sessions import Stores

REPLY = "I have sent a label to jane.doe@example.com, Jane."


def filled(stores: Stores) -> None:
    stores.start("s1", customer=Customer(id="c1", name="Jane Doe"))
    revision = stores.say("s1", "Hi, Jane Doe here, my mail is jane.doe@example.com. The kettle leaks.")
    reply = Suggestion(id="", text=REPLY, confidence=0.8, source=ReplySource(kind="history"))
    card = ArticleCard(id="leaks", title="Leaks", snippet="...", score=0.9, relevance="high")
    records = stores.suggestions.publish(
        "s1",
        revision,
        {
            "replies": Replies(suggestions=(reply,)),
            "articles": Articles(articles=(card,)),
            "summary": Summary(headline=Headline(text="Jane's kettle leaks.", evidence=())),
        },
    )
    assert records is not None
    for feature, event, final in (
        ("replies", "edited", "Dear Jane, the label is on its way to jane.doe@example.com."),
        ("replies", "shown", None),
        ("articles", "clicked", None),
        ("summary", "edited", "Jane Doe's kettle leaks."),
    ):
        record = records[feature]
        item = record.id if feature == "summary" else f"{record.id}.0"
        stores.feedback.add(
            record, item_id=item, event=event, at=None, final_text=final, rating=None, comment=None, agent_id="ana"
        )


def test_accepted_replies_opened_articles_and_edited_summaries_become_items(stores: Stores, tmp_path: Path):
    filled(stores)
    counts = FeedbackExport(stores.live).write(tmp_path / "out").counts
    assert counts == {"replies.jsonl": 1, "queries.jsonl": 1, "summary.jsonl": 1, "events.jsonl": 4}
    (reply,) = read_rows(tmp_path / "out" / "replies.jsonl", ConversationRow)
    assert reply.gold.replies is not None
    assert re.fullmatch(r"Dear \[NAME_\d{9}\], the label is on its way to \[EMAIL_\d{9}\]\.", reply.gold.replies[0])
    assert reply.gold.cut == 0
    (query,) = read_rows(tmp_path / "out" / "queries.jsonl", QueryRow)
    assert query.gold == ("leaks",)
    (summary,) = read_rows(tmp_path / "out" / "summary.jsonl", ConversationRow)
    assert summary.summaries[0].endswith("'s kettle leaks.")


def test_no_name_address_or_id_of_the_store_is_in_the_files(stores: Stores, tmp_path: Path):
    filled(stores)
    FeedbackExport(stores.live).write(tmp_path / "out")
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    for secret in ("Jane", "jane.doe", "ana", '"s1"', "sg-", "fb-"):
        assert secret not in everything


def test_a_redacted_talk_is_not_exported(stores: Stores, tmp_path: Path):
    filled(stores)
    stores.messages.redact("s1", "m0", actor="ana")
    counts = FeedbackExport(stores.live).write(tmp_path / "out").counts
    assert counts == {"events.jsonl": 4}
    assert "kettle" not in (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8")


def test_an_empty_store_writes_nothing(stores: Stores, tmp_path: Path):
    assert FeedbackExport(stores.live).write(tmp_path / "out").counts == {}
    assert not (tmp_path / "out").exists()
