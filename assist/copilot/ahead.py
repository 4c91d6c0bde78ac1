"""What heads and features read of a message's words alone, read before they need it: they remember it by text."""

from assist.copilot.case_draft.actions import actions_of
from assist.copilot.facts.features import mentions_of
from assist.copilot.languages import speaks_supported_language
from assist.copilot.reported.grounded import report_grounded
from assist.copilot.summary.cues import packed_answer, packed_asked, packed_words
from assist.core.conversation import Transcript
from assist.core.ports import Heads
from assist.core.text.remembered import remembered
from assist.core.text.sentences import split_sentences
from assist.core.vocabulary import Role

_NEWEST = 2  # earlier messages were read when they came


def read_ahead(transcript: Transcript, heads: Heads) -> None:
    """Read the newest messages for heads, summary and case draft, while somebody else waits for the encoder."""
    messages = transcript.messages
    for index in range(len(messages) - 1, max(0, len(messages) - _NEWEST) - 1, -1):
        message = messages[index]
        heads.read_ahead(message, _sentences(message.text))
        if message.role != "system":
            for told in _told(message.role, message.text):
                actions_of(told, message.side)
            mentions_of(messages, index)
    speaks_supported_language(transcript)


def read_words(transcript: Transcript) -> None:
    """Read what a summary needs of every message that was not read before."""
    for message in transcript.messages:
        if message.role != "system":
            _told(message.role, message.text)
    speaks_supported_language(transcript)


@remembered(maxsize=4_096)
def _told(role: Role, text: str) -> tuple[str, ...]:
    """A message's sentences as they are reported; what a headline looks for in their words is remembered with them."""
    found: list[str] = []
    for sentence in _sentences(text):
        told = report_grounded(sentence, role)
        if told is not None:
            packed_words(sentence, told)
            found.append(told)
    packed_asked(text)
    packed_answer(text)
    return tuple(found)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]
