"""What a session is called in the list, and its unread badge."""

from assist.core.sessions import Customer
from assist.core.vocabulary import Channel

_CHANNEL_WORD: dict[Channel, str] = {
    "chat": "Chat",
    "voice": "Call",
    "email": "E-mail",
    "messaging": "Message",
    "case": "Case",
}
_BADGE_MAX = 9


def title_of(
    *, title: str | None, customer: Customer | None, subject: str | None, channel: Channel, external_id: str | None
) -> str:
    """The first of: the given title; customer and subject; customer; subject; channel and outside number; channel."""
    if title:
        return title
    name = customer.name if customer and customer.name else None
    if name and subject:
        return f"{name}: {subject}"
    word = _CHANNEL_WORD[channel]
    return name or subject or (f"{word} {external_id}" if external_id else word)


def unread_badge(unread: int) -> str:
    """Empty, the number, or `9+` from ten."""
    if unread == 0:
        return ""
    return str(unread) if unread <= _BADGE_MAX else f"{_BADGE_MAX}+"
