"""Reported speech: who acts where no subject is said, whose clause follows whose, words that look like others."""

import pytest

from assist.copilot.reported import report_message, report_sentence


def _told(text: str, role: str) -> str | None:
    report = report_message(text, role=role)
    return report.text if report else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("just set page_size to 200 and ran the sync", "Customer just set page_size to 200 and ran the sync."),
        ("set the timezone to Lisbon, saved, logged out and in again",
         "Customer set the timezone to Lisbon, saved, logged out and in again."),
        ("put in 420. counted it twice at home", "Customer put in 420 and counted it twice at home."),
        ("Just changed the DNS and waited an hour, still getting the old page",
         "Customer just changed the DNS and waited an hour, still getting the old page."),
        ("hold the button 10 seconds and nothing happens", "Customer holds the button 10 seconds and nothing happens."),
        ("restart + reset. nothing", "Customer restarts + reset; nothing."),
        ("Logged in with my wife's account by mistake", "Customer logged in with their wife's account by mistake."),
        ("will do tonight", "Customer will do it tonight."),
        ("went to Kovacs. top of the list", "Customer went to Kovacs; top of the list."),
    ],
)  # fmt: skip
def test_what_customers_did_themselves_is_no_request(text: str, expected: str) -> None:
    assert _told(text, "customer") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set it back to how it was", "Customer asks the agent to set it back to how it was."),
        ("put me through to whoever sold it and told me lies",
         "Customer asks the agent to put them through to whoever sold it and told them lies."),
        ("reset my password", "Customer asks the agent to reset their password."),
        ("turn it off", "Customer asks the agent to turn it off."),
        ("cancel it and nothing else", "Customer asks the agent to cancel it and nothing else."),
        ("no then leave me in the 19:00", "Customer says no and asks the agent to leave them in the 19:00."),
        ("i ordered size 10, dont send me something small",
         "Customer ordered size 10 and asks the agent not to send them something small."),
        ("I would keep it for a reduction of 100, otherwise please collect it.",
         "Customer would keep it for a reduction of 100 and otherwise asks the agent to collect it."),
    ],
)  # fmt: skip
def test_what_customers_ask_for_stays_a_request(text: str, expected: str) -> None:
    assert _told(text, "customer") == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("To be sure that nobody else gets it, we need a copy of your ID; you may black out the photo.", "agent",
         "Agent needs a copy of the ID to be sure that nobody else gets it; the customer may black out the photo."),
        ("Our head of quality would like to call you; when would suit you?", "agent",
         "Agent says the head of quality would like to call the customer and asks when would suit them."),
        ("Would you rather bring it to a shop or have it collected?", "agent",
         "Agent asks whether the customer would rather bring it to a shop or have it collected."),
        ("To open it again please call 0345 555 7781.", "agent",
         "Agent asks the customer to call 0345 555 7781 to open it again."),
        ("Should it not be there by Thursday, ring me on 020 7946 0331.", "agent",
         "Agent asks the customer to ring them on 020 7946 0331 if it should not be there by Thursday."),
        ("We do if you order before 11am", "agent", "Agent says they do if the customer orders before 11am."),
        ("I was told you don't work weekends", "customer", "Customer was told the company does not work weekends."),
        ("We're closed on Good Friday.", "agent", "Agent says they are closed on Good Friday."),
        ("Swapped!", "agent", "Agent has swapped it."),
        ("Tuesday the 8th, or Monday the 14th?", "agent", "Agent offers Tuesday the 8th, or Monday the 14th."),
        ("Please find attached my doctor's note.", "customer", "Customer attaches their doctor's note."),
        ("I hereby cancel my membership.", "customer", "Customer cancels their membership."),
        ("I assume there has been a mistake?", "customer", "Customer asks whether there has been a mistake."),
        ("omg it says card declined??", "customer", "Customer says it says card declined."),
        ("The brand name is spelled wrong on the dial!", "customer",
         "Customer says the brand name is spelled wrong on the dial."),
        ("the sound quality is absolutely crap", "customer", "Customer says the sound quality is absolutely bad."),
        ("is that order nine one two six two eight", "agent",
         "Agent asks whether that is order nine one two six two eight."),
        ("fine but if they're not here by noon thursday I want my money back", "customer",
         "Customer wants their money back if they are not here by noon Thursday."),
        ("so i rang on monday and they said the part's on order and then i rang yesterday and they said what part",
         "customer",
         "Customer rang on Monday and they said the part is on order and rang yesterday and they said what part."),
        ("right so she can get out that's the main thing are you with her", "agent",
         "Agent says she can get out, which is the main thing and asks whether the customer is with her."),
        ("can i not give her something like charcoal", "customer",
         "Customer asks whether they cannot give her something like charcoal."),
        ("by the first of july and can my brother in law pay that cause he's doing the money", "customer",
         "Customer says by the first of july and asks whether their brother in law can pay that because he is doing "
         "the money."),
        ("so what we'll do is post you a new one", "agent", "Agent will post the customer a new one."),
        ("The PIN is day and month of your birthday.", "agent", "Agent says the PIN is day and month of the birthday."),
        ("it was made for you so i'm afraid it's final", "agent",
         "Agent says it was made for the customer so it is final."),
        ("it won't let me save it", "agent", "Agent says it will not let them save it."),
        ("until it's removed the refund waits", "agent", "Agent says until it is removed the refund waits."),
        ("Until then please leave the update alone.", "agent",
         "Agent asks the customer to leave the update alone until then."),
        ("yes pls, the alert", "customer", "Customer asks for the alert."),
        ("which email shall I use?", "agent", "Agent asks which email to use."),
        ("hello yes my renewal's come and it was three hundred and twelve", "customer",
         "Customer says their renewal has come and it was three hundred and twelve."),
    ],
)  # fmt: skip
def test_each_clause_keeps_its_speaker_and_its_place(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "role", "kept"),
    [
        ("that letter's for a mr r ellery at the same address", "agent", "mr r ellery"),
        ("can my 11 yr old use the pool", "customer", "11 year old"),
        ("consider this ur warning", "customer", "consider this the warning"),
        ("he's edwin e d w i n after his grandad", "customer", "edwin"),
        ("my code is r n u 4 5", "customer", "r n u 4 5"),
        ("hi my withdrawal of 0.35 BTC has been pending for 26 hours", "customer", "0.35 BTC has been pending"),
        ("we r 2 adults", "customer", "says they are 2 adults"),
        ("You have kept 22.85. Order LV-566240, Pip.", "customer", "gives order LV-566240"),
    ],
)
def test_short_words_are_not_taken_for_others(text: str, role: str, kept: str) -> None:
    assert kept in (_told(text, role) or "")


@pytest.mark.parametrize(
    "text", ["hello chalk hill hearing clinic this is samira", "Please accept our condolences.", "take your time"]
)
def test_greetings_and_condolences_are_no_notes(text: str) -> None:
    assert _told(text, "agent") is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("restart + reset done, still amber", "says restart + reset done, still amber"),
        ("reboot and reset, nothing", "says reboot and reset, nothing"),
        ("reset twice", "says reset twice"),
        ("restart + reset", "says restart + reset"),
        ("reset my password please", "asks the agent to reset their password"),
        ("restart it", "asks the agent to restart it"),
        ("update all of them", "asks the agent to update all of them"),
    ],
)
def test_what_was_tried_is_no_request_though_it_is_told_in_nouns(said: str, told: str) -> None:
    assert report_sentence(said, role="customer") == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ref BT-20931", "gives ref BT-20931"),
        ("will do thanks bye", None),
        (
            "Hello, I bought two tickets for the matinee and the confirmation shows 41 June??",
            "bought two tickets for the matinee and the confirmation shows 41 June",
        ),
    ],
)
def test_a_reference_a_goodbye_and_disbelief_ask_nothing(said: str, told: str | None) -> None:
    assert report_sentence(said, role="customer") == told


def test_a_person_is_no_part_of_a_label() -> None:
    assert report_sentence("the I order 2025", role="customer") == "says the they order 2025"
