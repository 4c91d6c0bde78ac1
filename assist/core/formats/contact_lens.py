"""Amazon Connect Contact Lens: analysis files (`Transcript`) and real-time segments (`Segments`), calls and chats."""

from typing import Any

from assist.core.conversation import Transcript
from assist.core.formats.turns import Turn, role_of, rows_of, text_of, time_of, to_transcript

KEYS = frozenset({"Transcript", "Segments"})


def read_contact_lens(document: dict[str, Any]) -> Transcript:
    """One contact. Raises InvalidInput when nobody says anything."""
    roles = {text_of(p, "ParticipantId"): text_of(p, "ParticipantRole") for p in rows_of(document.get("Participants"))}
    rows = rows_of(document.get("Transcript")) or [
        segment for row in rows_of(document.get("Segments")) if isinstance(segment := row.get("Transcript"), dict)
    ]
    turns: list[Turn] = []
    for row in rows:
        if text_of(row, "Type") == "EVENT":
            continue
        participant = text_of(row, "ParticipantId")
        speaker = text_of(row, "ParticipantRole") or roles.get(participant, "") or participant
        name = text_of(row, "DisplayName")
        turns.append(
            Turn(
                name if name and role_of(name) is None else speaker,
                text_of(row, "Content"),
                id=text_of(row, "Id") or None,
                at=time_of(row.get("AbsoluteTime")),
                role=role_of(speaker),
            )
        )
    channel = "chat" if text_of(document, "Channel").upper() == "CHAT" else "voice"
    return to_transcript(
        turns, channel=channel, language=text_of(document, "LanguageCode") or None, source="Contact Lens"
    )
