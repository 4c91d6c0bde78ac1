"""Azure AI Language conversations (`conversationItems`) and Azure Speech batch transcription (`recognizedPhrases`)."""

from typing import Any

from assist.core.conversation import Transcript
from assist.core.formats.turns import Turn, rows_of, text_of, to_transcript

KEYS = frozenset({"conversationItems", "conversations", "analysisInput", "recognizedPhrases"})


def read_azure(document: dict[str, Any]) -> Transcript:
    """One conversation. Raises InvalidInput when there is none."""
    if "recognizedPhrases" in document:
        return _speech(document)
    inner = document.get("analysisInput")
    holder: dict[str, Any] = inner if isinstance(inner, dict) else document
    conversations = rows_of(holder.get("conversations"))
    conversation = conversations[0] if conversations else holder
    items = rows_of(conversation.get("conversationItems"))
    spoken = conversation.get("modality") == "transcript"
    turns = [
        Turn(
            speaker=text_of(item, "role", "participantId"),
            text=text_of(item, "text", "itn", "maskedItn", "lexical"),
            id=text_of(item, "id") or None,
        )
        for item in items
    ]
    language = text_of(conversation, "language") or None
    return to_transcript(turns, channel="voice" if spoken else "chat", language=language, source="Azure")


def _speech(document: dict[str, Any]) -> Transcript:
    """Phrases in order of time; the channel (stereo) or speaker number (diarised) tells the voices apart."""
    phrases = sorted(rows_of(document["recognizedPhrases"]), key=lambda row: _ticks(row.get("offsetInTicks")))
    many_channels = len({str(row.get("channel")) for row in phrases}) > 1
    turns: list[Turn] = []
    for row in phrases:
        best = rows_of(row.get("nBest"))
        voice = row.get("channel") if many_channels else row.get("speaker", row.get("channel"))
        turns.append(Turn(f"Speaker {voice}", text_of(best[0], "display", "itn", "lexical") if best else ""))
    return to_transcript(turns, channel="voice", language=text_of(document, "locale") or None, source="Azure Speech")


def _ticks(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
