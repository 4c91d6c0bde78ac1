"""How people open a chat, typed as they type it: a greeting never takes the matter with it."""

import pytest

from assist.copilot.reported import report_message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hi my order is late", "Customer says their order is late."),
        ("Hi my app is broken.", "Customer says their app is broken."),
        ("hey my account is locked", "Customer says their account is locked."),
        ("hello my wifi is dead", "Customer says their wifi is dead."),
        ("hi sir parcel not came", "Customer says parcel not came."),
        ("hi ur app is broken", "Customer says the app is broken."),
        ("thanks my order is late", "Customer says their order is late."),
        ("thanks it works now", "Customer says it works now."),
        ("thank you, one more thing, can i change the delivery date",
         "Customer asks whether they can change the delivery date."),
        ("hi there, quick question - can I upgrade my plan mid month?",
         "Customer asks whether they can upgrade their plan mid month."),
        ("help my account got hacked", "Customer says their account got hacked."),
        ("I hope you are all keeping well. The boiler is off again.", "Customer says the boiler is off again."),
        ("hi hope you're well i need an invoice copy", "Customer needs an invoice copy."),
        ("sorry to bother you again but it still doesn't work", "Customer says it still does not work."),
        ("this is ridiculous i've been waiting 3 weeks", "Customer has been waiting 3 weeks."),
        ("you people are useless where is my stuff", "Customer asks where their stuff is."),
        ("hello Jonas Brand, where is it?", "Customer asks where it is."),
        ("hi there yeah my bill is wrong", "Customer says their bill is wrong."),
        ("hi there is no hot water", "Customer says there is no hot water."),
        ("why am i being charged 17.99", "Customer asks why they are being charged 17.99."),
    ],
)  # fmt: skip
def test_the_matter_behind_a_greeting_is_told(text: str, expected: str) -> None:
    reported = report_message(text, role="customer")
    assert reported is not None
    assert reported.text == expected


@pytest.mark.parametrize("text", ["hi", "hello there", "Hi Priya Nair", "hello priya", "Hi Tom, thanks for that",
                                  "thanks so much i appreciate it", "thanks that's great", "hello again",
                                  "oh brilliant thank you so much bye"])  # fmt: skip
def test_mere_greetings_and_thanks_say_nothing(text: str) -> None:
    assert report_message(text, role="customer") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we have a known issue with logins today", "Agent says there is a known issue with logins today."),
        ("Done! Your plan is now Premium.", "Agent says it is done and the customer's plan is now Premium."),
        ("all done, you should see it now", "Agent says the customer should see it now."),
        ("he's found the bottom bracket is shot", "Agent says he has found the bottom bracket is shot."),
        ("Email changed 06/03 03:12", "Agent says email changed 06/03 03:12."),
        ("Or you can ask your bank to block us.", "Agent says the customer can ask the bank to block the company."),
        ("just get that signed and sent back to us before thursday and",
         "Agent asks the customer to get that signed and sent back to the company before Thursday."),
    ],
)  # fmt: skip
def test_what_agents_dash_off_keeps_its_sense(text: str, expected: str) -> None:
    reported = report_message(text, role="agent")
    assert reported is not None
    assert reported.text == expected


def test_who_answers_the_phone_is_no_statement() -> None:
    assert report_message("repairs line you're speaking with tamsin", role="agent") is None
