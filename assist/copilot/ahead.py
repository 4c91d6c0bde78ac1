"""What heads and features read of a message's words alone, read while the encoder works: they remember it by text."""

from assist.copilot.case_draft.actions import actions_of
from assist.copilot.facts.features import mentions_of
from assist.copilot.reported.grounded import report_grounded
from assist.copilot.summary.cues import packed_words
from assist.core.conversation import Transcript
from assist.core.ports import Heads
from assist.core.text.sentences import split_sentences

_NEWEST = 2  # earlier messages were read when they came


def read_ahead(transcript: Transcript, heads: Heads) -> None:
    """Read the newest messages: first what is needed first."""
    messages = transcript.messages
    for index in range(len(messages) - 1, max(0, len(messages) - _NEWEST) - 1, -1):
        message = messages[index]
        sentences = [message.text[start:end] for start, end in split_sentences(message.text)]
        heads.read_ahead(message, sentences)
        if message.role == "system":
            continue
        for sentence in sentences:
            told = report_grounded(sentence, message.role)
            if told is not None:
                packed_words(sentence, told)
                actions_of(told, message.side)
        mentions_of(messages, index)
