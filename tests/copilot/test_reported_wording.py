"""How reported speech words what chats, calls and agents' phrases say in few words."""

import pytest

from assist.copilot.case_draft.wording import action_of, step_of
from assist.copilot.reported import report_message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("its late and ill wait here", "Customer says it is late and they will wait."),
        ("waited like 5 days", "Customer waited about 5 days."),
        ("I'd like 3 seats", "Customer would like 3 seats."),
        ("its own box is broken", "Customer says its own box is broken."),
        ("The pump needs its own 12 V plug.", "Customer says the pump needs its own 12 V plug."),
        ("bro, where is my parcel", "Customer asks where their parcel is."),
        ("my bro sent it", "Customer says their bro sent it."),
        ("I have an IT problem", "Customer has an IT problem."),
        ("she's, hang on, she's at work", "Customer says she is at work."),
        ("one two one two five five", "Customer gives one two one two five five."),
        ("I want vitamin A", "Customer wants vitamin A."),
        ("Fine, but send it today.", "Customer accepts, but asks the agent to send it today."),
        ("Please do! This is total rubbish.", "Customer agrees."),
        ("Are you kidding me? I need my bag today.", "Customer needs their bag today."),
    ],
)
def test_chat_and_speech_are_made_plain(text: str, expected: str) -> None:
    report = report_message(text, role="customer")
    assert report is not None
    assert report.text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Order #55-123 not received.", "Customer has not received order #55-123."),
        ("Order ID 77-88. I received a broken kettle.", "Customer received a broken kettle (order ID 77-88)."),
        ("Order ID 77-88: my order is late.", "Customer says order ID 77-88 is late."),
        ("I am writing to complain about the courier.", "Customer complains about the courier."),
        ("Still can't log in", "Customer still cannot log in."),
        ("pictures attached", "Customer has attached pictures."),
        ("Restarted. Same fault.", "Customer has restarted it and reports same fault."),
        ("why you don't answer", "Customer asks why the agent does not answer."),
        ("[Image of a torn box attached]", "Customer attaches an image of a torn box."),
        ("May 8, 1987", "Customer gives May 8, 1987."),
        ("Give me the tracking number.", "Customer asks for the tracking number."),
        ("Promise me it will arrive on Monday.", "Customer wants a promise that it will arrive on Monday."),
        ("Keep me posted. Otherwise I will call.", "Customer asks to be kept posted, otherwise they will call."),
        ("My name is Petra. I need a room.", "Customer Petra needs a room."),
        ("I'm American. I need a visa.", "Customer is American and needs a visa."),
        ("what do I do when it blinks?", "Customer asks what to do when it blinks."),
        ("how many bags are in that booking?", "Customer asks how many bags are in that booking."),
        ("It came on 3 Oct. I haven't opened it.", "Customer says it came on 3 Oct and has not opened it."),
    ],
)
def test_fragments_get_their_verb(text: str, expected: str) -> None:
    report = report_message(text, role="customer")
    assert report is not None
    assert report.text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your room has been booked.", "Agent has booked the room."),
        ("Your card has been blocked by the bank.", "Agent says the card has been blocked by the bank."),
        ("Updated, from Friday on.", "Agent has updated it, from Friday on."),
        ("That's cancelled. The fee is £5.", "Agent has cancelled it; the fee is £5."),
        ("Yes, two bags are free.", "Agent confirms that two bags are free."),
        ("You're right that it closes early.", "Agent confirms that it closes early."),
        ("You're free and I was late.", "Agent says the customer is free and the agent was late."),
        ("It is late because of the snow.", "Agent explains that it is late because of the snow."),
        ("I will proceed with cancelling your order.", "Agent will cancel the order."),
        ("Please send the photo so I can check it.", "Agent asks the customer to send the photo to check it."),
        ("It's available so I can book it.", "Agent says it is available so they can book it."),
        ("The fee is gone, and I've noted it.", "Agent explains that the fee is gone and has noted it."),
        ("Here are the terms of the plan.", "Agent gives the terms of the plan."),
        ("I can help you with that. The parcel left today.", "Agent says the parcel left today."),
        ("To book, I need your code. Could you provide that?", "Agent needs the code to book."),
        ("Can you get to the cellar?", "Agent asks whether the customer can get to the cellar."),
        ("I understand your concern about order 12-34. I'll look into it.", "Agent will look into order 12-34."),
    ],
)
def test_agents_phrases_become_short(text: str, expected: str) -> None:
    report = report_message(text, role="agent")
    assert report is not None
    assert report.text == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("ORDER NUMBER: #12-3456", "customer", "Customer gives order number #12-3456."),
        ("order # 12-3456", "customer", "Customer gives order #12-3456."),
        ("My order number 12-3456 was charged twice.", "customer",
         "Customer says their order number 12-3456 was charged twice."),
        ("The box was torn open, hello?", "customer", "Customer says the box was torn open."),
        ("Would you like to change any of your criteria?", "agent",
         "Agent asks whether the customer would like to change any of their criteria."),
    ],
)  # fmt: skip
def test_labels_calls_and_owners_read_as_a_note_has_them(text: str, role: str, expected: str) -> None:
    report = report_message(text, role=role)
    assert report is not None
    assert report.text == expected


def test_a_step_is_in_the_past_and_a_thing_to_do_is_one_instruction() -> None:
    said = step_of("says the hub is amber and asks whether it blinks", 0, 10)
    assert said == "Said the hub is amber and asked whether it blinks"
    assert (
        action_of("asks the customer to leave the hub alone and says it should blink", "agent") == "Leave the hub alone"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("finally! took u long enough. thx", "Customer says it took the company long enough."),
        ("Took me three days to reach someone.", "Customer says it took them three days to reach someone."),
        ("I paid extra and you still lost it?", "Customer paid extra and the agent still lost it."),
        ("I sent the form and you got it?", "Customer asks whether they sent the form and the agent got it."),
    ],
)
def test_what_annoys_a_customer_is_told_and_not_asked(text: str, expected: str) -> None:
    found = report_message(text, role="customer")
    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is the light steady or pulsing?", "Agent asks whether the light is steady or pulsing."),
        ("Are the lights red or green?", "Agent asks whether the lights are red or green."),
        ("Is your router on or off?", "Agent asks whether the router is on or off."),
        ("The Hub 4 or the older one?", "Agent asks whether it is the Hub 4 or the older one."),
        (
            "White Hub 4 or the older black one, and is the light steady?",
            "Agent asks whether it is White Hub 4 or the older black one and asks whether the light is steady.",
        ),
    ],
)
def test_a_choice_is_put_in_straight_order(text: str, expected: str) -> None:
    found = report_message(text, role="agent")
    assert found is not None
    assert found.text == expected
