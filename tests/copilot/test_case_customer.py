"""Who the customer of a case is: what they call themselves, how the agent greets them, what a caller answers."""

from collections.abc import Sequence

import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.core.conversation import Transcript
from assist.inference.fakes import FakeEncoder, NullHeads

Lines = Sequence[tuple[str, str]]


def customer_of(lines: Lines, channel: str) -> str | None:
    messages = [{"role": role, "text": text} for role, text in lines]
    transcript = Transcript.model_validate({"channel": channel, "messages": messages})
    draft = draft_case(analyze(transcript, encoder=FakeEncoder(), heads=NullHeads()))
    assert draft.draft is not None
    if draft.draft.customer is not None:
        span = draft.evidence["/customer"][0]
        said = next(m.text for m in transcript.messages if m.key == span.message_id)[span.start : span.end]
        assert said.split()[-1].lower() == draft.draft.customer.split()[-1].lower()
    return draft.draft.customer


@pytest.mark.parametrize(
    ("lines", "channel", "name"),
    [
        (
            (
                ("customer", "My bill is too high.\n\nDes Okonjo, 41 Mill Lane"),
                ("agent", "I see."),
                ("customer", "ok\nDes"),
            ),
            "email",
            "Des Okonjo",
        ),
        (
            (("customer", "This is wrong again.\n\nG. Pellworth\nFinance Controller"), ("agent", "I am sorry.")),
            "email",
            "G. Pellworth",
        ),
        (
            (
                ("agent", "can i take your name"),
                ("customer", "it's harold finch"),
                ("agent", "thank you mr finch one moment"),
            ),
            "voice",
            "Harold Finch",
        ),
        ((("agent", "Has it come?"), ("customer", "Late"), ("customer", "the parcel came late again")), "chat", None),
        (
            (("customer", "please cancel my membership"), ("agent", "Hi Priya, this is Tom. May I ask why?")),
            "chat",
            "Priya",
        ),
        (
            (("customer", "The lamp is broken."), ("agent", "Dear Ms Marsh,\n\nI am sorry.\n\nDaniel Cho")),
            "email",
            "Ms Marsh",
        ),
        ((("customer", "it is broken"), ("agent", "Hi there! Sorry about that. Hello Team, a note.")), "chat", None),
        ((("customer", "I'm in New York and my trial was charged."), ("agent", "I see.")), "chat", None),
        ((("customer", "Move it to 14 Birch Close, SE22 8QP."), ("agent", "Thanks.")), "chat", None),
        (
            (("customer", "The key fails.\n\nGreetings\nNadia Roth\nRoth Film GmbH"), ("agent", "Hi!")),
            "email",
            "Nadia Roth",
        ),
        (
            (
                ("customer", "my heating is off"),
                ("agent", "what's your name please"),
                ("customer", "yeah it's margaret ellison"),
            ),
            "voice",
            "Margaret Ellison",
        ),
        (
            (
                ("customer", "hello ruth it's helen marsden i'm ringing about my dad's funeral roy teague"),
                ("agent", "hello helen yes of course"),
            ),
            "voice",
            "Helen Marsden",
        ),
        (
            (
                ("customer", "my mum's stairlift is stuck"),
                ("agent", "okay and what's mum's name"),
                ("customer", "it's doreen pickles i'm her son graham"),
            ),
            "voice",
            "Graham",
        ),
        (
            (
                ("customer", "i'm the neighbour of mrs abara and she has to cancel the tuner"),
                ("agent", "mrs abara i've got eleven and who am i talking to"),
                ("customer", "it's peter lindqvist l i n d q v i s t from the flat below"),
            ),
            "voice",
            "Peter Lindqvist",
        ),
        (
            (("customer", "my line is dead"), ("agent", "and that's missus okafor is it"), ("customer", "yes")),
            "voice",
            "Mrs Okafor",
        ),
        (
            (("customer", "my line is dead"), ("agent", "and your name"), ("customer", "it's rosa rosa quill")),
            "voice",
            "Rosa Quill",
        ),
        ((("customer", "is Dr Quill in?"), ("agent", "Dr Quill is not in today.")), "chat", None),
        ((("customer", "My lamp broke."), ("agent", "I passed it on to Ms Brandt.")), "chat", None),
        ((("customer", "My lamp broke."), ("agent", "I've left a key there for Ewa Zielak.")), "chat", "Ewa Zielak"),
        ((("customer", "I brought a lamp in, name of Zielak."), ("agent", "I see.")), "chat", "Zielak"),
        (
            (("customer", "my line is dead"), ("agent", "can i take your name"), ("customer", "why do you need that")),
            "voice",
            None,
        ),
    ],
)
def test_the_customer_is_who_says_so_or_is_addressed_so(lines: Lines, channel: str, name: str | None) -> None:
    assert customer_of(lines, channel) == name


@pytest.mark.parametrize(
    "text",
    ["Our Veldane Router keeps dropping the line.", "We use Quorvane Business.", "I have a Samsung Galaxy since May."],
)
def test_things_and_companies_are_no_customers(text: str) -> None:
    assert customer_of((("customer", text), ("agent", "I see.")), "chat") is None


def _known(
    *, context: str | None = None, participant: str | None = None, said: str = "my parcel is late"
) -> str | None:
    transcript = Transcript.model_validate(
        {
            "messages": [
                {"role": "customer", "text": said, "participant": participant},
                {"role": "agent", "text": "I see."},
            ],
            "context": [{"name": "customer_name", "value": context}] if context else [],
        }
    )
    draft = draft_case(analyze(transcript, encoder=FakeEncoder(), heads=NullHeads()))
    assert draft.draft is not None
    return draft.draft.customer


def test_the_desktop_knows_who_the_customer_is_where_nobody_says_it() -> None:
    assert _known(context="Dana Whitfield") == "Dana Whitfield"
    assert _known(participant="Dana Whitfield") == "Dana Whitfield"
    assert _known(participant="cust-4411") is None
    assert _known(participant="Customer") is None


def test_what_the_customer_says_of_their_name_goes_before_what_the_desktop_knows() -> None:
    assert _known(context="Dana Whitfield", said="My name is Dana. It is late.") == "Dana Whitfield"
    assert _known(context="Larkmoor Films", said="My name is Petra Olsen. It is late.") == "Petra Olsen"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("I apologise, Mr Falk. The van is late.", "Mr Falk"),
        ("Got it, thanks Jonna. I have added the note.", "Jonna"),
        ("An assessor, Mr Falk, will come on Thursday.", None),
        ("You will meet our vet, Dr Falk. She knows cats.", None),
    ],
)
def test_whom_the_agent_speaks_to_is_the_customer_and_whom_they_tell_of_is_not(said: str, name: str | None) -> None:
    assert customer_of((("customer", "the parcel is not here"), ("agent", said)), "chat") == name


def test_what_has_a_number_is_a_thing_and_no_customer() -> None:
    talk = (("agent", "Which bike is it?"), ("customer", "Velora City 3, maybe two years old"), ("agent", "I see."))
    assert customer_of(talk, "chat") is None
