"""Questions with `be` are told in straight order, whatever stands between the verb and what is said of the subject."""

import pytest

from assist.copilot.reported import report_message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Is the car drivable?", "the car is drivable"),
        ("Is the bike rideable?", "the bike is rideable"),
        ("Is the room accessible?", "the room is accessible"),
        ("Is the other driver insured?", "the other driver is insured"),
        ("Was the other car insured?", "the other car was insured"),
        ("Is your router plugged in?", "the router is plugged in"),
        ("Are the lights on it green?", "the lights on it are green"),
        ("Is the address on the label right?", "the address on the label is right"),
        ("Is the name on the card yours?", "the name on the card is theirs"),
        ("Is the money on the card safe?", "the money on the card is safe"),
        ("Is the switch on the far right?", "the switch is on the far right"),
        ("Is the router in the hall?", "the router is in the hall"),
        ("Was the parcel damaged?", "the parcel was damaged"),
        ("Is anyone at home on Friday?", "anyone is at home on Friday"),
        ("Is the engine warning light on?", "the engine warning light is on"),
        ("Is your phone turned off?", "the customer's phone is turned off"),
        ("Is your router on or off?", "the router is on or off"),
        ("Is the app up to date?", "the app is up to date"),
        ("Is the red jacket still in stock?", "the red jacket is still in stock"),
        ("Is your mother with you?", "the customer's mother is with them"),
        ("Is the hotel pet friendly?", "the hotel is pet friendly"),
        ("Is parking free?", "parking is free"),
        ("Is breakfast included?", "breakfast is included"),
        ("Are you and your family safe?", "the customer and their family are safe"),
        ("Is the car driveable or does it need a tow?", "the car is driveable or whether it needs a tow"),
    ],
)
def test_what_is_asked_of_a_thing_reads_in_straight_order(text: str, told: str) -> None:
    report = report_message(text, role="agent")
    assert report is not None
    assert report.text == f"Agent asks whether {told}."


def test_what_is_asked_for_a_price_keeps_the_thing_whole() -> None:
    report = report_message("What is the price of the blue one?", role="customer")
    assert report is not None
    assert report.text == "Customer asks for the price of the blue one."
