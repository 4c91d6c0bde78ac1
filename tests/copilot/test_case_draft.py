"""A case draft reads like a colleague's note, points at what was said, and never adds to it."""

import dataclasses
import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.api.desk.case_merge import patched, refreshed
from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.case_draft.actions import actions_of
from assist.copilot.case_draft.over import is_followed
from assist.copilot.case_draft.reason import cause_of, is_cause
from assist.copilot.case_draft.wording import statement
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.core.resources import samples_dir
from assist.core.results import CaseDraft, CaseFields, NextStep, SentimentArc, json_of
from assist.core.vocabulary import CASE_STATUSES
from assist.inference.fakes import FakeEncoder, NullHeads
from evaluation.metrics.values import unsupported_values

ENCODER = FakeEncoder()
KETTLE = (
    ("customer", "Hi, my name is Ivy Castellan. My kettle from order QV-88317 arrived broken and I can't use it."),
    ("agent", "Sorry to hear that, Ivy. Could you please send a photo of the damage?"),
    ("customer", "Sure, here it is. I paid £45.50 for it."),
    ("agent", "Thank you. The kettle was damaged because the box was too thin. I have ordered a replacement for you."),
    ("agent", "We will send you the replacement within 3 business days."),
    ("customer", "Great, thank you!"),
)
Lines = Sequence[tuple[str, str]]


def _talk(lines: Lines, *, channel: str = "chat", at: str | None = None, **more: object) -> Conversation:
    messages = [{"role": role, "text": text, "at": at} for role, text in lines]
    return _encode(Transcript.model_validate({"channel": channel, "messages": messages, **more}))


def _encode(transcript: Transcript) -> Conversation:
    return analyze(transcript, encoder=ENCODER, heads=NullHeads())


def _samples() -> list[Conversation]:
    found: list[Conversation] = []
    for path in sorted((samples_dir() / "conversations").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        found.append(_encode(Transcript.model_validate({key: row[key] for key in ("channel", "messages")})))
    return found


def _filled(fields: CaseFields) -> dict[str, str]:
    """JSON Pointer -> text of everything that is filled."""
    filled: dict[str, str] = {}
    for name, value in json_of(fields).items():
        if isinstance(value, str):
            filled[f"/{name}"] = value
        elif name == "sentiment":
            filled |= {f"/sentiment/{moment}": label for moment, label in value.items() if label}
        elif value:
            for i, item in enumerate(value):
                filled[f"/{name}/{i}"] = item if isinstance(item, str) else item.get("action") or item["value"]
    return filled


def _assert_grounded(draft: CaseDraft, conversation: Conversation) -> None:
    """Every filled field has spans of real messages, and says nothing that the conversation does not."""
    assert draft.draft is not None
    texts = {message.key: message.text for message in conversation.messages}
    filled = _filled(draft.draft)
    assert set(filled) == set(draft.evidence)
    for pointer, text in filled.items():
        spans = draft.evidence[pointer]
        assert spans, pointer
        said = "\n".join(texts[str(span.message_id)][span.start : span.end] for span in spans)
        assert said.strip(), pointer
        if pointer.split("/")[1] not in {"status", "sentiment", "category", "priority"}:
            assert not unsupported_values(text, "\n".join(texts.values())), (pointer, text)


def test_a_note_has_what_was_said_in_the_third_person() -> None:
    draft = draft_case(_talk(KETTLE, at="2026-05-04T10:00:00Z")).draft
    assert draft is not None
    assert draft.customer == "Ivy Castellan"
    assert draft.issue is not None
    assert "QV-88317" in draft.issue
    assert {("order_id", "QV-88317"), ("amount", "£45.50")} <= {(fact.type, fact.value) for fact in draft.facts}
    assert next(fact.normalized for fact in draft.facts if fact.type == "amount") == "45.50 GBP"
    told = " ".join([draft.title or "", draft.issue, draft.cause or "", *draft.steps]).lower().split()
    assert not {"i", "my", "you", "your", "me", "we"} & {word.strip(".,") for word in told}


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("I have not received my parcel yet, which is annoying.", "Parcel not received"),
        ("I still have no refund for the blender I returned.", "No refund for blender"),
        ("I'm really upset because my flight to Oslo was cancelled yesterday.", "Flight to Oslo cancelled"),
        ("I bought a tent last week but it arrived with a torn floor.", "Tent arrived with torn floor"),
        ("I am unable to log in to my account.", "Unable to log in to account"),
        ("I received a broken lamp today.", "Broken lamp"),
        ("My order is showing as delivered, but I never received it!", "Order showing as delivered but never received"),
        ("I have asked to close this account.", "Close this account"),
        ("Could you tell me whether the plan covers hail damage?", "Whether plan covers hail damage"),
        ("I have encountered an issue with the payment for my order.", "Encountered issue with payment for order"),
        ("Where is my refund for order 402-5567781-22?", "Where is refund for order"),
        ("Since the last update, none of our managers can log in.", "None of managers can log in"),
        ("I've got a text saying my prescription's ready but it wasn't.", "Prescription ready"),
        ("Do you have the instructions for the wardrobe?", "Instructions for wardrobe"),
        ("1 hour 50! My pizza has not arrived.", "Pizza not arrived"),
        ("My parcel has not arrived! Please help, on Monday I need it.", "Parcel not arrived"),
    ],
)
def test_a_title_is_a_label_of_what_is_wrong_or_wanted(said: str, title: str) -> None:
    conversation = _talk([("customer", said), ("agent", "Let me have a look.")])
    draft = draft_case(conversation)
    assert draft.draft is not None
    assert draft.draft.title == title
    _assert_grounded(draft, conversation)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Wrong lamp delivered, order QV-88317", "Wrong lamp delivered"),
        ("RE: My boiler has no pressure - please read", "Boiler has no pressure"),
        ("SOMEBODY ELSE'S LETTERS / QH-730081", "Somebody else's letters"),
    ],
)
def test_the_subject_of_a_mail_is_its_title(subject: str, title: str) -> None:
    mail = f"Subject: {subject}\n\nDear team,\n\nI write to you about something that happened at home on Monday."
    draft = draft_case(_talk([("customer", mail)], channel="email"))
    assert draft.draft is not None
    assert draft.draft.title == title
    [span] = draft.evidence["/title"]
    assert mail[span.start : span.end] == subject.removeprefix("RE: ")


@pytest.mark.parametrize("subject", ["Question", "Urgent", "I cannot believe you"])
def test_a_subject_that_names_nothing_is_no_title(subject: str) -> None:
    mail = f"Subject: {subject}\n\nDear team,\n\nMy kettle arrived broken."
    assert draft_case(_talk([("customer", mail)], channel="email")).draft.title == "Kettle arrived broken"  # type: ignore[union-attr]


def test_a_promise_is_a_next_step_with_the_day_it_is_due() -> None:
    [step] = draft_case(_talk(KETTLE, at="2026-05-04T10:00:00Z")).draft.next_steps  # type: ignore[union-attr]
    assert step.owner == "company"
    assert step.action.startswith("Send the customer the replacement")
    assert step.due == "2026-05-07T23:59:59Z"


@pytest.mark.parametrize(
    ("told", "action"),
    [
        ("says the courier will also call the customer", "The courier will call the customer"),
        ("asks the customer not to throw the box away", "Do not throw the box away"),
        ("will immediately start the refund", "Start the refund"),
        ("says the credit means that they will pay the amount", None),
        ("says the customer will be fine", None),
        ("says the engineer comes on Tuesday between 8 and 12", "The engineer comes on Tuesday between 8 and 12"),
        ("says Dean will be with her between one and three", "Dean will be with her between one and three"),
        ("says the motor is due on 10 June", "The motor is due on 10 June"),
        ("says the battery is replaced on Friday", "The battery is replaced on Friday"),
        (
            "says the customer will get an email from the finance team",
            "Send the customer an email from the finance team",
        ),
        ("explains that the customer needs to bring the receipt", "Bring the receipt"),
        ("says keep that window shut until Monday", "Keep that window shut until Monday"),
        ("says till then do not charge it", "Do not charge it"),
        ("says they need a photo of the meter", "Provide a photo of the meter"),
        ("is sending a new one to the customer today", "Send a new one to the customer today"),
        (
            "needs to know by Friday where the power comes from",
            "Let the company know by Friday where the power comes from",
        ),
        ("says he will ring the doctor on Monday", "Ring the doctor on Monday"),
        ("says the customer hears back within two working days", "Get back to the customer within two working days"),
        ("asks the customer to provide that", None),
        ("says email changed 06/03 at noon", None),
        ("says the shop opens at nine", None),
        ("says he will need to get to the hatch", None),
        ("says the right tablets go by courier today", "The right tablets go by courier today"),
        ("says thank you for waiting until Monday", None),
        ("says the customer knows where it is", None),
        ("says they decide within 48 hours", "Decide within 48 hours"),
        ("says they decide such things", None),
        ("has booked an engineer for tomorrow between 8 and 12", "An engineer booked for tomorrow between 8 and 12"),
        ("has booked both of them", None),
        ("says the customer can file an appeal at the website", "File an appeal at the website"),
        ("says the customer can see five devices", None),
        ("says in the meantime send the company the form", "Send the company the form"),
        ("will does the customer will have it within the hour", None),  # what, nobody can tell
        ("will does the customer will have the label within the hour", "Customer will have the label within the hour"),
        ("asks the customer to install the update today, else it will ask again", "Install the update today"),
    ],
)
def test_what_others_will_do_and_what_must_not_be_done_is_still_to_be_done(told: str, action: str | None) -> None:
    said = actions_of(told, "agent")
    assert [one.text for one in said] == ([action] if action else [])


def test_two_promises_of_one_sentence_are_two_things_to_do() -> None:
    said = actions_of("is sending the form today and will ring the customer with the result", "agent")
    assert [one.text for one in said] == ["Send the form today", "Ring the customer with the result"]


@pytest.mark.parametrize(
    ("told", "action"),
    [
        ("will do they will sleep over", "Sleep over"),
        ("will suppose they will manage", None),
        ("says their brother will drop it in", "Their brother will drop it in"),
        ("is uploading it tonight", "Upload it tonight"),
    ],
)
def test_consent_is_no_deed_and_what_relatives_will_do_is(told: str, action: str | None) -> None:
    said = actions_of(told, "customer")
    assert [one.text for one in said] == ([action] if action else [])


def test_a_step_that_is_said_twice_is_told_once() -> None:
    twice = [*KETTLE[:2], ("customer", "What?"), ("agent", "Could you please send a clear photo of the damage?")]
    steps = draft_case(_talk(twice)).draft.steps  # type: ignore[union-attr]
    assert len([step for step in steps if "photo of the damage" in step]) == 1


@pytest.mark.parametrize("rule", ["If you return it, the refund has been processed.", "I can offer you a refund."])
def test_a_condition_or_an_offer_is_no_resolution(rule: str) -> None:
    lines = [("customer", "My kettle arrived broken."), ("agent", rule), ("customer", "Great, thank you!")]
    resolution = draft_case(_talk(lines)).draft.resolution  # type: ignore[union-attr]
    assert resolution is None


def test_the_issue_is_what_the_customer_opens_with_and_not_a_short_answer() -> None:
    [hub] = [talk for talk in _samples() if talk.messages[0].text == "hub amber, no internet"]
    assert draft_case(hub).draft.issue == "Hub amber, no internet."  # type: ignore[union-attr]


def test_a_deadline_stays_in_words_when_messages_have_no_time() -> None:
    [step] = draft_case(_talk(KETTLE)).draft.next_steps  # type: ignore[union-attr]
    assert step.due == "within 3 business days"


def test_every_field_of_the_sample_conversations_has_evidence_and_invents_nothing() -> None:
    samples = _samples()
    assert len(samples) >= 5
    for conversation in samples:
        _assert_grounded(draft_case(conversation), conversation)


_SENTENCES = [text for _, text in KETTLE] + [
    "I don't have the receipt.", "Is it the 14th or the 15th?", "No refund has been issued on 12 May.", "Thanks!",
    "Please call Ms Brekke on 07700 911 264 before Friday.", "It never worked, not even once!!", "Nothing else.",
    "You will not be charged.", "If it isn't fixed by tomorrow I'll cancel my account TM-7304418.",
]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(["customer", "agent", "bot"]), st.sampled_from(_SENTENCES)), min_size=1, max_size=8
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_in_whichever_order_nothing_is_invented(lines: Lines) -> None:
    conversation = _talk(lines)
    draft = draft_case(conversation)
    if draft.status == "completed":
        _assert_grounded(draft, conversation)


def test_known_fields_are_kept_and_carry_no_evidence_of_ours() -> None:
    known = CaseFields(
        title="Kettle", priority="low", next_steps=(NextStep(owner="agent", action="Ring back"),),
        sentiment=SentimentArc(start="positive"),
    )  # fmt: skip
    result = draft_case(_talk(KETTLE), known=known)
    assert result.draft is not None
    assert (result.draft.title, result.draft.priority, result.draft.next_steps) == ("Kettle", "low", known.next_steps)
    assert result.draft.sentiment.start == "positive"
    assert result.draft.sentiment.end is not None
    assert not {"/title", "/priority", "/next_steps/0", "/sentiment/start"} & set(result.evidence)
    assert "/issue" in result.evidence


def test_what_the_agent_edited_survives_a_refresh() -> None:
    first = refreshed(None, draft_case(_talk(KETTLE[:3])), session_id="s", revision=1, suggestion_id=None)
    edited = patched(first, {"title": "Broken kettle", "steps": ["Asked for a photo"]})
    later = refreshed(edited, draft_case(_talk(KETTLE)), session_id="s", revision=2, suggestion_id=None)
    assert later.draft.title == "Broken kettle"
    assert later.draft.steps == ("Asked for a photo",)
    assert later.draft.next_steps
    assert not [pointer for pointer in later.evidence if pointer.startswith(("/title", "/steps"))]


@pytest.mark.parametrize(
    ("lines", "channel", "reason"),
    [
        ([("system", "Conversation started")], "chat", "too_short"),
        ([("agent", "Hello, how can I help?")], "chat", "one_sided"),
        ([("customer", "Hi there"), ("agent", "Hello!"), ("customer", "thanks, bye")], "chat", "small_talk"),
    ],
)
def test_too_little_gives_no_draft(lines: Lines, channel: str, reason: str) -> None:
    draft = draft_case(_talk(lines, channel=channel))
    assert (draft.status, draft.reason, draft.draft, draft.evidence) == ("abstained", reason, None, {})


@pytest.mark.parametrize("channel", ["email", "case", "chat"])
def test_one_customer_message_is_enough(channel: str) -> None:
    assert (
        draft_case(_talk([("customer", "My order QV-88317 has not arrived.")], channel=channel)).status == "completed"
    )


def test_internal_notes_stay_out_of_the_note() -> None:
    secret = {"role": "agent", "text": "The customer is a known fraudster, flag account TM-7304418.", "internal": True}
    messages = [{"role": role, "text": text} for role, text in KETTLE]
    conversation = _encode(Transcript.model_validate({"messages": [*messages[:2], secret, *messages[2:]]}))
    assert "fraud" not in str(json_of(draft_case(conversation)).values())
    assert "TM-7304418" not in str(draft_case(conversation).draft)


def test_a_very_long_conversation_keeps_its_newest_turns() -> None:
    lines: list[tuple[str, str]] = []
    for number in range(300):
        lines += [
            ("customer", f"Parcel {number} is still missing."),
            ("agent", f"I will check parcel {number} for you."),
        ]
    lines += KETTLE
    result = draft_case(_talk(lines))
    assert result.messages_used < len(lines)
    assert "QV-88317" in {fact.value for fact in result.draft.facts}  # type: ignore[union-attr]


def test_what_is_told_of_a_thing_and_then_of_the_customer_has_both_subjects() -> None:
    draft = draft_case(
        _talk(
            [("customer", "My smart meter shows £0.00 for the last 4 days, is it broken?"), ("agent", "Let me look.")]
        )
    ).draft
    assert draft is not None
    assert (
        draft.issue == "Customer says their smart meter shows £0.00 for the last 4 days and asks whether it is broken."
    )


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ("as the event was rescheduled, the customer can get a refund", "The event was rescheduled."),
        ("has billed 25 seats since the move in August", "Agent has billed 25 seats since the move in August."),
        ("cannot enter the street since it was closed on Monday", "It was closed on Monday."),
    ],
)
def test_a_cause_is_the_clause_that_gives_the_reason(told: str, cause: str) -> None:
    assert cause_of("Agent", told) == cause


@pytest.mark.parametrize(
    "told", ["says that is their mistake", "has escalated the request", "says the team is working on a fix"]
)
def test_what_names_no_reason_is_no_cause(told: str) -> None:
    assert not is_cause(told)


def test_a_case_that_the_customer_wants_open_is_not_resolved() -> None:
    lines = (*KETTLE[:-1], ("customer", "Thanks! Please keep the case open until it is here."), ("agent", "Will do."))
    talk = _talk(lines)
    resolved = np.eye(len(CASE_STATUSES), dtype=np.float32)[CASE_STATUSES.index("resolved")]
    whole = dataclasses.replace(talk.scores.talk, status=resolved, small_talk=0.9)
    scores = dataclasses.replace(talk.scores, read_talk=lambda: whole)
    assert draft_case(dataclasses.replace(talk, scores=scores)).draft.status == "pending_company"  # type: ignore[union-attr]


def test_nothing_is_resolved_while_the_customer_waits_for_an_answer() -> None:
    waiting = (
        ("customer", "My broadband is down."),
        ("agent", "Restarted it?"),
        ("customer", "Yes. When will you come?"),
    )

    def status(lines: Lines, small_talk: float) -> str | None:
        talk = _talk(lines)
        resolved = np.eye(len(CASE_STATUSES), dtype=np.float32)[CASE_STATUSES.index("resolved")]
        whole = dataclasses.replace(talk.scores.talk, status=resolved, small_talk=small_talk)
        scores = dataclasses.replace(talk.scores, read_talk=lambda: whole)
        return draft_case(dataclasses.replace(talk, scores=scores)).draft.status

    assert status(waiting, 0.1) == "pending_company"
    assert status(KETTLE, 0.9) == "resolved"
    assert status(KETTLE[:-1], 0.0) == "resolved"


def test_a_day_of_another_clause_is_no_day_of_the_promise() -> None:
    said = (
        "I have booked an engineer for Thursday between 9 and 12, and I will credit £12 to your account once it works."
    )
    lines = [
        ("customer", "My broadband has been down since Monday."),
        ("agent", said),
        ("customer", "Great, thank you."),
    ]
    [step] = draft_case(_talk(lines)).draft.next_steps  # type: ignore[union-attr]
    assert step.action == "Credit £12 to the account once it works"
    assert step.due is None


@pytest.mark.parametrize(
    ("request_text", "answer", "followed"),
    [
        ("asks the customer to send the photos to claims", "ok sent. who pays?", True),
        ("asks the customer to upload the form", "I've just uploaded it", True),
        ("asks the customer to restart the router", "done, light is still red", True),
        ("asks the customer to send the photos to claims", "I have not sent them yet", False),
        ("asks the customer to send the photos to claims", "I will send them tonight", False),
        ("asks the customer to send the photos to claims", "why? I called you twice", False),
        ("will send the customer a label", "sent it back already", False),
    ],
)
def test_a_request_that_was_followed_is_no_next_step(request_text: str, answer: str, followed: bool) -> None:
    assert is_followed(request_text, [answer]) is followed


def test_what_only_points_back_or_greets_is_no_next_step() -> None:
    either = "says the customer can join the printer with those, or put the old name back at 192.0.2.1"
    assert [one.text for one in actions_of(either, "agent")] == ["Put the old name back at 192.0.2.1"]
    assert actions_of("asks the customer to sign in with these", "agent") == ()
    assert actions_of("asks the customer to pass on the regards to their neighbour", "agent") == ()
    late = actions_of("asks the customer to leave the display near the meter until", "agent")
    assert [one.text for one in late] == ["Leave the display near the meter"]


def test_that_is_the_subject_of_the_verb_behind_it() -> None:
    told = "says that comes from the reset: the name is back to the one on the card"
    assert statement("Agent", told) == "That comes from the reset: the name is back to the one on the card."
    assert statement("Agent", "says that the name is back") == "The name is back."
