"""Which languages the heads know."""

from assist.core.conversation import Transcript
from assist.core.language import detect_language

LANGUAGES = ("en",)


def speaks_supported_language(transcript: Transcript) -> bool:
    """Whether the heads know the transcript's language, given or else detected in what the customer says."""
    if transcript.language is not None:
        return transcript.language.split("-")[0].lower() in LANGUAGES
    said = [message.text for message in transcript.messages if message.role == "customer"]
    detected, _ = detect_language("\n".join(said or [message.text for message in transcript.messages]))
    return detected is None or detected in LANGUAGES
