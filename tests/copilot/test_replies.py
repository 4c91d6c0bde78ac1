"""Suggested replies as an agent sees them, over the fake encoder and a real store."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assist.build import Engine, build_engine
from assist.copilot.replies.candidates import SECOND_PASSAGE, Candidate, fit_to_send, from_knowledge
from assist.copilot.replies.choice import FLOOR, stands_in
from assist.copilot.replies.memory import ReplyMemory
from assist.copilot.replies.placeholders import may_fill
from assist.copilot.replies.towers import REPLY_SHARE, SITUATION_SHARE, Towers
from assist.core.articles import ApprovedReply, Article
from assist.core.conversation import Transcript
from assist.core.ports import ArticleHit, ArticleQuery, Passage, SearchResult
from assist.core.replies import BannedPhrase, EarlierSuggestion, ReplyPolicy, ReplySession
from assist.core.results import Replies, ReplySource
from assist.knowledge.dense import GrowingVectorIndex
from tests.support.server import settings_for

LATE = "My parcel 4471-220 is late, where is it?"
ASK = "May I have the order number of the late parcel, please?"
PAST = [
    {"id": "c1", "customer": {"id": "mira", "name": "Mira Holt"}, "agent_id": "ana"},
    {"id": "c2", "agent_id": "ben"},
]


class Silent:
    """A job nobody watches."""

    def report(self, *, done: int, total: int, unit: str = "items") -> None: ...

    def error(self, item: str, message: str) -> None: ...

    def check_cancelled(self) -> None: ...


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = build_engine(settings_for(tmp_path), serving=False)
    yield opened
    opened.close()


def remember(engine: Engine, folder: Path, *talks: list[tuple[str, str]], **row: Any) -> None:
    rows = [
        {"id": f"c{number}", "messages": [{"role": role, "text": text} for role, text in talk], **row}
        for number, talk in enumerate(talks)
    ]
    path = folder / "past.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    report = engine.import_history([path], Silent())
    assert not report.failed


def ask(engine: Engine, *messages: tuple[str, str], session: ReplySession | None = None, **more: Any) -> Replies:
    transcript = Transcript.model_validate(
        {"messages": [{"role": role, "text": text} for role, text in messages], **more}
    )
    return engine.copilot.suggest_replies(transcript, session=session)


def test_what_a_colleague_said_in_the_same_situation_is_suggested(engine: Engine, tmp_path: Path) -> None:
    remember(engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)])
    found = ask(engine, ("customer", LATE))
    assert found.suggestions[0].text == ASK
    assert found.suggestions[0].source.kind == "history"


def test_replies_of_former_weights_wait_until_the_history_is_imported_again(engine: Engine, tmp_path: Path) -> None:
    remember(engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)])
    towers = engine.memory.towers
    other = dataclasses.replace(towers, reply_skip=towers.reply_skip * np.float32(2))
    store = engine.memory.store
    newer = ReplyMemory(store, GrowingVectorIndex, other)
    newer.refresh()
    assert (len(engine.memory), len(newer)) == (1, 0)
    (kept,) = store.since(0)
    assert newer.add([dataclasses.replace(kept, model=other.version)]) == 1
    engine.memory.refresh()
    assert len(newer) == 1
    assert len(store.since(0)) == 1


def test_values_of_other_customers_never_come_back(engine: Engine, tmp_path: Path) -> None:
    said = "Thanks Mira, order 555-7788 of $49.90 leaves on Monday: https://track.example/555 or help@shop.example."
    remember(engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", said)])
    (suggestion,) = ask(engine, ("customer", "My parcel is late, where is it?")).suggestions
    for value in ("Mira", "555", "49.90", "Monday", "track.example", "help@"):
        assert value not in suggestion.text
    assert {"order_id", "amount", "link", "email"} <= set(suggestion.placeholders)


def test_the_order_number_is_filled_in_when_the_customer_gave_exactly_one(engine: Engine, tmp_path: Path) -> None:
    remember(
        engine,
        tmp_path,
        [
            ("customer", "My parcel is late, where is it? Order 900-1111"),
            ("agent", "Where your late parcel of order 900-1111 is, I am checking now."),
        ],
    )
    one = ask(engine, ("customer", "My parcel is late, where is it? Order 777-2222")).suggestions[0]
    assert "777-2222" in one.text
    assert one.placeholders == ()
    two = ask(engine, ("customer", "My parcel is late, where is it? Order 777-2222, so is order 888-3333")).suggestions[
        0
    ]
    assert "{order_id}" in two.text
    assert two.placeholders == ("order_id",)


def test_context_entries_fill_placeholders(engine: Engine) -> None:
    engine.approved.put(ApprovedReply(id="late", text="Sorry {customer_name}, your late parcel arrives {date}."))
    engine.refresher.wake(wait_s=5)
    found = ask(engine, ("customer", "late parcel arrives sorry"), context=[{"name": "customerName", "value": "Ada"}])
    reply = next(s for s in found.suggestions if s.source.kind == "approved")
    assert reply.text == "Sorry Ada, your late parcel arrives {date}."
    assert reply.placeholders == ("date",)


def test_silence_after_the_agents_own_turn_and_on_thanks(engine: Engine, tmp_path: Path) -> None:
    remember(engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)])
    assert ask(engine, ("customer", LATE), ("agent", "One moment.")).reason == "not_customer_turn"
    assert ask(engine, ("customer", "thank you, bye")).reason == "small_talk"


def test_near_identical_wordings_are_one_suggestion(engine: Engine, tmp_path: Path) -> None:
    wordings = [
        ASK,
        "May I have the order number of the late parcel please?",
        "may I have the order number of the late parcel, pls",
    ]
    talks = [[("customer", "My parcel is late, where is it?"), ("agent", wording)] for wording in wordings]
    remember(
        engine,
        tmp_path,
        *talks,
        [("customer", "My parcel is late"), ("agent", "I have asked the depot to search for it.")],
    )
    texts = [s.text for s in ask(engine, ("customer", LATE)).suggestions]
    assert sum("order number" in text for text in texts) == 1
    assert not any("pls" in text for text in texts)


def test_a_rejected_reply_is_not_offered_again_and_a_repeat_says_so(engine: Engine, tmp_path: Path) -> None:
    remember(engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)])
    earlier = EarlierSuggestion("sg-1.0", ASK)
    again = ask(engine, ("customer", LATE), session=ReplySession(earlier=(earlier,)))
    assert again.suggestions[0].duplicate_of == "sg-1.0"
    refused = EarlierSuggestion("sg-1.0", ASK, rejected=True)
    assert not ask(engine, ("customer", LATE), session=ReplySession(earlier=(refused,))).suggestions


def test_a_banned_phrase_is_withheld_with_its_reason(engine: Engine, tmp_path: Path) -> None:
    remember(engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)])
    banned = BannedPhrase(phrase="order number", reason="we look it up ourselves")
    engine.memory.store.put_policy(ReplyPolicy(team="north", banned=(banned,)))
    engine.memory.refresh()
    found = ask(engine, ("customer", LATE), session=ReplySession(team="north"))
    assert found.reason == "policy_blocked"
    assert "look it up" in found.withheld[0].reason
    assert ask(engine, ("customer", LATE), session=ReplySession(team="south")).suggestions


def test_nothing_far_less_likely_stands_in_for_what_policy_withheld() -> None:
    faint, fair = (Candidate("Look at the page.", chance, ReplySource(kind="knowledge")) for chance in (0.07, 0.3))
    assert stands_in([faint], 0.0)
    assert stands_in([faint], 0.1)
    assert not stands_in([faint], 0.6)
    assert stands_in([faint, fair], 0.6)


@dataclasses.dataclass
class OneArticle:
    """A search that always finds one article, which helps with this chance."""

    helps: float
    count: int = 1

    def search(self, query: ArticleQuery) -> SearchResult:
        parts = ("We collect a late parcel on Monday.", "Where a parcel is late by a week, the fee is paid back.")
        passages = tuple(Passage(None, text, place, place + 1, 0.5) for place, text in enumerate(parts))
        article = Article(id="late", title="Late parcels", body=" ".join(parts))
        hit = ArticleHit(article, 1, None, parts[0], 0, 1, False, self.helps, self.helps, public_passages=passages)
        return SearchResult((hit,), self.helps, "s")


def test_a_second_passage_is_offered_of_an_article_of_the_matter_only(engine: Engine) -> None:
    talk = Transcript.model_validate({"messages": [{"role": "customer", "text": LATE}]})
    conversation = engine.copilot.analyze(talk)
    first, second = from_knowledge(conversation, OneArticle(0.7), None, length=None)[0]
    assert {first.evidence[0].start, second.evidence[0].start} == {0, 1}
    assert second.chance == SECOND_PASSAGE
    assert len(from_knowledge(conversation, OneArticle(0.3), None, length=None)[0]) == 1


def test_verdicts_move_a_reply_at_once(engine: Engine, tmp_path: Path) -> None:
    remember(engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)])
    before = ask(engine, ("customer", LATE)).suggestions[0]
    for _ in range(4):
        engine.memory.count(before.source.id or "", "rejected")
    worse = ask(engine, ("customer", LATE)).suggestions
    assert not worse or worse[0].confidence < before.confidence


def test_an_erased_customer_is_gone_from_suggestions(engine: Engine, tmp_path: Path) -> None:
    remember(
        engine, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)], customer={"id": "mira"}
    )
    assert ask(engine, ("customer", LATE)).suggestions
    assert engine.erase_memory((), "mira", None) == 1
    assert not ask(engine, ("customer", LATE)).suggestions


def test_a_restart_remembers(tmp_path: Path) -> None:
    first = build_engine(settings_for(tmp_path), serving=False)
    remember(first, tmp_path, [("customer", "My parcel is late, where is it?"), ("agent", ASK)])
    first.close()
    second = build_engine(settings_for(tmp_path), serving=False)
    assert ask(second, ("customer", LATE)).suggestions[0].text == ASK
    second.close()


def test_the_action_that_agents_pick_is_learned_from_history(engine: Engine, tmp_path: Path) -> None:
    steps = [
        ("ask_name", "Could I get your full name?"),
        ("ask_pin", "Please tell me your pin."),
        ("bye", "Thank you and goodbye."),
    ]
    rows = []
    for number in range(40):
        messages: list[dict[str, str]] = [{"role": "customer", "text": f"I want to see my balance {number}"}]
        for action, text in steps:
            messages.append({"role": "agent", "text": text, "action": action, "source": "picked_suggestion"})
            messages.append({"role": "customer", "text": ["Brian White", "it is 4412", "ok"][len(messages) // 2 - 1]})
        rows.append({"id": f"c{number}", "messages": messages})
    path = tmp_path / "picked.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    engine.import_history([path], Silent())
    talk = [("customer", "I want to see my balance"), ("agent", steps[0][1]), ("customer", "Ada Brown")]
    first = ask(engine, *talk).suggestions[0]
    assert first.source.label == "ask_pin"
    assert first.text == "Please tell me your pin."
    assert first.confidence > 0.5


def test_internal_words_of_an_article_never_reach_a_customer(engine: Engine) -> None:
    note = "> **Internal note:** late parcel waiver code RB-14."
    body = f"## Late parcels\nA late parcel is sent again after two days.\n\n{note}"
    engine.articles.put(Article(id="late", title="Late parcel", body=body))
    engine.articles.put(
        Article(id="secret", title="Late parcel desk", body="Late parcel escalation line.", audience="internal")
    )
    engine.refresher.wake(wait_s=5)
    found = ask(engine, ("customer", "My parcel is late, is a late parcel sent again?"))
    texts = " ".join(s.text for s in found.suggestions)
    assert "sent again" in texts
    assert "RB-14" not in texts
    assert "escalation" not in texts
    assert found.suggestions[0].evidence[0].article_id == "late"


def test_ranking_given_replies_prefers_the_one_about_the_matter(engine: Engine) -> None:
    talk = engine.copilot.analyze(Transcript.model_validate({"messages": [{"role": "customer", "text": LATE}]}))
    scores = engine.replies.rank(
        talk, ["Your parcel 4471-220 is late, it is at the depot.", "Have you tried a new battery?"]
    )
    assert scores[0] > scores[1]


def test_an_article_that_hardly_helps_stands_last_but_is_better_than_silence() -> None:
    chances = [fit_to_send(helps, 0.2) for helps in (0.05, 0.2, 0.3, 0.5, 0.9)]
    assert chances == sorted(chances)
    assert FLOOR <= chances[0] < chances[1] < 0.2
    assert chances[4] < 0.9


def test_the_right_article_is_less_sure_where_its_words_are_of_something_else() -> None:
    beside, to_the_point = fit_to_send(0.95, 0.0), fit_to_send(0.95, 0.5)
    assert beside < 0.3
    assert to_the_point > 0.7


def test_the_memory_compares_in_three_ways_at_once() -> None:
    rng = np.random.default_rng(0)
    plain = Towers.plain(8)
    towers = dataclasses.replace(plain, directions=np.eye(8, dtype=np.float32)[:, :4])
    situations, replies = (rng.normal(size=(3, 12)).astype(np.float32) for _ in range(2))
    rows, queries = towers.rows(situations, replies), towers.rows(situations, situations)
    assert rows.shape == (3, towers.row_width) == (3, 20)
    alike, fits = situations[:, :8] @ situations[:, :8].T, situations[:, :8] @ replies[:, :8].T
    spoken = situations[:, 8:] @ replies[:, 8:].T
    wanted = SITUATION_SHARE * alike + REPLY_SHARE * fits + (1 - SITUATION_SHARE - REPLY_SHARE) * spoken
    np.testing.assert_allclose(queries @ rows.T, wanted, rtol=1e-4, atol=1e-5)
    parts, what = towers.compared(queries[0], rows)
    np.testing.assert_allclose(parts.sum(axis=1), queries[0] @ rows.T, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(what, axis=1), 1, rtol=1e-4)
    same = plain.rows(situations[:, :8], situations[:, :8])
    np.testing.assert_allclose((same * same).sum(axis=1), (situations[:, :8] ** 2).sum(axis=1), rtol=1e-4)


def test_values_are_read_only_for_placeholders_that_they_may_fill() -> None:
    entries = [{"name": "Delivery slot", "value": "9 to 11"}]
    transcript = Transcript.model_validate({"messages": [{"role": "customer", "text": "hello"}], "context": entries})
    assert may_fill("Order {order_id} is late.", transcript)
    assert may_fill("It comes {delivery_slot}.", transcript)
    assert not may_fill("It takes {period}.", transcript)
    assert not may_fill("It takes a while.", transcript)
