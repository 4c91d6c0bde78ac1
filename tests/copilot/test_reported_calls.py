"""Reported speech of what is easily misread: tags, stutter, short forms, dropped subjects, names after a greeting."""

import pytest

from assist.copilot.reported import report_message


def _told(text: str, role: str) -> str | None:
    report = report_message(text, role=role)
    return report.text if report else None


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Set for all future orders.", "agent", "Agent has set it for all future orders."),
        ("Please don't. A second account leads to closure.", "agent",
         "Agent asks the customer not to; a second account leads to closure."),
        ("that's the one, could you read it to me", "agent",
         "Agent says that is the one and asks the customer to read it to them."),
        ("let's see what's prompted that", "agent", "Agent will see what has prompted that."),
        ("Okay, then that wasn't it. I've opened your label.", "agent",
         "Agent says that was not it and has opened the label."),
        ("I think you do that don't you", "customer", "Customer thinks the company does that."),
        ("and is ok now?", "customer", "Customer asks whether it is ok now."),
        ("I'd rather you heard it from me now: the result is final.", "agent", "Agent says the result is final."),
        ("so having it looked at costs you nothing", "agent",
         "Agent says having it looked at costs the customer nothing."),
        ("Give me a moment, I have to look.", "agent", "Agent has to look."),
        ("my pip is dead again. third time this month", "customer",
         "Customer says their pip is dead again, third time this month."),
        ("you've got, you're in contract", "agent", "Agent says the customer is in contract."),
        ("we've been billed for 25 seats but only have 18 users", "customer",
         "Customer has been billed for 25 seats but only has 18 users."),
        ("it's been dropping out every evening since like last thursday", "customer",
         "Customer says it has been dropping out every evening since last Thursday."),
        ("the parcel was returned like ages ago", "customer", "Customer says the parcel was returned ages ago."),
        ("my order is 40 mins late and the app says delivered??", "customer",
         "Customer says their order is 40 minutes late and the app says delivered."),
        ("Oh no, it looks like it went to the wrong address.", "agent",
         "Agent says it looks like it went to the wrong address."),
        ("let me look so there are two items", "agent", "Agent says there are two items."),
        ("let me check have you got the claim number", "agent",
         "Agent will check and asks whether the customer has the claim number."),
        ("hi aisha i just got back from turkey", "customer", "Customer just got back from turkey."),
        ("morning i need to move my appointment", "customer", "Customer needs to move their appointment."),
        ("site is DOWN again. I need it back TODAY", "customer",
         "Customer says site is down again and needs it back today."),
        ("it was swapped with your neighbour's in our records", "agent",
         "Agent says it was swapped with the neighbour's in the records."),
        ("the driver's just put a card through", "customer", "Customer says the driver has just put a card through."),
        ("my flight was late yesterday, do i get compensation", "customer",
         "Customer says their flight was late yesterday and asks whether they get compensation."),
        ("can i take my cat on the plane", "customer", "Customer asks whether they can take their cat on the plane."),
        ("let me just bring up your account can i take your full name please", "agent",
         "Agent will bring up the account and asks for the customer's full name."),
        ("and the first line of your address", "agent", "Agent asks for the first line of the address."),
        ("once it is done you were on the list", "agent",
         "Agent says once it is done the customer was on the list."),
        ("it's r a seven seven four one nine", "customer", "Customer says it is r a seven seven four one nine."),
        ("I've rebooked you on the 18:45.", "agent", "Agent has rebooked the customer on the 18:45."),
        ("That is our mistake.", "agent", "Agent says that is their mistake."),
        ("Great, thank you so much for your help! That's all I needed.", "customer", "Customer says that is all "
                                                                                     "they needed."),
    ],
)  # fmt: skip
def test_what_is_said_in_passing_keeps_its_sense(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("deleted the file and pressed Rotate.", "customer", "Customer deleted the file and pressed Rotate."),
        ("Is that the one you no longer have?", "agent",
         "Agent asks whether that is the one the customer no longer has."),
        ("They will stand beside you while you do it.", "agent",
         "Agent says they will stand beside the customer while they do it."),
        ("the paper is attached.", "customer", "Customer has attached the paper."),
        ("Hi, quick one before Saturday: can I pay there?", "customer", "Customer asks whether they can pay there."),
        ("Is anyone else in the house?", "agent", "Agent asks whether anyone else is in the house."),
        ("Is that one still open?", "customer", "Customer asks whether that one is still open."),
        ("lunvik support good afternoon this is fenna. what is it?", "agent", "Agent asks what it is."),
        ("The notice is correct and I wasn't.", "agent", "Agent says the notice is correct and they were not."),
        ("and it comes when?", "customer", "Customer asks when it comes."),
        ("Is it safe, I'm sorry but nobody's answering that", "customer",
         "Customer asks whether it is safe, they are sorry but nobody is answering that."),
        ("ok so i just hold it longer or", "customer", "Customer asks whether they just hold it longer."),
        ("Please don't only stop the payments.", "agent", "Agent asks the customer not to only stop the payments."),
        ("ringing him", "customer", "Customer is ringing him."),
        ("so what comes back if it ends today", "customer", "Customer asks what comes back if it ends today."),
        ("A second parcel is lost.", "customer", "Customer says a second parcel is lost."),
        ("good that I looked before.", "customer", "Customer says it is good that they looked before."),
    ],
)  # fmt: skip
def test_subjects_and_moods_that_are_easily_misread(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


def test_warm_thanks_above_a_name_end_a_mail() -> None:
    text = "Dear Mr Quaye,\n\nThe return went in this morning.\n\nWith warm thanks,\nOttoline Farquhar"
    assert _told(text, "customer") == "Customer says the return went in this morning."


def test_a_number_of_the_subject_line_stands_beside_who_writes() -> None:
    text = "Subject: RE: Change of name, account 3081 6627\n\nGood morning,\n\nWhich papers do you need?\n\nRowan"
    assert _told(text, "customer") == "Customer (account 3081 6627) asks which papers the agent needs."


def test_a_subject_line_that_names_more_is_told() -> None:
    text = "Subject: Robot of Edith Larkin, QH-412960\n\nGood morning,\n\nIs it here?\n\nRowan"
    report = _told(text, "customer")
    assert report is not None
    assert "Edith Larkin, QH-412960" in report


def test_a_bare_no_goes_where_a_denial_follows() -> None:
    assert _told("no. nobody can pay this", "customer") == "Customer says nobody can pay this."
    assert _told("No. I file it.", "customer") == "Customer says no and files it."


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Electricity side OK. It is red.", "customer", "Customer says electricity side OK and it is red."),
        ("check fast ok?", "customer", "Customer asks the agent to check fast."),
        ("through the A P I it's four an hour", "agent", "Agent says through the API it is four an hour."),
        ("you refund half for someone's first dispute", "customer",
         "Customer says the company refunds half for someone's first dispute."),
        ("that's how it starts, isn't it, they got two thousand", "customer",
         "Customer says that is how it starts, they got two thousand."),
        ("What was that for then?", "customer", "Customer asks what that was for."),
        ("its torsten@brev.example", "customer", "Customer gives torsten@brev.example."),
        ("Jonty, 24, full licence since he was 18.", "customer",
         "Customer says Jonty, 24, full licence since he was 18."),
        ("Customer number and postcode, please, and have you restarted it?", "agent",
         "Agent asks for customer number and postcode and whether the customer has restarted it."),
        ("Did you by any chance try the other line?", "agent", "Agent asks whether the customer tried the other line."),
        ("The PIN is written down nowhere.", "customer", "Customer says the PIN is written down nowhere."),
        ("it isn't. i start on monday", "customer", "Customer says it is not and starts on Monday."),
        ("so what's that mean then", "customer", "Customer asks what that means."),
    ],
)  # fmt: skip
def test_small_words_that_change_what_is_meant(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


def test_a_line_of_greeting_names_no_matter() -> None:
    assert _told("hello you're through to veldane contracts this is Rhoda", "agent") is None


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("I'll ring you so you needn't look", "agent", "Agent will ring the customer so they need not look."),
        ("I told them I was telling you wrong, it's late", "agent",
         "Agent told them they were telling the customer wrong, it is late."),
        ("I'd a knot in my stomach", "customer", "Customer had a knot in their stomach."),
        ("what date's on it", "agent", "Agent asks what date is on it."),
        ("check in is off.", "agent", "Agent says check in is off."),
        ("could you not ask them", "customer", "Customer asks whether the agent could not ask them."),
        ("are you all right now", "agent", "Agent asks whether the customer is all right now."),
        ("he said sorry and he'd, he'd tell the depot", "customer",
         "Customer says he said sorry and he would tell the depot."),
        ("so I've just, bear with me, I've checked it", "agent", "Agent has checked it."),
        ("what happens to our, the boat rota", "customer", "Customer asks what happens to the boat rota."),
        ("and that's, what does that cost", "customer", "Customer asks what that costs."),
        ("so I'm in, um, Naxos, in Greece", "customer", "Customer is in Naxos, in Greece."),
        ("that one's real, and the grandson's right", "agent",
         "Agent says that one is real, and the grandson is right."),
    ],
)  # fmt: skip
def test_stutter_and_short_forms_of_a_call_are_read(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("morning. Dietmar Hasler. I'd like a form", "Customer Dietmar Hasler would like a form."),
        ("good afternoon Fenna, Rutger de Wael. I've bought bags", "Customer Rutger de Wael has bought bags."),
        ("hiya Aurel, it's Bronagh. so I'm blind", "Customer Bronagh is blind."),
        ("Morning. I need a bag.", "Customer says morning and needs a bag."),
        ("Hi. Monday, please.", "Customer asks for Monday."),
    ],
)
def test_a_name_after_a_greeting_is_the_callers(text: str, expected: str) -> None:
    assert _told(text, "customer") == expected


def test_a_desk_and_who_speaks_are_a_greeting() -> None:
    assert _told("Tarnmoor, Care and Support, Noreen speaking.", "agent") is None


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Nobody's banned you.", "agent", "Agent says nobody has banned the customer."),
        ("she'd thrown it away, it should've gone", "customer",
         "Customer says she had thrown it away, it should have gone."),
        ("he'd come if he'd known", "customer", "Customer says he would come if he had known."),
        ("it is spelled T-H-I", "customer", "Customer says it is spelled THI."),
        ("I am kinda freaking out", "customer", "Customer is kind of freaking out."),
        ("What does that team say?", "customer", "Customer asks what that team says."),
        ("What's your role there, member or guest?", "agent",
         "Agent asks what the customer's role is there, member or guest."),
        ("From Fri to Sun. Can I pay.", "customer", "Customer says from Fri to Sun and asks whether they can pay."),
        ("In the app under Audio: on or off?", "agent", "Agent asks whether on or off in the app under Audio."),
        ("The wardrobe: plain doors or mirrors?", "agent",
         "Agent asks about the wardrobe: plain doors or mirrors."),
        ("says free.", "customer", "Customer says it says free."),
        ("Love to Wilhelmina. It starts on Monday.", "agent", "Agent says it starts on Monday."),
    ],
)  # fmt: skip
def test_contractions_and_choices_keep_their_sense(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


def test_a_contracted_i_is_no_surname() -> None:
    assert "I'd" not in (_told("Monday please I'd", "customer") or "")


@pytest.mark.parametrize("text", ["Welcome to Parcelway, I'm Ines.", "Hi, I am Tom from billing."])
def test_an_agent_who_only_says_who_they_are_says_nothing(text: str) -> None:
    assert _told(text, "agent") is None


def test_a_bot_that_hands_over_says_nothing() -> None:
    assert _told("I can help with that. Connecting you to an agent.", "bot") == "Bot can help with that."


def test_an_adverb_before_the_verb_of_a_step_stays_an_adverb() -> None:
    report = report_message("We still need the airline's confirmation.", role="agent")
    assert report is not None
    assert report.step == "Still needed the airline's confirmation"


def test_a_verb_with_re_in_front_is_a_verb() -> None:
    report = report_message("I've rebooked you on the evening flight.", role="agent")
    assert report is not None
    assert report.step == "Rebooked the customer on the evening flight"


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Hi, there is a payment I did not make.", "customer", "Customer says there is a payment they did not make."),
        ("Hi — order A-77 not arrived", "customer", "Customer has not received order A-77."),
        ("Because new people start on Monday we need three more seats.", "customer",
         "Customer needs three more seats because new people start on Monday."),
        ("Because they told me I need to pay.", "customer",
         "Customer says it is because they told the customer they need to pay."),
        ("and send you a new one", "agent", "Agent will send the customer a new one."),
        ("and send a new one", "agent", "Agent will send a new one."),
        ("And send a photo of the label.", "agent", "Agent asks for a photo of the label."),
    ],
)  # fmt: skip
def test_how_a_sentence_begins_does_not_change_what_it_says(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Once you upload it, we close the account within 5 days and pay out the balance.",
         "Agent will close the account within 5 days and pay out the balance once the customer uploads it."),
        ("If you send it back, we refund the full price.",
         "Agent will refund the full price if the customer sends it back."),
        ("We send the form when you call us.", "Agent will send the form when the customer calls the company."),
        ("I need to check if you have a warranty.", "Agent needs to check if the customer has a warranty."),
        ("I found your order after you called.", "Agent found the order after the customer called."),
    ],
)  # fmt: skip
def test_what_waits_for_the_customer_is_not_told_as_done(text: str, expected: str) -> None:
    assert _told(text, "agent") == expected
