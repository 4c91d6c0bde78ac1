"""Erasure on SQLite and PostgreSQL: nothing is left, whatever is being written meanwhile, and whoever was erased."""

import threading
from typing import Any

import pytest
from sqlalchemy import select

from assist.core.configuration import Preferences, Supervised
from assist.core.conversation import Transcript
from assist.core.errors import NotFound
from assist.core.results import CaseFields, Evidence, Summary
from assist.core.sessions import CaseDraftRecord, Session, SuggestionRecord
from assist.store.content import now
from assist.store.erasure import ErasureReport
from assist.store.idempotency import RequestKey
from assist.store.schema import metadata
from tests.support.sessions import Stores, message, new_session

TALK = Transcript(messages=(message("hello"),))


def tables_with(stores: Stores, word: str) -> set[str]:
    """The tables in which a word stands, in whatever column."""
    found: set[str] = set()
    for table in metadata.sorted_tables:
        mine = select(table).where(table.c.tenant_id == stores.live.tenant)
        rows = stores.live.read(lambda connection, query=mine: connection.execute(query).all())
        if any(word in str(value) for row in rows for value in row):
            found.add(table.name)
    return found


def say_and_suggest(stores: Stores, key: str = "s1", **changes: Any) -> SuggestionRecord:
    """A session of customer c1 with one message and a stored summary."""
    stores.start(key, customer={"id": "c1", "name": "Zorblat"}, **changes)
    stores.say(key, "Zorblat speaks", ids=("a",))
    published = stores.suggestions.publish(key, 1, {"summary": Summary()})
    assert published is not None
    return published["summary"]


def save_version(stores: Stores, *, request: RequestKey | None = None, by: str = "ana") -> None:
    draft = CaseFields(title="Zorblat's router", issue="Zorblat speaks")
    evidence = {"/issue": (Evidence(message_id="a", start=0, end=14),)}
    record = CaseDraftRecord(session_id="s1", draft=draft, evidence=evidence, revision=1, etag="", updated_at=now())
    stores.case_drafts.refresh("s1", lambda stored: record)
    stores.case_drafts.save_version("s1", saved_by=by, request=request)


def judge(stores: Stores, record: SuggestionRecord, *, request: RequestKey | None = None) -> None:
    stores.feedback.add(
        record,
        item_id=record.id,
        event="edited",
        at=None,
        final_text="Dear Zorblat",
        rating=None,
        comment=None,
        agent_id="ana",
        request=request,
    )


def test_a_message_that_is_being_stored_while_its_customer_is_erased_does_not_stay(stores: Stores) -> None:
    stores.start(customer={"id": "c1"})
    storing, go_on = threading.Event(), threading.Event()
    reports: list[ErasureReport] = []

    def slowly(_: Session) -> None:
        storing.set()
        go_on.wait(5)

    said = threading.Thread(target=lambda: stores.messages.append("s1", [message("Zorblat")], check=slowly))
    erasing = threading.Thread(target=lambda: reports.append(stores.eraser.erase_customer("c1")))
    said.start()
    assert storing.wait(5)
    erasing.start()
    erasing.join(0.5)
    go_on.set()
    said.join()
    erasing.join()
    assert set(reports[0].remaining.values()) == {0}
    assert tables_with(stores, "Zorblat") == set()


def test_feedback_that_comes_after_the_erasure_is_refused(stores: Stores) -> None:
    record = say_and_suggest(stores)
    stores.eraser.erase_customer("c1")
    with pytest.raises(NotFound):
        judge(stores, record)
    assert tables_with(stores, "Zorblat") == set()


def test_answers_kept_for_repeated_requests_do_not_outlive_an_erasure(stores: Stores) -> None:
    record = say_and_suggest(stores)
    save_version(stores, request=RequestKey("ana", "k1", "d"))
    judge(stores, record, request=RequestKey("ana", "k2", "d"))
    assert tables_with(stores, "Zorblat") >= {"case_draft_versions", "feedback"}
    stores.eraser.erase_customer("c1")
    assert tables_with(stores, "Zorblat") == set()


def test_a_repeated_request_gets_the_saved_version_as_redaction_left_it(stores: Stores) -> None:
    say_and_suggest(stores)
    key = RequestKey("ana", "k1", "d")
    save_version(stores, request=key)
    stores.messages.redact("s1", "a", actor="ana")
    again, fresh = stores.case_drafts.save_version("s1", saved_by="ana", request=key)
    assert (again.version, fresh) == (1, False)
    assert again.draft.issue is None
    assert "idempotency" not in tables_with(stores, "Zorblat speaks")


def test_an_erased_agents_name_is_nowhere(stores: Stores) -> None:
    record = say_and_suggest(stores, agent_id="zaphod")
    stores.messages.append("s1", [message("I look", role="agent").model_copy(update={"participant": "zaphod"})])
    stores.messages.append("s1", [message("and I").model_copy(update={"participant": "zaphod beeblebrox"})])
    stores.messages.edit("s1", "a", "Zorblat spoke", actor="zaphod")
    save_version(stores, by="zaphod")
    stores.sessions.change("s1", lambda s: s.model_copy(update={"state": "active"}), accepted_limit=9)
    stores.sessions.change("s1", lambda s: s.model_copy(update={"focused": True}), to_front=True)
    stores.suggestions.add("summary", Summary(), transcript=TALK, options=Summary(), agent_id="zaphod")
    judge(stores, record)
    for layer, values in (("personal", Preferences(replies_limit=1)), ("supervisor", Supervised(tab_limit=1))):
        stores.configurations.put(layer, "zaphod", values, if_match=None, create_only=False, what="it")  # type: ignore[arg-type]
    for agent in ("ben", "zaphod", "ben"):
        stores.sessions.change("s1", lambda s, to=agent: s.model_copy(update={"agent_id": to}))
    key = RequestKey("boss", "k1", "d")
    stores.sessions.create(new_session("s2", agent_id="zaphod"), request=key)
    report = stores.eraser.erase_agent("zaphod")
    assert set(report.remaining.values()) == {0}
    assert tables_with(stores, "zaphod") == {"messages"}  # the customer who calls itself so
    assert [m.participant for m in stores.messages.page("s1").items] == [None, None, "zaphod beeblebrox"]
    assert stores.case_drafts.versions("s1").items[0].saved_by is None
    assert {s.id: s.agent_id for s in stores.sessions.page().items} == {"s1": "ben", "s2": "erased"}
