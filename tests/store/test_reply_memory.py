"""The reply memory in both databases: kept once, read back in order, erasable, and policies that cannot be lost."""

import numpy as np
import pytest

from assist.core.errors import PreconditionFailed
from assist.core.replies import BannedPhrase, ReplyEdit, ReplyExample, ReplyPolicy
from assist.store.database import Database
from assist.store.reply_memory import ReplyMemoryStore


def _example(key: str, **changes: object) -> ReplyExample:
    vector = np.zeros(8, dtype=np.float32)
    vector[len(key) % 8] = 1.0
    values = {"text": f"reply {key}", "conversation": "s1", "situation": vector, "reply": -vector, **changes}
    return ReplyExample(id=key, **values)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def store(database: Database) -> ReplyMemoryStore:
    return ReplyMemoryStore(database)


def test_the_same_turn_is_kept_once(store: ReplyMemoryStore) -> None:
    assert store.add([_example("a"), _example("b"), _example("a")]) == 2
    assert store.add([_example("b"), _example("c")]) == 1
    assert store.count() == 3
    assert store.unknown(["a", "z"], model="") == {"z"}


def test_a_turn_read_by_another_model_takes_the_place_of_the_former(store: ReplyMemoryStore) -> None:
    store.add([_example("a", model="old"), _example("b", model="old")])
    assert store.unknown(["a", "b"], model="new") == {"a", "b"}
    assert store.add([_example("a", model="new"), _example("a", model="new")]) == 1
    assert {(one.id, one.model) for one in store.since(0)} == {("a", "new"), ("b", "old")}
    assert store.unknown(["a", "b"], model="new") == {"b"}


def test_another_worker_reads_only_what_is_new(store: ReplyMemoryStore) -> None:
    store.add([_example("a", label="ask_name", agent_id="ana", state=b"x")])
    before = store.stamp()
    first = store.since(0)
    store.add([_example("bb")])
    assert store.stamp() != before
    (fresh,) = store.since(first[-1].sequence)
    assert (fresh.id, fresh.text) == ("bb", "reply bb")
    assert first[0].label == "ask_name"
    assert first[0].state == b"x"
    assert np.allclose(first[0].situation, -first[0].reply)
    assert first[0].situation[1] == 1.0


def test_erasing_a_customer_an_agent_or_a_session_leaves_nothing_of_them(store: ReplyMemoryStore) -> None:
    store.add(
        [
            _example("a", customer_id="mira"),
            _example("b", agent_id="ben"),
            _example("c", conversation="s9"),
            _example("d"),
        ]
    )
    before = store.stamp()
    assert store.erase(customer_id="mira") == 1
    assert store.erase(agent_id="ben") == 1
    assert store.erase(conversations=["s9", "unknown"]) == 1
    assert [example.id for example in store.since(0)] == ["d"]
    assert store.stamp()[1] > before[1]


def test_verdicts_are_counted_and_an_erased_agents_edits_are_forgotten(store: ReplyMemoryStore) -> None:
    store.tally("h-1", "accepted")
    store.tally("h-1", "rejected")
    after = store.tally("h-1", "edited", edit=ReplyEdit("I will look.", "ana", "s1"))
    assert (after.accepted, after.rejected, after.edited, len(after.edits)) == (1, 1, 1, 1)
    before = store.stamp()
    store.erase(agent_id="ana")
    assert store.stamp() != before, "other workers would keep the edit in memory"
    (left,) = store.tallies()
    assert left.edits == ()
    assert left.accepted == 1


def test_two_authors_cannot_overwrite_each_others_policy(store: ReplyMemoryStore) -> None:
    policy = ReplyPolicy(team="north", banned=(BannedPhrase(phrase="no problem"),))
    _, etag, change = store.put_policy(policy)
    assert change == "created"
    changed = policy.model_copy(update={"approval": ("refund",)})
    assert store.put_policy(changed, if_match=etag)[2] == "updated"
    with pytest.raises(PreconditionFailed):
        store.put_policy(policy, if_match=etag)
    assert store.policies() == [changed]


def test_the_trained_model_is_there_for_other_workers(store: ReplyMemoryStore) -> None:
    before = store.stamp()
    assert store.model() is None
    store.save_model(b"one")
    store.save_model(b"two")
    assert store.model() == b"two"
    assert store.stamp()[3] > before[3]
