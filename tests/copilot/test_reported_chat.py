"""Reported speech: chat shorthand, formal agents' courtesies around a request, nouns that look like verbs."""

import pytest

from assist.copilot.reported import report_sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i dnt rembr the account details", "does not remember the account details"),
        ("it dnt turn on", "says it does not turn on"),
        ("Im uploadin a video now", "is uploading a video now"),
        ("my cousin is flyin in tmrw", "says their cousin is flying in tomorrow"),
        ("sumthng in red wud b nice", "says something in red would be nice"),
        ("well hurry up", "asks the agent to hurry up"),
        ("Awesome - can you check new dates for me", "asks the agent to check new dates for them"),
        ("like why would it fail?", "asks why it would fail"),
        ("I double checked it", "double checked it"),
        ("Ref: Order #123-789012-34567", "gives ref: Order #123-789012-34567"),
        ("just silence from you guys", "says just silence from the company"),
        (
            "i need another gift now, cant you speed it up somehow?",
            "needs another gift now and asks whether the agent cannot speed it up somehow",
        ),
        ("and don't you tell me it's my fault", "asks the agent not to tell them it is their fault"),
        ("don't you dare charge me again", "asks the agent not to charge them again"),
        ("don't you have a manual?", "asks whether the agent does not have a manual"),
        ("would we two be flying together?", "asks whether the two of them would be flying together"),
        ("it took us two hours", "says it took them two hours"),
        ("are they blind or what?", None),
    ],
)
def test_chat_is_read_as_meant(text: str, expected: str | None) -> None:
    assert report_sentence(text, role="customer") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Would you be willing to do that?", "asks whether the customer would be willing to do that"),
        ("Would you be able to send a photo?", "asks for a photo"),
        ("Please do send the pictures as evidence.", "asks for the pictures as evidence"),
        ("Please do one more thing when you ask for the code", "asks the customer to do one more thing when they ask "
         "for the code"),
        ("do you double-click on the file?", "asks whether the customer double-clicks on the file"),
        ("Yes, having travel insurance can help in cancelling.", "confirms having travel insurance can help in "
         "cancelling"),
        ("Could you tell me the title of the book you ordered and the name of the gadget you received?",
         "asks for the title of the book the customer ordered and the name of the gadget they received"),
        ("I will book you a seat", "will book the customer a seat"),
        ("I have reviewed the instructions and acknowledge the note", "has reviewed the instructions and acknowledges "
         "the note"),
        ("Before I connect you, allow me to check the location.", "will check the location before they connect the "
         "customer"),
        ("I'll make a note of that, is there anything else you'd like to see on your visit?",
         "will make a note of that and asks whether there is anything else the customer would like to see on the "
         "visit"),
        ("I'll make a note of that, is there anything else I can help with?", "will make a note of that"),
        ("Would you prefer I call you back in 30 minutes?", "asks whether to call the customer back in 30 minutes"),
        ("While hourly updates may not be feasible, I can assure you that I will send you regular ones.",
         "will send the customer regular ones while hourly updates may not be feasible"),
        ("To proceed with the replacement, kindly confirm your shipping address.",
         "asks for the shipping address to proceed with the replacement"),
        ("It takes half an hour, so do the test when you land",
         "says it takes half an hour and asks the customer to do the test when they land"),
        ("The road is closed, so use of the lift is free", "says the road is closed, so use of the lift is free"),
        ("Ha.", None),
        ("Found: frame number WX4 0087 316", "says found: frame number WX4 0087 316"),
    ],
)  # fmt: skip
def test_what_agents_put_formally_keeps_its_sense(text: str, expected: str | None) -> None:
    assert report_sentence(text, role="agent") == expected
