"""Canned actions: what is learned from a team's picks, and that it outlives the store and a new version."""

import dataclasses
import io

import numpy as np
import pytest

from assist.copilot.replies.attention import WIDTH, shares_of, traced_back
from assist.copilot.replies.context import FIELDS, ReplyContext, read_context
from assist.copilot.replies.course import RATES, READ, CourseNetwork, CourseTalk, fit_course, rows_of
from assist.copilot.replies.harvest import pack_state, unpack_state
from assist.copilot.replies.labels import LabelledContext, LabelModel, fit_labels
from assist.copilot.replies.moment import GROUPS
from assist.copilot.replies.turns import KEPT, read_turns
from assist.core.conversation import Message
from assist.core.encoding import FloatArray

DIMS = 16
ACTIONS = ("ask_name", "ask_pin", "goodbye")
RNG = np.random.default_rng(3)
SAID = dict(zip(ACTIONS, np.eye(DIMS, dtype=np.float32)[:3], strict=True))


def normal(*shape: int) -> FloatArray:
    return RNG.normal(size=shape).astype(np.float32)


def talk(number: int) -> list[LabelledContext]:
    """An agent who asks for name and PIN in the order in which the customer, three messages before, wanted it."""
    first = number % 2
    order = (ACTIONS[first], ACTIONS[1 - first], ACTIONS[2])
    messages = [Message(role="customer", text="the pin first please" if first else "the name first please")]
    vectors = [normal(DIMS) / 4]
    found: list[LabelledContext] = []
    for action in order:
        context = read_context(messages, np.stack(vectors).astype(np.float32), listed=True)
        found.append(LabelledContext(context, action, SAID[action], f"talk-{number}"))
        messages += [Message(role="agent", text=action), Message(role="customer", text="here you are")]
        vectors += [SAID[action], normal(DIMS) / 4]
    return found


@pytest.fixture(scope="module")
def model() -> LabelModel:
    examples = [one for number in range(60) for one in talk(number)]
    fitted = fit_labels(examples, [one.context.said for one in examples])
    assert fitted is not None
    return fitted


def best(model: LabelModel, context: ReplyContext, said: FloatArray) -> str:
    return model.labels[int(model.chances(context, said).argmax())]


def test_the_next_action_follows_from_the_whole_course_of_the_talk(model: LabelModel) -> None:
    fresh = [one for number in range(100, 110) for one in talk(number)]
    assert [best(model, one.context, one.context.said) for one in fresh] == [one.label for one in fresh]


def test_what_was_learned_is_the_same_after_it_was_stored(model: LabelModel) -> None:
    one = talk(7)[2]
    stored = LabelModel.unpacked(model.packed())
    kept = unpack_state(pack_state(one.context))
    np.testing.assert_allclose(stored.chances(kept, kept.said), model.chances(one.context, one.context.said), atol=0.02)
    assert kept.turns.sides.tolist() == [0, 1, 0, 1, 0]
    np.testing.assert_array_equal(kept.turns.words, one.context.turns.words)
    np.testing.assert_array_equal(kept.turns.ends, one.context.turns.ends)


def test_a_model_that_an_earlier_version_stored_still_answers(model: LabelModel) -> None:
    moment = model.moments[0]
    means, marks = len(moment.basis) - len(FIELDS), (GROUPS - 3) * len(model.labels)
    fewer = np.r_[: len(FIELDS) * DIMS, (len(FIELDS) + means) * DIMS : len(moment.hidden)]
    after = len(fewer) - 1_024
    fewer = np.r_[fewer[: after - marks], fewer[after:]]
    older = dataclasses.replace(
        moment, basis=moment.basis[: len(FIELDS)], hidden=moment.hidden[fewer], skip=moment.skip[fewer]
    )
    stored = LabelModel.unpacked(dataclasses.replace(model, moments=(older,), courses=()).packed())
    one = talk(7)[0]
    assert stored.chances(one.context, one.context.said).sum() == pytest.approx(1, abs=1e-3)


def test_a_model_stored_before_messages_were_looked_back_at_still_answers(model: LabelModel) -> None:
    older = [dataclasses.replace(one, hidden=one.hidden[: len(RATES) * READ]) for one in model.courses]
    with np.load(io.BytesIO(dataclasses.replace(model, courses=tuple(older)).packed())) as data:
        kept = {name: data[name] for name in data if not name.endswith(("ask", "key"))}
    stream = io.BytesIO()
    np.savez(stream, **kept)
    stored = LabelModel.unpacked(stream.getvalue())
    one = talk(7)[0]
    assert [course.ask.shape for course in stored.courses] == [(READ, 0)] * 2
    assert stored.chances(one.context, one.context.said).sum() == pytest.approx(1, abs=1e-3)


def test_the_newest_message_finds_the_earlier_one_that_it_asks_for() -> None:
    """Of two early messages, each told a value, the newest names one: the action is its value."""
    rng = np.random.default_rng(5)
    marks = np.eye(12, dtype=np.float32) * 3

    def told(values: tuple[int, int], between: int, asked: int) -> CourseTalk:
        early = [marks[0] + marks[4 + values[0]], marks[1] + marks[4 + values[1]]]
        rows = np.stack([*early, *[marks[8]] * between, marks[2 + asked]])
        return CourseTalk(rows, (len(rows),), (values[asked],))

    def some(count: int) -> list[CourseTalk]:
        drawn = rng.integers((4, 4, 8, 2), size=(count, 4)).tolist()
        return [told((first, second), 1 + between, asked) for first, second, between, asked in drawn]

    network = fit_course(some(300), np.zeros((1, 1), dtype=np.float32), 4)
    right = [int(network.logits(one.rows).argmax()) == one.wanted[0] for one in some(100)]
    assert np.mean(right) > 0.95  # .74 where only rates of fading tell them apart


def test_a_moment_looks_back_only_at_what_it_knows_and_its_gradients_are_those_of_its_shares() -> None:
    asked, keys, asking, keying = (normal(rows, 2 * WIDTH) for rows in (2, 3, 2, 3))
    hidden, wanted = np.array([[0, 0, -1e9], [0, 0, 0]], dtype=np.float32), normal(2, 2, 3)
    shares = shares_of(asked, keys, hidden)
    assert not shares[:, 0, 2].any()
    np.testing.assert_allclose(shares.sum(axis=-1), 1, rtol=1e-6)
    of_asked, of_keys = traced_back(shares, wanted, asked, keys)

    def worth(step: float) -> float:
        moved, turned = (np.asarray(one + step * by, dtype=np.float32) for one, by in ((asked, asking), (keys, keying)))
        return float((shares_of(moved, turned, hidden) * wanted).sum())

    changed = float((of_asked * asking).sum() + (of_keys * keying).sum())
    assert (worth(0.01) - worth(-0.01)) / 0.02 == pytest.approx(changed, rel=0.05)


def test_older_messages_count_less_and_the_oldest_are_dropped() -> None:
    messages = [Message(role="customer", text=f"message {number}") for number in range(KEPT + 5)]
    vectors = normal(len(messages), DIMS)
    turns = read_turns(messages, vectors)
    assert len(turns) == KEPT
    np.testing.assert_array_equal(turns.vectors, vectors[5:])
    lately, ever = turns.course()[:2]
    assert abs(lately @ vectors[-1]) > abs(ever @ vectors[-1])
    assert not turns.course()[2:].any()


def test_a_talk_of_which_no_messages_were_kept_is_read_all_the_same(model: LabelModel) -> None:
    course = model.courses[0]
    assert isinstance(course, CourseNetwork)
    nothing = read_context([], np.zeros((0, DIMS), dtype=np.float32))
    rows = rows_of(nothing.turns, course.basis, np.zeros(0, dtype=np.int64), len(model.labels))
    assert course.logits(rows).shape == (len(model.labels),)
