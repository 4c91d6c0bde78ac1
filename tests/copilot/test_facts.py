"""Facts are verbatim, point at where they were said, and their plain forms mean the same."""

from datetime import UTC, datetime, timedelta
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assist.copilot.analysis import analyze
from assist.copilot.facts import find_facts, find_mentions, resolve_date, resolve_due
from assist.copilot.facts.codes import type_by_form
from assist.copilot.facts.features import TYPES
from assist.copilot.facts.select import normalise
from assist.copilot.facts.selector import Selector
from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray
from assist.core.vocabulary import FactType
from assist.inference.fakes import FakeEncoder, NullHeads

MONDAY = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("My order 502-2345678-9012345 never came.", "order_id", "502-2345678-9012345"),
        ("it's T M two two seven, nine oh five", "other", "T M two two seven, nine oh five"),
        ("You charged me £45.50 twice", "amount", "£45.50"),
        ("that was ninety four euros", "amount", "ninety four euros"),
        ("write to jane.doe@postbox.example please", "email", "jane.doe@postbox.example"),
        ("jane dot doe at postbox dot example", "email", "jane dot doe at postbox dot example"),
        ("call me on 07700 911 264", "phone", "07700 911 264"),
        ("the boiler shows error F28", "error_code", "F28"),
        ("it was delivered on 12 May", "date", "12 May"),
        ("a room from May 12-20 please", "date", "May 12-20"),
        ("My name is Ivy Castellan.", "person", "Ivy Castellan"),
        ("the van, KX19 VBD, hit our gate", "other", "KX19 VBD"),
        ("my booking reference is PKX-55821", "order_id", "PKX-55821"),
        ("I need 3-10 Aug instead", "date", "3-10 Aug"),
        ("you will know by the end of April", "date", "by the end of April"),
        ("everyone gets AADSTS50011 since noon", "error_code", "AADSTS50011"),
        ("that's nine pounds seventy six a day", "amount", "nine pounds seventy six"),
        ("it's the fourteenth of march nineteen seventy one", "date", "fourteenth of march nineteen seventy one"),
        ("I live at 22 Hollins Grove. Green bin.", "location", "22 Hollins Grove"),
        ("We sat in Bergen ALL NIGHT because of you", "location", "Bergen"),
        ("my parcel is 1Z420XW1A0077315562", "order_id", "1Z420XW1A0077315562"),
        ("Our number is FR 402 118 953.", "account", "FR 402 118 953"),
        ("i paid them two ninety nine for the stamp", "amount", "two ninety nine"),
        ("Another error now. 4471.", "error_code", "4471"),
        ("the scooter is LB21 KT0", "other", "LB21 KT0"),
        ("This is Chloë Brüder-Żak.", "person", "Chloë Brüder-Żak"),
        ("My surname is Quist.", "person", "Quist"),
    ],
)
def test_values_are_found_word_for_word(text: str, kind: FactType, value: str) -> None:
    assert (kind, value) in {(m.type, text[m.start : m.end]) for m in find_mentions(text)}


def test_leading_noughts_of_a_spoken_phone_number_are_kept() -> None:
    text = "sure it's oh seven seven double oh nine, four four one, five oh oh"
    [phone] = [m for m in find_mentions(text, "what is the best number to call") if m.type == "phone"]
    assert normalise("phone", text[phone.start : phone.end]) == "07700 9441500".replace(" ", "")


@pytest.mark.parametrize(
    "text", ["It takes 3 hours.", "I have 14 cats", "she swims 300 m", "PLEASE HELP BEFORE FRIDAY", "the year 2024"]
)
def test_plain_quantities_and_shouted_words_are_no_codes(text: str) -> None:
    codes = {"order_id", "account", "case_id", "error_code", "phone", "email"}
    assert not codes & {m.type for m in find_mentions(text, "may I have your order number?")}


@pytest.mark.parametrize(
    ("kind", "said", "plain"),
    [
        ("amount", "$1,204.50", "1204.50 USD"),
        ("amount", "two pounds fifty", "2.50 GBP"),
        ("email", "jane dot doe at postbox dot example", "jane.doe@postbox.example"),
        ("account", "T M two two seven, nine oh five", "TM227905"),
        ("date", "tomorrow", "2026-05-05"),
        ("order_id", "502-2345678-9012345", None),
        ("person", "Ivy", None),
    ],
)
def test_plain_forms_say_the_same(kind: FactType, said: str, plain: str | None) -> None:
    assert normalise(kind, said, MONDAY) == plain


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("within 48 hours", "2026-05-06T10:00:00Z"),
        ("in 3-5 business days", "2026-05-11T23:59:59Z"),
        ("within five working days", "2026-05-11T23:59:59Z"),
        ("by tomorrow noon", "2026-05-05T12:00:00Z"),
        ("Thursday at 10pm", "2026-05-07T22:00:00Z"),
        ("before 6 PM today", "2026-05-04T18:00:00Z"),
        ("on 5 June", "2026-06-05T23:59:59Z"),
        ("the fourteenth of August twenty twenty seven", "2027-08-14T23:59:59Z"),
        # what nobody can be sure of stays in words
        ("next Tuesday", None),
        ("Thursday the twentieth", None),
        ("Tuesday or Wednesday", None),
        ("May 12-20", None),
        ("between 2 PM and 4 PM", None),
        ("within the next few hours", None),
        ("two weeks ago", None),
        ("shortly", None),
    ],
)
def test_deadlines_are_the_latest_moment_the_words_allow(said: str, due: str | None) -> None:
    assert resolve_due(said, MONDAY) == due


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("tomorrow", datetime.max),
        ("within 24 hours", datetime.max),
        ("in 3 business days", datetime.max),
        ("Friday", datetime.max),
        ("yesterday", datetime.min),
        ("last Monday", datetime.min),
    ],
)
def test_what_lies_beyond_the_calendar_stays_in_words(said: str, at: datetime) -> None:
    assert resolve_due(said, at.replace(tzinfo=UTC)) is None
    assert resolve_date(said, at.replace(tzinfo=UTC)) is None


@pytest.mark.parametrize("said", ["tomorrow", "within 48 hours", "Friday", "5 June"])
def test_nothing_relative_is_resolved_without_a_message_time(said: str) -> None:
    assert resolve_due(said, None) is None
    assert resolve_date(said, None) is None


def test_a_full_date_needs_no_message_time() -> None:
    assert resolve_date("October 21st, 2023", None) == "2023-10-21"


@given(st.integers(1, 40), st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_business_days_never_end_on_a_weekend_nor_too_early(count: int, at: datetime) -> None:
    start = at.replace(tzinfo=UTC)
    due = datetime.fromisoformat(resolve_due(f"within {count} business days", start) or "")
    assert due.weekday() < 5
    assert due >= start + timedelta(days=count)


@given(st.text(alphabet=st.sampled_from("abc ABC019-.,@£$€#'\"\n:/ tofiven"), max_size=120))
@settings(max_examples=150, deadline=None)
def test_mentions_are_spans_of_the_text_and_never_empty(text: str) -> None:
    for mention in find_mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip()


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_words_may_be_given_as_a_deadline(text: str) -> None:
    due = resolve_due(text, MONDAY)
    assert due is None or datetime.fromisoformat(due).tzinfo is not None


def test_a_value_is_never_cut_out_of_a_longer_number() -> None:
    text = "I use iOS 11.0.3 on it"
    assert not [m for m in find_mentions(text) if text[m.start : m.end].endswith("11")]


def _facts(*lines: tuple[str, str], channel: str = "chat") -> set[tuple[str, str]]:
    messages = [{"role": role, "text": text} for role, text in lines]
    transcript = Transcript.model_validate({"channel": channel, "messages": messages})
    talk = analyze(transcript, encoder=FakeEncoder(), heads=NullHeads())
    return {(found.fact.type, found.fact.value) for found in find_facts(talk)}


def _mentions(text: str, asked: str = "") -> set[tuple[str, str]]:
    return {(m.type, text[m.start : m.end]) for m in find_mentions(text, asked)}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("where is order 556-1192", ""),
        ("Order no. 556-1192, still not here", ""),
        ("556-1192", "What is your order number?"),
        ("Yeah it's 556-1192.", "Can I take the order number?"),
    ],
)
def test_an_order_number_is_no_phone_number(text: str, asked: str) -> None:
    assert ("order_id", "556-1192") in _mentions(text, asked)


def test_a_phone_number_beside_an_order_number_stays_one() -> None:
    said = ("customer", "My order number is 556-1192 and my phone is 0151 496 0123")
    assert _facts(said, ("agent", "I'll check order 556-1192.")) == {
        ("order_id", "556-1192"),
        ("phone", "0151 496 0123"),
    }


@pytest.mark.parametrize("card", ["4929 1234 5678 9010", "4929-1234-5678-9010", "**** **** **** 9010"])
def test_a_card_number_is_one_value(card: str) -> None:
    facts = _facts(("customer", f"My card {card} was charged twice."), ("agent", "I have refunded it."))
    assert facts == {("account", card)}


def test_an_account_number_read_in_groups_is_found() -> None:
    assert ("account", "6641 9207") in _mentions("yeah it's 6641 9207", "can I take your account number?")
    assert ("account", "44 17 30 92") in _mentions("my account number is 44 17 30 92")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Invoice INV-100 for my account is wrong.", ("other", "INV-100")),
        ("I was billed twice on INV-101 this month.", ("other", "INV-101")),
        ("Flight TW310 was cancelled.", ("other", "TW310")),
        ("The API returns HTTP 429 since Monday.", ("error_code", "HTTP 429")),
    ],
)
def test_invoices_flights_and_answers_of_servers_are_what_they_are(text: str, fact: tuple[str, str]) -> None:
    facts = _facts(("customer", text), ("agent", "I see."), ("customer", f"yes, {fact[1]}"))
    assert [found for found in facts if fact[1] in found[1]] == [fact]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("My card was swallowed.", "product", "My card"),
        ("I ordered the red jacket but got the blue one.", "product", "blue one"),
        ("It came from the API with Retry-After 30.", "location", "API"),
        ("It came from the API with Retry-After 30.", "product", "Retry-After 30"),
        ("Our Veldane Router is slow", "person", "Our Veldane Router"),
        ("We use Quorvane Business here.", "person", "Quorvane Business"),
    ],
)
def test_possessives_pronouns_and_technical_words_name_nothing(text: str, kind: str, value: str) -> None:
    assert (kind, value) not in _mentions(text)


def test_a_number_beside_a_postcode_answers_the_other_half_of_the_question() -> None:
    text = "8841 2207 19, LS6 2QT"
    found = _mentions(text, "Can I take your account number and the postcode?")
    assert ("account", "8841 2207 19") in found
    assert type_by_form("LS6 2QT", "person", "location") == "location"


def test_a_reading_is_no_account_and_a_count_of_rows_is_no_sum() -> None:
    assert not [kind for kind, _ in _mentions("20874", "Could you read me the meter now?") if kind == "account"]
    assert ("account", "20874110") in _mentions("meter number 20874110")
    assert not [kind for kind, _ in _mentions("It times out above 50k rows.") if kind == "amount"]
    assert ("amount", "50k") in _mentions("The repair would be 50k.")


class _Doubtful:
    """A selector that gives every value too small a chance."""

    least = np.full(len(TYPES), 0.42, dtype=np.float32)

    def chances(self, rows: FloatArray) -> FloatArray:
        return np.full(len(rows), 0.3, dtype=np.float32)

    def types(self, rows: FloatArray) -> NDArray[np.int64]:
        return np.zeros(len(rows), dtype=np.int64)


def test_an_answer_of_a_server_is_noted_where_another_value_is_too_doubtful() -> None:
    said = "Export KX-4410 ends in a gateway timeout (HTTP 504)."
    transcript = Transcript.model_validate({"channel": "case", "messages": [{"role": "customer", "text": said}]})
    talk = analyze(transcript, encoder=FakeEncoder(), heads=NullHeads())
    facts = find_facts(talk, selector=cast(Selector, _Doubtful()))
    assert [(found.fact.type, found.fact.value) for found in facts] == [("error_code", "HTTP 504")]


def test_a_number_with_a_countrys_prefix_is_a_phone_wherever_it_stands() -> None:
    assert type_by_form("+44 20 7946 0112", "other", "other") == "phone"


@pytest.mark.parametrize(
    ("said", "asked", "kind", "value"),
    [
        ("it's oh seven seven double oh nine hundred six one two", "what number can we ring", "phone", "07700900612"),
        ("that was nine hundred and twelve pounds", "", "amount", "912.00 GBP"),
    ],
)
def test_a_hundred_belongs_to_the_phone_number_it_is_said_in(said: str, asked: str, kind: str, value: str) -> None:
    found = [one for one in find_mentions(said, asked) if one.type == kind]
    assert [normalise(one.type, said[one.start : one.end]) for one in found] == [value]


def test_a_postcode_that_is_spelled_is_a_place() -> None:
    assert normalise("location", "n r four seven b q") == "NR47BQ"


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("I received a damaged toaster oven today.", "toaster oven"),
        ("The lawn mower I bought leaks.", "lawn mower"),
        ("It's about my pressure cooker, it hisses.", "pressure cooker"),
        ("I bought a pair of Orla QC45 headphones.", "Orla QC45 headphones"),
        ("I got charged twice.", None),
        ("My husband called you.", None),
    ],
)
def test_the_thing_itself_is_proposed_as_the_product(said: str, thing: str | None) -> None:
    found = [said[one.start : one.end] for one in find_mentions(said) if one.type == "product"]
    assert (thing in found) if thing else not found


def test_a_number_in_our_street_is_no_address_and_a_distance_no_sum() -> None:
    assert not [value for kind, value in _mentions("There is no house 31 in our street!") if kind == "location"]
    assert not [value for kind, value in _mentions("It is more than 30 km away.") if kind == "amount"]
