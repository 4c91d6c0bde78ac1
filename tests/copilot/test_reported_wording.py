"""How reported speech words what chats, calls and agents' phrases say in few words."""

import pytest

from assist.copilot.case_draft.actions import actions_of
from assist.copilot.case_draft.wording import step_of
from assist.copilot.reported import report_message, report_sentence


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
        ("The fee is gone, and I've noted it.", "Agent explains that the fee is gone and the agent has noted it."),
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
    ahead = actions_of("asks the customer to leave the hub alone and says it should blink", "agent")
    assert [one.text for one in ahead] == ["Leave the hub alone"]


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
        ("Is the light white now?", "Agent asks whether the light is white now."),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't log in. The app is broken.", "Customer cannot log in; the app is broken."),
        ("I want a refund. Because of the delay.", "Customer wants a refund because of the delay."),
        ("The limit is 40. That's a trap.", "Customer says the limit is 40, which is a trap."),
        ("The app wants a code and that was on the old phone.",
         "Customer says the app wants a code, which was on the old phone."),
        ("I need a room. My name is Petra.", "Customer Petra needs a room."),
        ("My name is Petra Olsen and I need a room.", "Customer Petra Olsen needs a room."),
        ("Me again. I need an invoice.", "Customer needs an invoice."),
        ("You have been so patient. I will wait.", "Customer will wait."),
        ("Then I pay at the airport.", "Customer will pay at the airport."),
        ("Then I can choose another one.", "Customer can choose another one."),
        ("fair enough. I will wait", "Customer accepts and will wait."),
        ("I shall leave it as it is then.", "Customer will leave it as it is."),
        ("Get me someone who can help.", "Customer asks for someone who can help."),
        ("Please!", "Customer agrees."),
    ],
)  # fmt: skip
def test_what_a_customer_adds_stands_where_it_belongs(text: str, expected: str) -> None:
    found = report_message(text, role="customer")
    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fee is new, so I've taken it off. It was £5.",
         "Agent explains that the fee is new and has taken it off; it was £5."),
        ("If you pay, so I'm told, it ends.", "Agent says if the customer pays, so the agent is told, it ends."),
        ("Done: the line is open.", "Agent says the line is open."),
        ("Done, case A-12.", "Agent has done it, case A-12."),
        ("What I can do is send a new one.", "Agent can send a new one."),
        ("It's arrived. The driver was late.", "Agent confirms that it has arrived; the driver was late."),
        ("The term ends in May, yes.", "Agent confirms that the term ends in May."),
        ("You're right, and I should have checked.", "Agent agrees, and should have checked."),
        ("Can I book that room?", "Agent asks whether to book that room."),
        ("Please send the form, and I'll be happy to assist you further.", "Agent asks for the form."),
        ("Thank you for contacting us regarding order #12-34. Which item is missing?",
         "Agent asks which item is missing (order #12-34)."),
        ("I apologize for the trouble you had with order 12-34. Could you describe what you see?",
         "Agent asks the customer to describe what they see (order 12-34)."),
        ("One warning: it may lose the signal.", "Agent says it may lose the signal."),
        ("Turn off the renewal. Don't cancel it.",
         "Agent asks the customer to turn off the renewal and not to cancel it."),
        ("Please don't open it. Don't post it.", "Agent asks the customer not to open it and not to post it."),
        ("Editing comes back, please reload the page. The fee was £5.",
         "Agent says editing comes back and asks the customer to reload the page; the fee was £5."),
        ("Should you be charged twice, please call us.",
         "Agent asks the customer to call the company if they should be charged twice."),
        ("I'm afraid a pass can't cover that.", "Agent says a pass cannot cover that."),
    ],
)  # fmt: skip
def test_an_agents_steps_are_told_from_what_they_state(text: str, expected: str) -> None:
    found = report_message(text, role="agent")
    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("What does it cost?", "customer", "asks what it costs"),
        ("Don't take long, ok?", "customer", "asks the agent not to take long"),
        ("and if it fails?", "customer", "asks what happens if it fails"),
        ("Our records, do they vanish?", "customer", "asks whether their records vanish"),
        ("How long am I without it?", "customer", "asks how long they are without it"),
        ("What is the difference between a trace and a claim?", "customer",
         "asks for the difference between a trace and a claim"),
        ("Did anyone at the desk say why?", "agent", "asks whether anyone at the desk said why"),
        ("Did the account name come up?", "agent", "asks whether the account name came up"),
        ("Is the address in your account already the new one?", "agent",
         "asks whether the address in the account is already the new one"),
        ("Does this timeframe work for you?", "agent", "asks whether this timeframe works for the customer"),
        ("Which items are missing?", "agent", "asks which items are missing"),
        ("Is that a problem?", "customer", "asks whether that is a problem"),
        ("Is it all right if I wait?", "customer", "asks whether it is all right if they wait"),
    ],
)  # fmt: skip
def test_a_question_reads_as_a_clause(text: str, role: str, expected: str) -> None:
    assert report_sentence(text, role=role) == expected


@pytest.mark.parametrize(
    "text",
    ["Good morning, this is Shreya, how can I help?", "You're speaking to Ottilie at Tarnmoor.", "Good luck with it!"],
)
def test_who_an_agent_is_is_not_told(text: str) -> None:
    assert report_message(text, role="agent") is None


def test_a_year_that_is_spoken_keeps_both_its_numbers() -> None:
    said = report_sentence("it says valid until August twenty twenty seven", role="customer")
    assert said == "says it says valid until August twenty twenty seven"


@pytest.mark.parametrize(
    ("text", "role", "said"),
    [
        (
            "then the driver'll leave the skip if he sees it",
            "agent",
            "says the driver will leave the skip if he sees it",
        ),
        (
            "hi mo i booked a pitch for the august bank holiday",
            "customer",
            "booked a pitch for the august bank holiday",
        ),
    ],
)
def test_short_forms_of_nouns_and_short_names_of_calls(text: str, role: str, said: str) -> None:
    assert report_sentence(text, role=role) == said


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("pays for the plants", "Said they pay for the plants"),
        ("has a cancellation list", "Said they have a cancellation list"),
        ("does not send anything above 28 degrees", "Said they do not send anything above 28 degrees"),
        ("has put the customer on the list", "Put the customer on the list"),
        ("sends a link", "Sent a link"),
    ],
)
def test_what_is_done_as_a_rule_was_not_done_yet(said: str, step: str) -> None:
    assert step_of(said, 0, 10) == step
