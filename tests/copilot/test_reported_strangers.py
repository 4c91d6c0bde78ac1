"""Reported speech: what somebody who did not write the rules found wrong, each in other words."""

import pytest

from assist.copilot.reported import report_message

_SAID = [
    ("agent", "right so its um its been done", "Agent says it has been done."),
    ("agent", "it might be a touch more but ill ill tell you before",
     "Agent says it might be a touch more, but the agent will tell the customer before."),
    ("agent", "[laughs softly] I could do yellow roses.", "Agent could do yellow roses."),
    ("agent", "What I see here is that the eighteen oh four was on time.",
     "Agent can see that the eighteen oh four was on time."),
    ("agent", "and well ring you when its done", "Agent will ring the customer when it is done."),
    ("agent", "well send you a new one tomorrow", "Agent will send the customer a new one tomorrow."),
    ("agent", "well it is the valve", "Agent says it is the valve."),
    ("agent", "Where is it, what's the address?", "Agent asks where it is and what the address is."),
    ("agent", "Sorry Fliss, can you check what's on the box label?",
     "Agent asks the customer to check what is on the box label."),
    ("agent", "Will you be wanting something firmer from us?",
     "Agent asks whether the customer will be wanting something firmer from the company."),
    ("agent", "What I've done is, I've put you at the top of the list.",
     "Agent has put the customer at the top of the list."),
    ("customer", "why is my bill 412 pounds for a ONE BED FLAT",
     "Customer asks why their bill is 412 pounds for a one bed flat."),
    ("customer", "why is our rent 40 pounds more this month",
     "Customer asks why their rent is 40 pounds more this month."),
    ("customer", "ramipril, and the statin and the drops for my eyes",
     "Customer says ramipril, and the statin and the drops for their eyes."),
    ("customer", "i've put it in with all me tools", "Customer has put it in with all their tools."),
    ("customer", "i've lost me glasses", "Customer has lost their glasses."),
    ("customer", "she sold me tickets for the wrong day", "Customer says she sold them tickets for the wrong day."),
    ("customer", "can you take these with ibuprofen", "Customer asks whether they can take these with ibuprofen."),
    ("customer", "the tin says dry but its stone cold", "Customer says the tin says dry but it is stone cold."),
    ("customer", "he's not had any water since", "Customer says he has not had any water since."),
    ("customer", "she's not done any work today", "Customer says she has not done any work today."),
    ("customer", "My licence is gone and I need it.\n\nApplication number K-8102.\n\nOwen Tull",
     "Customer says their licence is gone and they need it and gives application number K-8102."),
    ("customer", "Cancel my lessons. All of them.", "Customer asks the agent to cancel their lessons, all of them."),
    ("customer", "and the standing charge in May? will it be the same",
     "Customer asks about the standing charge in May and asks whether it will be the same."),
    ("customer", "I'm driving, can you ring me later?", "Customer is driving and asks the agent to ring them later."),
    ("customer", "ok done... now the light is red", "Customer has done it; the light is red."),
    ("customer", "okay seven two nine right thank you", "Customer says seven two nine."),
    ("customer", "she's had two already is that does that matter",
     "Customer says she has had two already and asks whether that matters."),
    ("customer", "it says press r to start", "Customer says it says press R to start."),
    ("agent", "it's flat four b right at the back", "Agent says it is flat four b right at the back."),
    ("agent", "Then we'd swap it at our cost.", "Agent would swap it at the company's cost."),
    ("agent", "If you send it back we can swap it, otherwise it has to be repaired.",
     "Agent can swap it if the customer sends it back, otherwise it has to be repaired."),
    ("agent", "I'd ask for the blue one.", "Agent would ask for the blue one."),
    ("agent", "I'd leave it in the box for now.", "Agent advises the customer to leave it in the box for now."),
    ("agent", "I'd keep you posted.", "Agent would keep the customer posted."),
    ("agent", "Around 40 minutes, it depends on the traffic.",
     "Agent explains that it is around 40 minutes, it depends on the traffic."),
    ("agent", "I've written to the garage about your car. They answer within a week. I can lend you one until then.",
     "Agent has written to the garage about the car, says they answer within a week, and can lend the customer one "
     "until then."),
    ("agent", "okay so you've sold it so have you told the council",
     "Agent says the customer has sold it and asks whether they have told the council."),
    ("agent", "To change the name we need to see a passport: please send a photo.",
     "Agent says to change the name they need to see a passport and asks for a photo."),
    ("agent", "Let me see... there's a table at eight.", "Agent says there is a table at eight."),
    ("agent", "We need to see it first.\n\nMaud, Repair Desk", "Agent needs to see it first."),
    ("agent", "Thank you for calling Holm Tyres, this is Bryony. Can I have your plate?", "Agent asks for the plate."),
    ("agent", "let me just page nine", None),
    ("agent", "my name's dara", None),
]  # fmt: skip


@pytest.mark.parametrize(("role", "text", "expected"), _SAID)
def test_a_message_is_said_as_it_was_meant(role: str, text: str, expected: str | None) -> None:
    report = report_message(text, role=role)
    assert (report.text if report else None) == expected
