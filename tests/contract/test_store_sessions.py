"""Sessions, messages, drafts and suggestions behave alike on SQLite and PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from assist.core.errors import Conflict, NotFound, PreconditionFailed, PreconditionRequired
from assist.core.results import CaseDraft, CaseFields, Replies, ReplySource, Suggestion, Summary
from assist.core.sessions import CaseDraftRecord, Session
from assist.store.content import now
from assist.store.event_log import events_after
from assist.store.idempotency import RequestKey
from assist.store.live import agent_topic, session_topic
from assist.store.session_cache import SessionCache
from assist.store.session_rows import read_session
from assist.store.suggestions import Attention
from tests.support.sessions import Stores, message, new_session

CALM = Attention(sentiment="neutral", escalation=None, pending_actions=0)


def shown(stores: Stores, revision: int, *, session_id: str = "s1") -> dict[str, object]:
    reply = Suggestion(id="x", text="Hello", confidence=0.5, source=ReplySource(kind="approved", id="r1"))
    results = {"summary": Summary(), "replies": Replies(suggestions=(reply,))}
    published = stores.suggestions.publish(session_id, revision, results, attention=CALM)
    assert published is not None
    return dict(published)


def newest_of(stores: Stores) -> dict[str, object]:
    session = stores.sessions.get("s1")
    assert session is not None
    return dict(stores.suggestions.latest(session))


def texts(stores: Stores, session_id: str = "s1") -> list[str]:
    return [item.text for item in stores.messages.page(session_id, limit=1_000).items]


def test_a_session_reads_back_whole(stores: Stores) -> None:
    session = new_session(
        customer={"id": "c1", "name": "Zoë"},
        context=[{"name": "tier", "value": 3}],
        tabs=[{"id": "anchor", "kind": "case", "anchor": True}],
        subject="☎",
    )
    stored, fresh = stores.sessions.create(session)
    assert fresh is True
    assert stores.sessions.get("s1") == stored == session
    assert stores.sessions.get("s2") is None
    with pytest.raises(Conflict):
        stores.sessions.create(new_session())


def stored(stores: Stores, session_id: str = "s1") -> Session | None:
    """What the database holds, whatever is in memory."""
    return stores.live.read(lambda connection: read_session(connection, stores.live.tenant, session_id))


def test_a_session_in_memory_is_the_one_in_the_database_after_every_kind_of_change(stores: Stores) -> None:
    session = new_session(customer={"id": "c1", "name": "Zoë"}, context=[{"name": "tier", "value": 3}], focused=True)
    stores.sessions.create(session)
    stores.start("s2")

    def same() -> None:
        for key in ("s1", "s2"):
            assert stores.sessions.get(key) == stored(stores, key)

    same()
    stores.say("s1", "hello")
    same()
    shown(stores, 1)
    same()
    stores.sessions.change("s1", lambda one: one.model_copy(update={"state": "active"}))
    stores.sessions.change("s2", lambda one: one.model_copy(update={"focused": True}))
    same()
    held = stores.sessions.get("s1")
    assert held is not None
    assert held.focused is False
    stores.drafts.put("s1", "reply", "Dear Zoë", if_match=None, create_only=False)
    same()
    stores.messages.redact("s1", "m0", actor=None)
    same()
    with pytest.raises(Conflict):
        stores.messages.append("s1", [message("one", id="x"), message("another", id="x")])
    same()
    stores.eraser.erase_agent("ana")
    same()
    stores.eraser.erase_customer("c1")
    assert stores.sessions.get("s1") is None


def test_a_reader_that_was_overtaken_does_not_keep_the_older_session() -> None:
    cache = SessionCache()
    old, new = new_session(change=1), new_session(change=2)

    def overtaken() -> Session:
        cache.committed({"s1": None})
        return old

    assert cache.get("s1", overtaken) is old
    assert cache.get("s1", lambda: new) is new
    cache.committed({"s1": old, "s2": None})
    assert cache.get("s1", lambda: None) is old
    cache.committed(None)
    assert cache.get("s1", lambda: None) is None


def test_sessions_longest_unused_leave_the_memory_first() -> None:
    cache = SessionCache(capacity=2)
    for key in ("s1", "s2", "s1", "s3"):
        cache.get(key, lambda key=key: new_session(key))
    assert cache.get("s2", lambda: None) is None
    assert cache.get("s1", lambda: None) is not None


def test_messages_keep_their_order_of_arrival_and_number_themselves(stores: Stores) -> None:
    stores.start()
    stores.messages.append("s1", [message("late", id="m1"), message("free")])
    assert stores.say("s1", "again") == 3
    found = stores.messages.page("s1").items
    assert [(item.id, item.text, item.revision) for item in found] == [
        ("m1", "late", 1),
        ("m0", "free", 2),
        ("m2", "again", 3),
    ]


def test_a_message_sent_twice_is_stored_once(stores: Stores) -> None:
    stores.start()
    first, fresh = stores.messages.append("s1", [message("hello", id="a"), message("there", id="b")])
    assert fresh is True
    again, fresh = stores.messages.append("s1", [message("hello", id="a"), message("there", id="b")])
    assert (again, fresh) == (first.model_copy(update={"created": False}), False)
    mixed, fresh = stores.messages.append("s1", [message("there", id="b"), message("new", id="c")])
    assert (mixed.revision, fresh) == (3, True)
    assert texts(stores) == ["hello", "there", "new"]


def test_an_id_with_another_text_stores_nothing_at_all(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "hello", ids=("a",))
    with pytest.raises(Conflict, match="another text"):
        stores.messages.append("s1", [message("new", id="b"), message("changed", id="a")])
    with pytest.raises(Conflict, match="the role 'customer', not 'agent'"):
        stores.messages.append("s1", [message("hello", id="a", role="agent")])
    assert texts(stores) == ["hello"]


def test_an_edited_message_is_known_as_it_came_and_as_it_stands(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "orig", ids=("a",))
    stores.messages.edit("s1", "a", "edited", actor="ana")
    for again in ("orig", "edited"):
        assert stores.messages.append("s1", [message(again, id="a")])[1] is False
    assert texts(stores) == ["edited"]


def test_a_closed_session_takes_no_new_message_but_confirms_old_ones(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "hello", ids=("a",))
    stores.sessions.change("s1", lambda s: s.model_copy(update={"state": "closed"}))
    assert stores.messages.append("s1", [message("hello", id="a")])[1] is False
    with pytest.raises(Conflict) as refused:
        stores.say("s1", "more")
    assert refused.value.code == "session_closed"


def test_an_edited_message_shows_the_new_text_and_the_past_keeps_the_old(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "my order 1", "thanks", ids=("a", "b"))
    assert stores.messages.edit("s1", "a", "my order 2", actor="ana").revision == 3
    assert stores.messages.edit("s1", "a", "my order 3", actor="ana").revision == 4
    assert texts(stores) == ["my order 3", "thanks"]
    for revision, expected in ((1, ["my order 1"]), (2, ["my order 1", "thanks"]), (3, ["my order 2", "thanks"])):
        past = stores.messages.as_of("s1", revision)
        assert past is not None
        assert [item.text for item in past] == expected
    assert stores.messages.append("s1", [message("my order 1", id="a")])[1] is False


def test_a_redacted_text_is_gone_from_messages_history_and_suggestions(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "card 4111", ids=("a",))
    stores.messages.edit("s1", "a", "card 4111 1111", actor="ana")
    record = shown(stores, 2)["summary"]
    stores.messages.redact("s1", "a", actor="ana")
    stored = stores.messages.page("s1").items[0]
    assert (stored.text, stored.redacted, stored.as_message()) == ("", True, None)
    assert stores.messages.as_of("s1", 1) is None
    again = stores.suggestions.get(record.id)  # type: ignore[attr-defined]
    assert again is not None
    assert again.result is None
    assert _anywhere(stores, "4111") == 0
    assert stores.messages.append("s1", [message("card 4111", id="a")])[1] is False
    with pytest.raises(Conflict):
        stores.messages.edit("s1", "a", "new", actor="ana")
    assert stores.suggestions.publish("s1", 2, {"summary": Summary()}, attention=CALM) is None


def _anywhere(stores: Stores, needle: str) -> int:
    queries = [
        "SELECT count(*) FROM messages WHERE text LIKE :n",
        "SELECT count(*) FROM message_changes WHERE previous_text LIKE :n",
        "SELECT count(*) FROM suggestions WHERE result LIKE :n",
        "SELECT count(*) FROM events WHERE data LIKE :n",
        "SELECT count(*) FROM drafts WHERE text LIKE :n",
        "SELECT count(*) FROM case_drafts WHERE content LIKE :n",
        "SELECT count(*) FROM case_draft_versions WHERE content LIKE :n",
        "SELECT count(*) FROM feedback WHERE final_text LIKE :n OR comment LIKE :n",
        "SELECT count(*) FROM idempotency WHERE body LIKE :n",
        "SELECT count(*) FROM sessions WHERE subject LIKE :n OR customer_name LIKE :n",
    ]
    return stores.live.read(
        lambda c: sum(c.execute(text(query), {"n": f"%{needle}%"}).scalar_one() for query in queries)
    )


def test_thirty_two_writers_lose_double_and_reorder_nothing(stores: Stores) -> None:
    stores.start()
    each = 6

    def write(number: int) -> None:
        for turn in range(each):
            stores.say("s1", f"{number}.{turn}", ids=(f"w{number}-{turn}",))
            stores.say("s1", f"{number}.{turn}", ids=(f"w{number}-{turn}",))

    _together(write, 32)
    found = stores.messages.page("s1", limit=1_000).items
    assert [item.revision for item in found] == list(range(1, 32 * each + 1))
    for number in range(32):
        mine = [item.text for item in found if item.id.startswith(f"w{number}-")]
        assert mine == [f"{number}.{turn}" for turn in range(each)]
    session = stores.sessions.get("s1")
    assert session is not None
    assert (session.revision, session.unread) == (32 * each, 32 * each)


def test_two_hundred_sessions_at_once_keep_their_own_messages(stores: Stores) -> None:
    def write(number: int) -> None:
        for index in range(number, 200, 16):
            key = f"s{index}"
            stores.start(key, agent_id=f"agent{index % 7}")
            for turn in range(3):
                stores.say(key, f"{key} says {turn}")

    _together(write, 16)
    for index in range(200):
        assert texts(stores, f"s{index}") == [f"s{index} says {turn}" for turn in range(3)]


def _together(write: object, threads: int) -> None:
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            write(number)  # type: ignore[operator]
        except BaseException as error:
            errors.append(error)

    running = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert errors == []


def test_unread_counts_the_customer_since_the_agent_looked_or_wrote(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "one", "two")
    assert stores.sessions.get("s1").unread == 2  # type: ignore[union-attr]
    stores.say("s1", "mine", role="agent")
    assert stores.sessions.get("s1").unread == 0  # type: ignore[union-attr]
    stores.say("s1", "and?")
    assert stores.sessions.get("s1").unread == 1  # type: ignore[union-attr]
    stores.sessions.change("s1", lambda s: s.model_copy(update={"focused": True, "unread": 0}))
    stores.say("s1", "three")
    assert stores.sessions.get("s1").unread == 0  # type: ignore[union-attr]


def test_only_one_session_of_an_agent_is_in_front(stores: Stores) -> None:
    for key, agent in (("a", "ana"), ("b", "ana"), ("c", "ben")):
        stores.start(key, agent_id=agent)
        stores.sessions.change(key, lambda s: s.model_copy(update={"focused": True}))
    assert {key for key in "abc" if stores.sessions.get(key).focused} == {"b", "c"}  # type: ignore[union-attr]


def test_of_eight_that_come_to_the_front_together_one_is_in_front(stores: Stores) -> None:
    for number in range(8):
        stores.start(f"s{number}")

    def look_at(number: int) -> None:
        for _ in range(3):
            stores.sessions.change(f"s{number}", lambda s: s.model_copy(update={"focused": True}), to_front=True)

    _together(look_at, 8)
    assert sum(session.focused for session in stores.sessions.page().items) == 1


def test_two_desktops_cannot_both_take_the_last_free_place(stores: Stores) -> None:
    for number in range(12):
        stores.start(f"s{number}")
    refused: list[str] = []

    def accept(number: int) -> None:
        try:
            stores.sessions.change(f"s{number}", lambda s: s.model_copy(update={"state": "active"}), accepted_limit=9)
        except Conflict as error:
            refused.append(error.code)

    _together(accept, 12)
    assert refused == ["session_limit"] * 3
    assert len(stores.sessions.page(agent_id="ana", states=["active"]).items) == 9


def test_the_list_pages_newest_first_without_gaps(stores: Stores) -> None:
    start = now()
    for number in range(7):
        moment = start + timedelta(seconds=number // 2)
        stores.start(f"s{number}", created_at=moment, agent_id="ana" if number != 3 else "ben")
    seen: list[Session] = []
    cursor = None
    while True:
        page = stores.sessions.page(agent_id="ana", limit=2, cursor=cursor)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [session.id for session in seen] == ["s6", "s5", "s4", "s2", "s1", "s0"]


def test_events_are_numbered_without_gaps_and_the_next_agent_hears_of_a_transfer(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "hello")
    shown(stores, 1)
    stores.sessions.change("s1", lambda s: s.model_copy(update={"agent_id": "ben"}))
    tenant = stores.live.tenant
    session, ana, ben = (
        stores.live.read(lambda c, stream=stream: events_after(c, tenant, stream, 0, limit=99))
        for stream in (session_topic("s1"), agent_topic("ana"), agent_topic("ben"))
    )
    assert [(event.seq, event.type) for event in session] == [
        (1, "session"),
        (2, "message"),
        (3, "summary"),
        (4, "replies"),
        (5, "session"),
    ]
    assert [event.type for event in ana] == ["session", "message", "notification", "session"]
    assert [event.seq for event in ana] == [1, 2, 3, 4]
    assert [(event.type, event.data["agent_id"]) for event in ben] == [("session", "ben")]


def test_a_repeated_request_key_gets_the_first_answer_and_stores_nothing(stores: Stores) -> None:
    stores.start()
    key = RequestKey(caller="ana", key="k1", digest="d1")
    first, fresh = stores.messages.append("s1", [message("hello")], request=key)
    again, fresh_again = stores.messages.append("s1", [message("hello")], request=key)
    assert (fresh, fresh_again, again.ids) == (True, False, first.ids)
    assert texts(stores) == ["hello"]
    with pytest.raises(Exception, match="another request"):
        stores.messages.append("s1", [message("other")], request=RequestKey("ana", "k1", "d2"))
    stores.messages.append("s1", [message("hello")], request=RequestKey("ben", "k1", "d1"))
    assert texts(stores) == ["hello", "hello"]


def test_eight_senders_of_one_request_key_store_it_once(stores: Stores) -> None:
    stores.start()
    answers: list[tuple[str, ...]] = []

    def send(number: int) -> None:
        key = RequestKey(caller="ana", key="k1", digest="d1")
        answers.append(stores.messages.append("s1", [message("hello")], request=key)[0].ids)

    _together(send, 8)
    assert set(answers) == {("m0",)}
    assert texts(stores) == ["hello"]


def test_a_draft_is_guarded_against_a_second_window(stores: Stores) -> None:
    stores.start()
    first, fresh = stores.drafts.put("s1", "reply", "Dear", if_match=None, create_only=True)
    assert fresh is True
    with pytest.raises(PreconditionRequired):
        stores.drafts.put("s1", "reply", "Dear M", if_match=None, create_only=False)
    second, _ = stores.drafts.put("s1", "reply", "Dear Mira", if_match=first.etag, create_only=False)
    with pytest.raises(PreconditionFailed):
        stores.drafts.put("s1", "reply", "Other", if_match=first.etag, create_only=False)
    with pytest.raises(PreconditionFailed):
        stores.drafts.put("s1", "reply", "Other", if_match=None, create_only=True)
    assert stores.drafts.put("s1", "reply", "Dear Mira", if_match=first.etag, create_only=False)[0] == second
    assert stores.drafts.all_of("s1") == {"reply": second}
    with pytest.raises(PreconditionFailed):
        stores.drafts.delete("s1", "reply", if_match=first.etag)
    assert stores.drafts.delete("s1", "reply", if_match=second.etag) is True
    assert stores.drafts.get("s1", "reply") is None


def case(title: str) -> CaseDraftRecord:
    return CaseDraftRecord(session_id="s1", draft=CaseFields(title=title), revision=1, etag="", updated_at=now())


def test_saved_case_versions_never_change(stores: Stores) -> None:
    stores.start()
    with pytest.raises(NotFound):
        stores.case_drafts.save_version("s1", saved_by="ana")
    made, fresh = stores.case_drafts.refresh("s1", lambda stored: case("One"))
    assert fresh is True
    one, _ = stores.case_drafts.save_version("s1", saved_by="ana", if_match=made.etag)
    edited = stores.case_drafts.edit(
        "s1", lambda stored: stored.model_copy(update={"draft": CaseFields(title="Two")}), if_match=made.etag
    )
    with pytest.raises(PreconditionFailed):
        stores.case_drafts.edit("s1", lambda stored: case("Three"), if_match=made.etag)
    with pytest.raises(PreconditionRequired):
        stores.case_drafts.edit("s1", lambda stored: case("Three"), if_match=None)
    with pytest.raises(PreconditionFailed):
        stores.case_drafts.save_version("s1", saved_by="ana", if_match=made.etag)
    two, _ = stores.case_drafts.save_version("s1", saved_by="ben")
    assert stores.case_drafts.get("s1") == edited
    assert stores.case_drafts.versions("s1").items == (one, two)
    assert [(v.version, v.draft.title, v.saved_by) for v in (one, two)] == [(1, "One", "ana"), (2, "Two", "ben")]


def test_a_result_that_comes_too_late_is_dropped(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "one", "two")
    newest = shown(stores, 2)
    assert stores.suggestions.publish("s1", 1, {"summary": Summary()}, attention=CALM) is None
    assert stores.suggestions.publish("gone", 1, {"summary": Summary()}, attention=CALM) is None
    assert newest_of(stores) == newest
    draft = stores.suggestions.publish("s1", 2, {"case_draft": CaseDraft()})
    assert draft is not None
    assert set(newest_of(stores)) == {"summary", "replies", "case_draft"}
    assert stores.sessions.get("s1").parts_revision == 2  # type: ignore[union-attr]


def test_a_part_made_again_and_again_crowds_out_no_other(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "one")
    first = shown(stores, 1)
    for _ in range(12):
        made = stores.suggestions.publish("s1", 1, {"replies": Replies()})
        assert made is not None
        stores.suggestions.forget()
        newest = newest_of(stores)
        assert newest["summary"] == first["summary"]
        assert newest["replies"].id == made["replies"].id  # type: ignore[attr-defined]
        assert [newest[name].again for name in ("summary", "replies")] == [False, True]  # type: ignore[attr-defined]
    stores.say("s1", "two")
    assert newest_of(stores) == newest
    shown(stores, 2)
    assert not any(record.again for record in newest_of(stores).values())  # type: ignore[attr-defined]


def test_feedback_is_taken_for_a_result_and_for_each_reply_in_it(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "one")
    record = shown(stores, 1)["replies"]
    reply_id = record.result["suggestions"][0]["id"]  # type: ignore[attr-defined]
    found = stores.suggestions.get(reply_id)
    assert found is not None
    assert found.id == record.id  # type: ignore[attr-defined]
    assert stores.suggestions.get(f"{found.id}.9") is None
    for event, final in (("shown", None), ("edited", "Hello!")):
        stores.feedback.add(
            found,
            item_id=reply_id,
            event=event,  # type: ignore[arg-type]
            at=None,
            final_text=final,
            rating=1,
            comment=None,
            agent_id="ana",
        )
    assert [(f.event, f.final_text) for f in stores.feedback.of(found.id)] == [("shown", None), ("edited", "Hello!")]
    exported = list(stores.feedback.export())
    assert [row["event"] for row in exported] == ["shown", "edited"]
    assert exported[0]["result"]["suggestions"][0]["text"] == "Hello"


def test_an_erased_customer_is_nowhere_and_others_stay(stores: Stores) -> None:
    for key, customer in (("s1", "c1"), ("s2", "c1"), ("s3", "c2")):
        stores.start(key, customer={"id": customer, "name": "Quirrel"}, subject=f"Quirrel of {customer}")
        stores.messages.append(key, [message("Quirrel speaks", id="a")], request=RequestKey("ana", key, "d"))
        stores.messages.edit(key, "a", "Quirrel spoke", actor="ana")
        shown(stores, 2, session_id=key)
        stores.drafts.put(key, "note", "Quirrel note", if_match=None, create_only=True)
    before = _anywhere(stores, "Quirrel")
    report = stores.eraser.erase_customer("c1")
    assert sorted(report.sessions) == ["s1", "s2"]
    assert report.erased["messages"] == 2
    assert set(report.remaining.values()) == {0}
    assert (stores.sessions.get("s1"), stores.messages.page("s1").items) == (None, ())
    assert _anywhere(stores, "Quirrel") == before // 3
    assert texts(stores, "s3") == ["Quirrel spoke"]
    assert stores.eraser.erase_customer("c1").sessions == ()


def test_retention_erases_sessions_closed_before_a_moment(stores: Stores) -> None:
    old = now() - timedelta(days=40)
    stores.start("old", state="closed", closed_at=old)
    stores.start("new", state="closed", closed_at=now())
    stores.start("open")
    assert stores.eraser.closed_before(now() - timedelta(days=30)) == ["old"]
    report = stores.eraser.erase_closed(["old", "open", "gone"])
    assert report is not None
    assert report.sessions == ("old",)
    assert stores.eraser.closed_before(now() - timedelta(days=30)) == []
    assert stores.eraser.erase_closed(["old", "open"]) is None
    assert {s.id for s in stores.sessions.page().items} == {"new", "open"}


def test_an_agents_traces_go_and_the_conversation_stays(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "hello")
    stores.drafts.put("s1", "note", "mine", if_match=None, create_only=True)
    report = stores.eraser.erase_agent("ana")
    assert set(report.remaining.values()) == {0}
    session = stores.sessions.get("s1")
    assert session is not None
    assert session.agent_id == "erased"
    assert stores.drafts.all_of("s1") == {}
    assert texts(stores) == ["hello"]
