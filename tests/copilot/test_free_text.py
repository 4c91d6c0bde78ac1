"""Replies typed freely: those that agree count more, strangers little, and one that went wrong less."""

import numpy as np
import pytest

from assist.copilot.replies.candidates import Candidate
from assist.copilot.replies.choice import diverse
from assist.copilot.replies.free_text import SIGNS, Calibration, closeness, free_text, is_sendable, signs_of
from assist.copilot.replies.memory import Neighbourhood, Remembered, names_of
from assist.copilot.replies.placeholders import generalise, known_values
from assist.core.conversation import Transcript
from assist.core.results import ReplySource

AGREEMENT = SIGNS.index("agreement")


def remembered(text: str, outcome: str | None = None) -> Remembered:
    return Remembered(text=text, cluster=text, label=None, agent_id=None, team=None, outcome=outcome)


def near(texts: list[str], scores: list[float], spoken: list[list[float]]) -> Neighbourhood:
    rows = np.array(spoken, dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    alike = np.array(scores, dtype=np.float32)
    return Neighbourhood(tuple(map(remembered, texts)), alike, np.stack([alike / 3] * 3, axis=1), rows)


def test_what_most_say_agrees_more_than_what_one_says() -> None:
    hood = near(["A", "B", "C"], [0.6, 0.6, 0.6], [[1, 0.1], [1, 0], [0, 1]])
    agreement = signs_of(hood)[:, AGREEMENT]
    assert agreement[0] > agreement[2]
    assert agreement[1] > agreement[2]
    found = free_text(hood, [1.0, 1.0, 1.0], Calibration())
    chances = {cluster.text: chance for cluster, chance in found}
    assert chances["C"] == min(chances.values())


def test_the_agreement_of_strangers_says_little() -> None:
    alike, strangers = (near(["A"], [score], [[1, 0]]) for score in (0.7, 0.05))
    assert signs_of(alike)[0, AGREEMENT] > 0.95
    assert signs_of(strangers)[0, AGREEMENT] < 0.1


def test_details_of_another_matter_take_from_the_chance() -> None:
    hood = near(["The kettle is on its way.", "The parcel is on its way."], [0.5, 0.5], [[1, 0], [1, 0]])
    found = {c.text: chance for c, chance in free_text(hood, [0.9, 1.0], Calibration())}
    assert found["The kettle is on its way."] == pytest.approx(0.9 * found["The parcel is on its way."])


def test_goodbyes_and_what_is_all_placeholders_are_not_sent() -> None:
    assert not is_sendable("You're very welcome, have a good day!")
    assert not is_sendable("Your {detail} of {number} is {detail}.")
    assert is_sendable("Your parcel {order_id} is on its way.")
    hood = near(["Bye for now."], [0.9], [[1, 0]])
    assert free_text(hood, [1.0], Calibration()) == []


def test_wordings_of_one_reply_are_one_suggestion_and_another_reply_stays() -> None:
    texts = [
        "May I have the order number of the late parcel, please?",
        "May I have the order number of the late parcel please?",
        "I have asked the depot to search for it.",
    ]
    hood = near(texts, [0.5, 0.5, 0.4], [[1, 0], [1, 0], [0, 1]])
    found = free_text(hood, [1.0, 1.0, 1.0], Calibration())
    assert [cluster.text for cluster, _ in found] == [texts[0], texts[2]]


def test_the_closest_count_most() -> None:
    shares = closeness(np.array([0.8, 0.75, 0.2], dtype=np.float32))
    assert shares.sum() == pytest.approx(1)
    assert shares[0] == pytest.approx(np.e * shares[1], rel=1e-3)
    assert shares[2] < 1e-4


def test_names_are_told_from_the_beginnings_of_sentences() -> None:
    said = "Your flight is from ORD (Chicago) to MSP. Please ask Maria, she knows. Thanks for {detail} Berlin"
    assert names_of(said) == {"ord", "chicago", "msp", "maria", "berlin"}


def test_what_is_out_of_place_is_not_suggested() -> None:
    hood = near(["It leaves from Chicago.", "It leaves at noon."], [0.6, 0.5], [[1, 0], [1, 0]])
    assert [cluster.text for cluster, _ in free_text(hood, [0.0, 1.0], Calibration())] == ["It leaves at noon."]


def test_madam_is_no_name_and_a_handle_no_order() -> None:
    assert generalise("I see, sir/Madam.") == "I see, sir/madam."
    asked = {"role": "agent", "text": "Can I have the order number please?"}
    for said, known in (("it is anna_mart_4574", {}), ("it is KX-4574", {"order_id": "KX-4574"})):
        talk = Transcript.model_validate({"messages": [asked, {"role": "customer", "text": said}]})
        assert known_values(talk) == known


def offer(text: str, chance: float, label: str | None = None) -> Candidate:
    return Candidate(text, chance, ReplySource(kind="history", id=text, label=label))


def test_three_suggestions_say_different_things() -> None:
    chosen = diverse(
        [
            offer("May I have the order number of the parcel?", 0.5),
            offer("May I have the number of the order please?", 0.45),
            offer("I have asked the depot to search.", 0.3),
            offer("Would a replacement help?", 0.29),
        ],
        3,
    )
    assert [one.text for one in chosen] == [
        "May I have the order number of the parcel?",
        "I have asked the depot to search.",
        "Would a replacement help?",
    ]


def test_canned_actions_do_not_cost_each_other_and_a_faint_one_is_not_shown() -> None:
    actions = [offer("Ask for the name", 0.5, "ask_name"), offer("Ask for the name again", 0.2, "ask_again")]
    assert diverse(actions, 3) == actions
    assert diverse([offer("It is on its way.", 0.5), offer("Good luck.", 0.01)], 3) == [offer("It is on its way.", 0.5)]
    assert diverse([offer("Good luck.", 0.01)], 3) == []


def test_nothing_faint_stands_beside_a_good_suggestion() -> None:
    faint = offer("A trace is a search for the box.", 0.04)
    assert diverse([offer("Red: we run a line test.", 0.69), faint], 3) == [offer("Red: we run a line test.", 0.69)]
    assert diverse([offer("Which light is on?", 0.2), faint], 3) == [offer("Which light is on?", 0.2), faint]


def test_a_finished_text_of_another_matter_is_not_shown_beside_a_better_one() -> None:
    source = ReplySource(kind="approved", id="a")
    outage = Candidate("Please look up your postcode on our status page.", 0.08, source)
    assert diverse([offer("Which boiler is it?", 0.5), outage], 3) == [offer("Which boiler is it?", 0.5)]
    assert diverse([outage], 3) == [outage]
    assert diverse([Candidate(outage.text, 0.04, source)], 3) == []
    assert diverse([offer("Which boiler is it?", 0.1), outage], 3) == [offer("Which boiler is it?", 0.1), outage]
