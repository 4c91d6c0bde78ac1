"""Codes stay letter for letter wherever they are told, also where their letters are a hesitation or a word."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.reported import report_message, report_sentence
from assist.copilot.reported.notes import report_note
from assist.copilot.summary import summarize
from assist.copilot.summary.compress import clip
from assist.core.conversation import Transcript
from assist.inference.fakes import FakeEncoder, NullHeads

_LETTERS = st.one_of(
    st.sampled_from("HM UM UH ER MM LOL OMG FYI BTW N U R B W I IM ID YR SO AND NO OK HI WELL PLEASE SORRY MR".split()),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=4),
)
_DIGITS = st.text("0123456789", min_size=2, max_size=6)
_CODES = st.one_of(
    st.builds("{}-{}".format, _LETTERS, _DIGITS),
    st.builds("{}-{}".format, _DIGITS, _LETTERS),
    st.builds("{}-{}-{}".format, _LETTERS, _DIGITS, _LETTERS),
    st.builds("{}-{}".format, _LETTERS.map(str.lower), _DIGITS),
)
_FRAMES = st.sampled_from(
    [
        "My order {} has not arrived.",
        "I have a booking {} for 12 December",
        "my order {} never came and i want my money back",
        "Where is {}? It was due on Monday.",
        "It's {}.",
        "hi its about {} can you check it",
        "WHERE IS MY PARCEL {} YOU PROMISED IT TODAY",
        "The kettle I bought, order {}, leaks and I can't use it.",
        "Hello,\n\nMy heater is broken and nobody came.\n\nPolicy {}\n\nKind regards,\nAda Long",
    ]
)


@given(code=_CODES, frame=_FRAMES, role=st.sampled_from(["customer", "agent"]))
def test_a_report_has_the_code_letter_for_letter(code: str, frame: str, role: str) -> None:
    report = report_message(frame.format(code), role=role)
    assert report is not None
    assert code in report.text


@given(code=_CODES)
def test_notes_and_single_sentences_have_the_code_letter_for_letter(code: str) -> None:
    assert code in (report_note(f"customer sent {code} back") or "")
    assert code in (report_sentence(f"I have sent you {code} again", role="agent") or "")


@given(codes=st.lists(_CODES, min_size=2, max_size=4, unique=True))
def test_several_codes_are_not_mistaken_for_each_other(codes: list[str]) -> None:
    report = report_message(f"The numbers are {', '.join(codes)}.", role="customer")
    assert report is not None
    assert re.findall(r"[\w-]*\d[\w-]*", report.text) == codes


def test_a_code_within_another_is_not_mistaken_for_it() -> None:
    report = report_message("I sent HM-20 and UM-20-B back.", role="customer")
    assert report is not None
    assert report.text == "Customer sent HM-20 and UM-20-B back."


@given(code=_CODES, words=st.integers(4, 12))
def test_what_is_cut_to_a_length_has_the_code_whole_or_not_at_all(code: str, words: int) -> None:
    cut = clip(f"says the kettle of order {code} leaks and they cannot use it in {code}", words)
    assert _broken(cut, code) == []


@settings(max_examples=40)
@given(code=_CODES, frame=_FRAMES)
def test_headline_and_title_have_the_code_whole_or_not_at_all(code: str, frame: str) -> None:
    lines = [("customer", frame.format(code)), ("agent", f"I have sent {code} again, it comes on Friday.")]
    talk = analyze(
        Transcript.model_validate({"messages": [{"role": role, "text": text} for role, text in lines]}),
        encoder=FakeEncoder(),
        heads=NullHeads(),
    )
    draft, headline = draft_case(talk).draft, summarize(talk).headline
    assert draft is not None
    assert _broken(draft.title or "", code) == []
    assert headline is not None
    assert _broken(headline.text, code) == []


def _broken(told: str, code: str) -> list[str]:
    """What is left of `code` in `told` that is not the whole of it; a title begins with a capital."""
    words = [word.strip(",.;:?") for word in told.split()]
    return [
        word
        for word in words
        if any(char.isdigit() for char in word) and word.lower() != code.lower() and word not in {"12"}
    ]
