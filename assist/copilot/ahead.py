"""What features read of a message's words alone, read while the encoder works: they remember it by text."""

from assist.copilot.facts.features import mentions_of
from assist.copilot.reported.grounded import report_grounded
from assist.core.conversation import Transcript
from assist.core.text.sentences import split_sentences

_NEWEST = 2  # earlier messages were read when they came


def read_ahead(transcript: Transcript) -> None:
    """Read the newest messages."""
    messages = transcript.messages
    for index in range(max(0, len(messages) - _NEWEST), len(messages)):
        message = messages[index]
        if message.role == "system":
            continue
        for start, end in split_sentences(message.text):
            report_grounded(message.text[start:end], message.role)
        mentions_of(messages, index)
