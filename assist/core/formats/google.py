"""Google CCAI: Insights uploads (`entries`), Insights resources (`transcriptSegments`), Dialogflow contexts
(`messageEntries`) and Speech-to-Text (`results`)."""

from datetime import UTC, datetime
from typing import Any

from assist.core.conversation import Transcript
from assist.core.formats.turns import Turn, rows_of, text_of, time_of, to_transcript

KEYS = frozenset({"entries", "transcript", "conversationContext", "conversation_context", "response", "results"})


def read_google(document: dict[str, Any]) -> Transcript:
    """One conversation. Raises InvalidInput when there is none."""
    for found in (_entries(document), _segments(document), _context(document), _speech(document)):
        if found is not None:
            turns, channel, language = found
            return to_transcript(turns, channel=channel, language=language, source="Google")
    return to_transcript((), channel="chat", source="Google")


Found = tuple[list[Turn], str, str | None]


def _entries(document: dict[str, Any]) -> Found | None:
    if "entries" not in document:
        return None
    turns = [
        Turn(text_of(row, "role") or f"User {row.get('user_id', '')}", text_of(row, "text"), at=_from_micros(row))
        for row in rows_of(document["entries"])
    ]
    return turns, "chat", None


def _segments(document: dict[str, Any]) -> Found | None:
    holder = document.get("transcript")
    if not isinstance(holder, dict):
        return None
    rows = rows_of(holder.get("transcriptSegments", holder.get("transcript_segments")))
    turns: list[Turn] = []
    for row in rows:
        person = row.get("segmentParticipant", row.get("segment_participant"))
        role = text_of(person, "role") if isinstance(person, dict) else ""
        at = time_of(row.get("messageTime", row.get("message_time")))
        turns.append(
            Turn(role or f"Channel {row.get('channelTag', row.get('channel_tag'))}", text_of(row, "text"), at=at)
        )
    spoken = str(document.get("medium", "")).upper() == "PHONE_CALL"
    language = text_of(document, "languageCode", "language_code") or None
    return turns, "voice" if spoken else "chat", language


def _context(document: dict[str, Any]) -> Found | None:
    holder = document.get("conversationContext", document.get("conversation_context"))
    if not isinstance(holder, dict):
        return None
    rows = rows_of(holder.get("messageEntries", holder.get("message_entries")))
    turns = [
        Turn(text_of(row, "role"), text_of(row, "text"), at=time_of(row.get("createTime", row.get("create_time"))))
        for row in rows
    ]
    language = next((found for row in rows if (found := text_of(row, "languageCode", "language_code"))), None)
    return turns, "chat", language


def _speech(document: dict[str, Any]) -> Found | None:
    holder = document.get("response")
    results = rows_of((holder if isinstance(holder, dict) else document).get("results"))
    if not results:
        return None
    turns: list[Turn] = []
    for row in results:
        best = rows_of(row.get("alternatives"))
        voice = row.get("channelTag", row.get("channel_tag", 1))
        turns.append(Turn(f"Channel {voice}", text_of(best[0], "transcript") if best else ""))
    return turns, "voice", text_of(results[0], "languageCode", "language_code") or None


def _from_micros(row: dict[str, Any]) -> datetime | None:
    value = row.get("start_timestamp_usec", row.get("startTimestampUsec"))
    try:
        return datetime.fromtimestamp(int(value) / 1e6, tz=UTC) if value is not None else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None
