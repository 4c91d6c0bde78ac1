"""Personal data is found where it is, ordinary numbers are left alone, and hostile input does not slow anything."""

import time

import pytest

from assist.core.redact import Span, find_spans


def found(text: str) -> list[tuple[str, str]]:
    return [(span.type, span.value) for span in find_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to jane.doe+shop@mail.example.co.uk.", [("email", "jane.doe+shop@mail.example.co.uk")]),
        ("mail jane@example.com4111 please", [("email", "jane@example.com")]),
        ("it's jane dot doe at example dot com", [("email", "jane dot doe at example dot com")]),
        ("my card is 4111 1111 1111 1111 exp 12/26", [("card", "4111 1111 1111 1111")]),
        ("card 5500-0000-0000-0004", [("card", "5500-0000-0000-0004")]),
        ("IBAN GB82 WEST 1234 5698 7654 32 thanks", [("iban", "GB82 WEST 1234 5698 7654 32")]),
        ("de89370400440532013000", [("iban", "de89370400440532013000")]),
        ("from 192.168.0.17 or 2001:db8::1", [("ip", "192.168.0.17"), ("ip", "2001:db8::1")]),
        ("ssn 078-05-1120", [("national_id", "078-05-1120")]),
        ("call me on +44 (0)20 7946 0958", [("phone", "+44 (0)20 7946 0958")]),
        ("reach me at (415) 555-0132 x12", [("phone", "(415) 555-0132 x12")]),
        ("my mobile is 5550142", [("phone", "5550142")]),
        ("order 502-2345678 is late", [("order_id", "502-2345678")]),
        ("order number is 4415 2231", [("order_id", "4415 2231")]),
        ("tracking 1Z999AA10123456784", [("order_id", "1Z999AA10123456784")]),
        ("see ORD-123456 and #88213", [("order_id", "ORD-123456"), ("order_id", "#88213")]),
        ("account: AB-99120", [("account", "AB-99120")]),
        ("it says 778812349900 on the bill", [("account", "778812349900")]),
    ],
)
def test_personal_data_is_found_whole_and_with_its_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I paid $1,299.00 on 12/03/2024 at 10:45 for 2 x 500 GB",
        "between 2019-2020 I had 3 orders, 10-15 of them on 2024-05-01",
        "firmware version 10.2.3.4 on the WH-1000XM4 shows error PAY-415",
        "I ordered 100000 units of the 2024 policy book",
        "customer support is bad and my account is locked",
        "look at page 12 at noon, room 1204, flight at 1430",
        "",
    ],
)
def test_ordinary_numbers_and_words_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("number", ["4111 1111 1111 1112", "5500000000000005"])
def test_a_number_that_fails_luhn_is_not_called_a_card(number: str) -> None:
    assert "card" not in [kind for kind, _ in found(f"card {number}")]


def test_an_iban_with_a_wrong_check_digit_is_not_called_an_iban() -> None:
    assert "iban" not in [kind for kind, _ in found("GB82 WEST 1234 5698 7654 33")]


def test_spans_are_code_points_of_the_text_in_order() -> None:
    text = "👍🏽 naïve 日本: a@b.io, then +49 170 1234567"
    spans = find_spans(text)
    assert [text[span.start : span.end] for span in spans] == ["a@b.io", "+49 170 1234567"]
    assert spans[0] == Span("email", text.index("a@b.io"), text.index("a@b.io") + 6, "a@b.io")


HOSTILE = ("a@", "a", "1", "1 ", "1-", "1.", "(1)", ":a", "order ", "order number is ", "GB82 ", " at a dot", "a dot ")
HOSTILE += ("+1", "#A1", "AB-1", "call 1", "(+1", "1.1.1.1.", "555-1234 x1 ", " ", "é@é.", "[EMAIL_1", "'@.", "::1 ")


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_message_of_the_longest_length_never_takes_long_however_it_is_built(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    started = time.process_time()
    find_spans(text)
    # Linear patterns need under 100 ms for these; a quadratic one needs several seconds.
    assert time.process_time() - started < 1.0
