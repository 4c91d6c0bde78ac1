"""Sentence spans keep offsets, never overlap, and do not cut order numbers, abbreviations or wrapped lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.text.sentences import split_sentences


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello. It broke!  What now?", ["Hello.", "It broke!", "What now?"]),
        ("Dr. Smith said so. Fine.", ["Dr. Smith said so.", "Fine."]),
        ("My order 12.345-6 is late.", ["My order 12.345-6 is late."]),
        ("It costs 4.50 e.g. for two. OK", ["It costs 4.50 e.g. for two.", "OK"]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("Well... not yet. Then", ["Well... not yet.", "Then"]),
        ("Please don't. A second one is closed.", ["Please don't.", "A second one is closed."]),
        ("I got the blue one in L. they sent photos.", ["I got the blue one in L.", "they sent photos."]),
        ("I asked for size S. The XL came.", ["I asked for size S.", "The XL came."]),
        ("J. van Dam called. J. Smith too.", ["J. van Dam called.", "J. Smith too."]),
        ("He said “stop.” Then left.", ["He said “stop.”", "Then left."]),
        ("", []),
        ("   \n ", []),
        ("?!", ["?!"]),
    ],
)
def test_sentences_are_those_a_reader_sees(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_a_hard_wrapped_paragraph_is_one_sentence() -> None:
    text = "I have been waiting for my parcel since last Monday and nobody\ncould tell me where it is."
    assert said(text) == [text]


@given(st.text(max_size=400))
def test_spans_are_ordered_trimmed_and_bounded_whatever_the_text(text: str) -> None:
    last = 0
    for start, end in split_sentences(text):
        assert last <= start < end <= len(text)
        assert end - start <= 320
        assert text[start:end] == text[start:end].strip()
        last = end


@given(st.lists(st.sampled_from(["order", "12.5", "arrived", "Mr.", "late!", "why?", "ok."]), max_size=60))
def test_no_letter_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    assert "".join(said(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Thank you, ma'am. I have received the images.", ["Thank you, ma'am.", "I have received the images."]),
        ("You sit in 22A, 22B and 22C. You may board now.", ["You sit in 22A, 22B and 22C.", "You may board now."]),
        ("thnk u. i was so mad", ["thnk u.", "i was so mad"]),
        (
            "We sold it to Appario Ltd. You should see it there.",
            ["We sold it to Appario Ltd.", "You should see it there."],
        ),
        ("returned on 5th oct. check your system", ["returned on 5th oct.", "check your system"]),
        ("It came on Oct. 5 to J. Smith, Mill St. Leeds.", ["It came on Oct. 5 to J. Smith, Mill St. Leeds."]),
        ("I want:\n1. a new bill,\n2. a refund.", ["I want:", "1. a new bill,", "2. a refund."]),
        ("Call Mr. You before 10 a.m. on Monday.", ["Call Mr. You before 10 a.m. on Monday."]),
    ],
)
def test_initials_and_abbreviations_end_a_sentence_only_where_another_begins(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences
