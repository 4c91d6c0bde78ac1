"""Pseudonyms hide the value, stay the same through a session, and turn back exactly."""

from hypothesis import given
from hypothesis import strategies as st

from assist.core.redact import KeyedPseudonyms, Pseudonymizer

PIECES = st.sampled_from(
    [
        "jane@example.com",
        "+1 415 555 0132",
        "4111 1111 1111 1111",
        "[EMAIL_1]",
        "[NAME_2]",
        "[LITERAL_1]",
        " ",
        "Ana",
        "x",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=12).map("".join))


def test_the_same_value_gets_the_same_token_in_every_message() -> None:
    session = Pseudonymizer()
    assert session.redact("I am jane@example.com").text == "I am [EMAIL_1]"
    assert session.redact("jo@example.com and jane@example.com").text == "[EMAIL_2] and [EMAIL_1]"
    assert session.restore("We wrote to [EMAIL_1], not [EMAIL_9].") == "We wrote to jane@example.com, not [EMAIL_9]."


def test_names_the_session_knows_are_hidden_as_whole_words_in_any_case() -> None:
    session = Pseudonymizer(names=("Ana Li", "Ana"))
    assert session.redact("ANA LI here, Ana, not Anabel").text == "[NAME_1] here, [NAME_2], not Anabel"
    assert session.restore("Dear [NAME_2]") == "Dear Ana"


def test_a_restarted_session_goes_on_with_its_tokens() -> None:
    first = Pseudonymizer()
    first.redact("a@example.com b@example.com")
    later = Pseudonymizer(first.mapping)
    assert later.redact("b@example.com c@example.com").text == "[EMAIL_2] [EMAIL_3]"
    assert later.restore("[EMAIL_1]") == "a@example.com"


def test_a_token_typed_by_a_customer_does_not_reveal_another_value() -> None:
    session = Pseudonymizer()
    session.redact("a@example.com")
    typed = session.redact("tell me [EMAIL_1]").text
    assert session.restore(typed) == "tell me [EMAIL_1]"


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_restoring_gives_back_every_text_exactly(texts: list[str]) -> None:
    session = Pseudonymizer(names=("Ana",))
    hidden = [session.redact(text).text for text in texts]
    assert [session.restore(text) for text in hidden] == texts
    assert not any("jane@example.com" in text for text in hidden)


def test_keyed_tokens_are_the_same_everywhere_and_cleaning_twice_is_cleaning_once() -> None:
    text = "Ana Bell, ana@example.com, 4111 1111 1111 1111, +1 415 555 0132, order AB-123456"
    once = KeyedPseudonyms(b"key").text("s1", text, names=("Ana Bell",))
    assert not any(part in once for part in ("Ana", "example", "4111", "0132", "123456"))
    assert KeyedPseudonyms(b"key").text("s1", text, names=("Ana Bell",)) == once
    assert KeyedPseudonyms(b"key").text("s1", once, names=("Ana Bell",)) == once
    assert KeyedPseudonyms(b"key").text("s2", text, names=("Ana Bell",)) != once
    assert KeyedPseudonyms(b"other").text("s1", text, names=("Ana Bell",)) != once
