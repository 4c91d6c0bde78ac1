"""Reported speech of calls and chats as people really talk: sympathy, stutter, spelled names, unmarked questions."""

import pytest

from assist.copilot.reported import report_message


def _told(text: str, role: str) -> str | None:
    report = report_message(text, role=role)
    return report.text if report else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, that's an unlucky week for it. Which workspace is it?", "Agent asks which workspace it is."),
        ("I'd be angry as well. The card is gone.", "Agent says the card is gone."),
        ("I hope she is in less pain. I have the form here.", "Agent has the form."),
        ("I'm really sorry, the crew is late.", "Agent says the crew is late."),
        ("Can I ask something that matters more? Are you managing for food?",
         "Agent asks whether the customer is managing for food."),
        ("Afternoon, Delphine here. What's in the way?", "Agent asks what is in the way."),
        ("Congratulations on the baby! It starts on 4 May.", "Agent says it starts on 4 May."),
    ],
)  # fmt: skip
def test_sympathy_of_an_agent_is_no_part_of_a_note(text: str, expected: str) -> None:
    assert _told(text, "agent") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I hope the refund of 30 pounds arrives today.", "Agent hopes the refund of 30 pounds arrives today."),
        ("I know this isn't what you wanted.", "Agent knows this is not what the customer wanted."),
        ("That's an unlucky week because the depot is shut.",
         "Agent explains that that is an unlucky week because the depot is shut."),
    ],
)  # fmt: skip
def test_sympathy_that_tells_a_fact_stays(text: str, expected: str) -> None:
    assert _told(text, "agent") == expected


def test_an_agent_who_only_answers_the_phone_is_not_reported() -> None:
    assert _told("quillhaven documents this is Caoimhe", "agent") is None
    assert _told("marrowby customer service good morning this is Tobias", "agent") is None


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("I wasn't there.", "customer", "Customer was not there."),
        ("a very nice young man came", "customer", "Customer says a very nice young man came."),
        ("The name is Petrakis, P E T R A K I S", "customer", "Customer gives name Petrakis, PETRAKIS."),
        ("It says I P X seven on the box", "customer", "Customer says it says IPX seven on the box."),
        ("Please use one i ban, hers or yours.", "agent",
         "Agent asks the customer to use one IBAN, hers or theirs."),
        ("uff. you know I paid it", "customer", "Customer paid it."),
        ("oh my god okay. okay it moved", "customer", "Customer says it moved."),
        ("honestly you're a lifesaver, I was late", "customer", "Customer was late."),
        ("nobody pays from October on you see, the river's too high", "customer",
         "Customer says nobody pays from October on, the river is too high."),
        ("that I don't know I'm afraid, they're late", "agent", "Agent says that they do not know, they are late."),
        ("no no you don't pay", "agent", "Agent says the customer does not pay."),
        ("let me just, okay. yes, it went in", "agent", "Agent confirms that it went in."),
        ("The report's accepted late.", "agent", "Agent says the report is accepted late."),
        ("I asked about the noise that kept you awake.", "agent",
         "Agent asked about the noise that kept the customer awake."),
        ("Send her 318 instead.", "agent", "Agent asks the customer to send her 318 instead."),
        ("Stride it is, all gone.", "agent", "Agent says stride it is, all gone."),
        ("ok. top bank", "customer", "Customer says top bank."),
    ],
)  # fmt: skip
def test_what_speech_and_spelling_hide_is_understood(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("When did you last try?", "agent", "Agent asks when the customer last tried."),
        ("So does it not work?", "customer", "Customer asks whether it does not work."),
        ("What happens if he isn't finished in time?", "customer",
         "Customer asks what happens if he is not finished in time."),
        ("does it need printing or is the phone ok", "customer",
         "Customer asks whether it needs printing or whether the phone is ok."),
        ("and if it's a no, what do I do about the carers", "customer",
         "Customer asks what to do about the carers if it is a no."),
        ("and so what, what would that cost me?", "customer", "Customer asks what that would cost them."),
        ("can't someone just come to the house", "customer",
         "Customer asks whether someone cannot just come to the house."),
        ("I've approved it and do you want it in the bank", "agent",
         "Agent has approved it and asks whether the customer would like it in the bank."),
        ("Which plan are you on, or shall I look it up?", "agent",
         "Agent asks which plan the customer is on or whether to look it up."),
        ("Must I pay for this, and may I give it away?", "customer",
         "Customer asks whether they must pay for this and whether they may give it away."),
        ("Is it just the label, or has anything been stopped?", "agent",
         "Agent asks whether it is just the label or whether anything has been stopped."),
        ("Is that something you can already say?", "customer",
         "Customer asks whether that is something the agent can already say."),
        ("Would you see whether that lets you work?", "agent",
         "Agent asks whether the customer would see whether that lets them work."),
        ("what's the reg for me", "agent", "Agent asks what the reg is."),
        ("what's the number, love?", "agent", "Agent asks what the number is."),
        ("Can I have the policy number and I'll see what's behind it?", "agent",
         "Agent asks for the policy number and will see what is behind it."),
    ],
)  # fmt: skip
def test_questions_of_everyday_speech_are_put_straight(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Roughly when did you do the third?", "agent", "Agent asks roughly when the customer did the third."),
        ("and did they, did the branch give you a receipt", "agent",
         "Agent asks whether the branch gave the customer a receipt."),
        ("will she be covered from birth do you think?", "customer",
         "Customer asks whether she will be covered from birth."),
        ("What do you think?", "customer", "Customer asks what the agent thinks."),
        ("Is this a case for you, and what shall I do?", "customer",
         "Customer asks whether this is a case for the agent and what to do."),
        ("I need your wife to agree, is she there with you", "agent",
         "Agent needs the customer's wife to agree and asks whether she is there with them."),
        ("first thing, is there any smoke right now", "agent", "Agent asks whether there is any smoke right now."),
        ("the packet, is that opened or still sealed", "agent",
         "Agent asks whether the packet is opened or still sealed."),
        ("and the minus, does it come off my card", "customer",
         "Customer asks whether the minus comes off their card."),
        ("can you still get him going", "agent", "Agent asks whether the customer can still get him going."),
        ("what happens is we miss one", "agent", "Agent says what happens is they miss one."),
    ],
)  # fmt: skip
def test_questions_that_only_a_voice_marks_are_asked(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Rotate button is greyed out.", "customer", "Customer says rotate button is greyed out."),
        ("Barcode, address, the lot.", "customer", "Customer says Barcode, address, the lot."),
        ("email, 7 days, then app", "customer", "Customer says email, 7 days, then app."),
        ("Slim normally gives back the taxes.", "agent", "Agent says slim normally gives back the taxes."),
        ("reckon they had me down as my brother", "customer",
         "Customer reckons they had the customer down as their brother."),
        ("just like that", "customer", "Customer says just like that."),
        ("then yes do", "customer", "Customer agrees."),
        ("whichever you like, the price is the same.", "agent",
         "Agent says whichever the customer likes, the price is the same."),
        ("the metadata's wrong so nobody gets past", "customer",
         "Customer says the metadata is wrong so nobody gets past."),
        ("my neighbour's house is wet and the plug's a mess", "customer",
         "Customer says their neighbour's house is wet and the plug is a mess."),
        ("I'd got it wrong", "agent", "Agent had it wrong."),
        ("I'm head of I T at Verrall Marine", "customer", "Customer is head of IT at Verrall Marine."),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_order_or_a_name_is_told(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oh hello there, Gerald Ponsonby, I'm the treasurer", "Customer Gerald Ponsonby is the treasurer."),
        ("hi, Corinne Vasseur. so my boat is wet", "Customer Corinne Vasseur says their boat is wet."),
        ("it's Garth Ullock at Scar Top I've had a card", "Customer Garth Ullock at Scar Top has had a card."),
        ("hello Jonas Brand, where is it?", "Customer asks where it is."),
        ("Priya Nandakumar. That's my wife.", "Customer gives the name Priya Nandakumar; that is their wife."),
        ("Good Morning, I need a bag.", "Customer needs a bag."),
    ],
)
def test_who_calls_is_named_and_who_is_greeted_is_not(text: str, expected: str) -> None:
    assert _told(text, "customer") == expected
