"""Where sentences end in speech that nobody marked: pieces that can be told one by one, never a number cut in two."""

from pathlib import Path

import numpy as np
import pytest

from assist.core.errors import ConfigurationError
from assist.core.text.sentence_ends import SHAPES, load_ends, packaged_ends, unmarked_ends, word_rows
from assist.core.text.sentences import split_sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def test_a_caller_in_one_breath_is_split_at_main_clauses() -> None:
    said = "right let me have a look i can see the payment went out on friday it should be there by tuesday"
    assert pieces(said) == [
        "right",
        "let me have a look",
        "i can see the payment went out on friday",
        "it should be there by tuesday",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "it's oh seven nine double one one two three four five six seven and the name is on the account",
        "callum pellow p e double l o w and that is with two l and a w at the very end",
    ],
)
def test_numbers_and_spelled_names_are_not_cut(text: str) -> None:
    for piece in pieces(text)[1:]:
        assert len(piece.split()[0]) > 1
        assert piece.split()[0] not in {"seven", "nine", "one", "two", "three", "four", "five", "six", "double"}


def test_a_condition_keeps_its_main_clause() -> None:
    found = pieces("if you are in a dangerous location please hang up and dial nine nine nine straight away")
    assert "please hang up" in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "my order has not come yet",
        "Thanks for the quick reply but I still can't log in",
        "I ordered a lamp. it came broken and i would like my money back please as soon as you can",
        "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen",
    ],
)
def test_short_and_marked_texts_are_left_to_their_marks(text: str) -> None:
    assert unmarked_ends(text) == []


def test_ends_are_offsets_behind_words_in_order() -> None:
    text = "right let me have a look   i can see the payment went out on friday it should be there by tuesday"
    ends = unmarked_ends(text)
    assert ends == sorted(set(ends))
    assert ends
    for end in ends:
        assert not text[end - 1].isspace()
        assert text[end].isspace()


def test_unknown_words_are_read_by_their_shape() -> None:
    rows, commas = word_rows(["Order", "zzqxing,", "4711", "ab12"], {"order": 0})
    assert rows.tolist() == [len(SHAPES), SHAPES.index("-ing"), SHAPES.index("#"), SHAPES.index("#a")]
    assert commas.tolist() == [0, 1, 0, 0]


def test_chances_are_chances() -> None:
    chances = packaged_ends().chances("okay can i take your name".split())
    assert chances.shape == (6,)
    assert np.all((chances >= 0) & (chances <= 1))


def test_a_missing_artifact_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_ends(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "There is a card payment of £64.99 to STREAMLY on 2 May I did not make, and another £120 on 3 May",
        "card payment to STREAMLY on 2 May I did not make, and another £120",
        "i got a bill this morning for four hundred and twelve pounds and it is usually about ninety",
        "the router is offline since yesterday and the bill is twice what it was",
        "i will cancel this bill here for you today and send a new one",
    ],
)
def test_dates_times_and_second_verbs_stay_in_their_sentence(text: str) -> None:
    assert pieces(text) == [text]


def test_what_a_speaker_will_do_is_a_sentence_of_its_own() -> None:
    said = "i can see an estimated reading i will cancel this bill and send a new one"
    assert pieces(said) == ["i can see an estimated reading", "i will cancel this bill and send a new one"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("i've asked but it's not something we can do from the shop on a saturday", 1),
        ("i've asked twice and there's no refund i can give on a ticket like that", 1),
        ("so there's no rush you can bring it back to us on any day", 2),
        ("no you weren't that's for both of them so you only paid the once for it", 2),
        ("so i can't i'm on the train to leeds and the tickets are on her phone", 2),
        ("i'll put that through for you now there we go so that's forty two pounds off the bill", 3),
        ("let me just line four oh yeah there is a second charge on the same day", 2),
        ("okay i've cancelled that it's all gone and she will get a letter by friday", 2),
        ("my wife has tried that it jumped straight out of the socket again", 2),
        ("you can leave it in the porch with the box while the other one's drying out", 1),
        ("is the tap under the sink is the handle on it pointing up or down", 2),
    ],
)
def test_what_the_words_settle_needs_no_chance(text: str, sentences: int) -> None:
    assert len([piece for piece in pieces(text) if piece not in {"so", "okay", "um"}]) == sentences
