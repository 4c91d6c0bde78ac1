"""The summary of a conversation: abstain, select, say, within the words that were asked for."""

from collections.abc import Sequence

from assist.copilot.summary.candidates import Candidate, candidates_of, messages_read
from assist.copilot.summary.compress import clip
from assist.copilot.summary.custom import SectionSpec, matching
from assist.copilot.summary.features import describe_talk
from assist.copilot.summary.headline import rank, write_headline
from assist.copilot.summary.moments import abstain_reason, is_small_talk
from assist.copilot.summary.sections import TITLES, sort_into_sections, tell
from assist.copilot.summary.selector import Selector, packaged_selector
from assist.copilot.summary.speakers import Speakers
from assist.core.encoding import Conversation
from assist.core.ports import Encoder
from assist.core.results import Claim, Headline, Section, Summary
from assist.core.vocabulary import SECTIONS, Moment, Reason

CLAIM_WORDS = 28
_INTERNAL = "Internal note:"


def summarize(
    conversation: Conversation,
    *,
    moment: Moment = "on_demand",
    sections: Sequence[str | SectionSpec] | None = None,
    max_words: int = 100,
    encoder: Encoder | None = None,
    selector: Selector | None = None,
) -> Summary:
    """Headline (at most 40 words) and sections, together at most `max_words` words.

    sections: default names or descriptions with title and instruction; None means the default ones. `encoder` is used
    for the instructions alone; without it they are matched by words. `selector`: another than the packaged one.
    Abstains with too_short, one_sided or small_talk.
    """
    transcript = conversation.transcript
    reason = abstain_reason(transcript, moment)
    if reason:
        return _abstain(reason)
    candidates = candidates_of(conversation)
    if is_small_talk(candidates):
        return _abstain("small_talk")
    headline = _headline(conversation, candidates, selector or packaged_selector(), max_words)
    wanted: Sequence[str | SectionSpec] = SECTIONS if sections is None else sections
    left = max_words - len(headline.text.split()) if headline else max_words
    return Summary(
        headline=headline,
        sections=_sections(conversation, candidates, wanted, left, encoder),
        messages_used=len(messages_read(conversation)),
        last_message_id=transcript.messages[-1].key,
    )


def _abstain(reason: Reason) -> Summary:
    return Summary(status="abstained", reason=reason)


def _headline(
    conversation: Conversation, candidates: Sequence[Candidate], selector: Selector, max_words: int
) -> Headline | None:
    talk = describe_talk(conversation)
    customer = rank(conversation, talk, candidates, "customer", selector)
    agent = rank(conversation, talk, candidates, "agent", selector)
    return write_headline(customer, agent, selector, max_words=max_words)


def _sections(
    conversation: Conversation,
    candidates: Sequence[Candidate],
    wanted: Sequence[str | SectionSpec],
    words: int,
    encoder: Encoder | None,
) -> tuple[Section, ...]:
    """The wanted sections in their order; the most salient claims get the words there are."""
    speakers = Speakers(conversation.transcript)
    told = tell(conversation, candidates)
    by_name = sort_into_sections(conversation, told, [name for name in wanted if isinstance(name, str)])
    chosen: list[tuple[str, str, list[Candidate]]] = []
    for section in wanted:
        if isinstance(section, str):
            chosen.append((section, TITLES.get(section, section), [t.candidate for t in by_name.get(section, [])]))
        else:
            chosen.append((section.name, section.title, matching(conversation, candidates, section, encoder)))
    kept = _within(conversation, [items for _, _, items in chosen], words, speakers)
    made = [_section(name, title, [kept[i.index] for i in items if i.index in kept]) for name, title, items in chosen]
    return tuple(section for section in made if section.claims)


def _within(
    conversation: Conversation, sections: Sequence[Sequence[Candidate]], words: int, speakers: Speakers
) -> dict[int, Claim]:
    """Claims by sentence index until the words are used: each section's best first, then the most salient."""
    salience = conversation.scores.sentence_salience.tolist()

    def first_said(item: Candidate) -> tuple[float, int]:
        return -salience[item.index], -item.index

    ranked = [sorted(items, key=first_said) for items in sections]
    firsts = [items[0] for items in ranked if items]
    rest = sorted((c for items in ranked for c in items[1:]), key=first_said)
    kept: dict[int, Claim] = {}
    for item in (*firsts, *rest):
        text = _told(conversation, item, speakers)
        size = len(text.split())
        if size <= words and item.index not in kept:
            kept[item.index] = Claim(text=text, evidence=(item.evidence,))
            words -= size
    return kept


def _told(conversation: Conversation, item: Candidate, speakers: Speakers) -> str:
    subject = _INTERNAL if item.internal else speakers.subject(conversation.messages[item.message])
    return f"{subject} {clip(item.text, CLAIM_WORDS)}."


def _section(name: str, title: str, claims: list[Claim]) -> Section:
    text = " ".join(claim.text for claim in claims)
    return Section(name=name, title=title, text=text, claims=tuple(claims))
