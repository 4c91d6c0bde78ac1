"""Tone, length and channel by rule: greeting, contractions, politeness, sign-off. Facts are never touched."""

import re
from collections.abc import Callable

from assist.core.text.sentences import split_sentences
from assist.core.vocabulary import Channel, Length, Tone

_CONTRACTIONS = (
    ("I am", "I'm"), ("I have", "I've"), ("I will", "I'll"), ("we are", "we're"), ("we have", "we've"),
    ("we will", "we'll"),
    ("you are", "you're"), ("you will", "you'll"), ("it is", "it's"), ("that is", "that's"),
    ("do not", "don't"),
    ("does not", "doesn't"), ("cannot", "can't"), ("can not", "can't"), ("will not", "won't"), ("is not", "isn't"),
    ("are not", "aren't"), ("have not", "haven't"), ("has not", "hasn't"),
    ("did not", "didn't"), ("would not", "wouldn't"),
)  # fmt: skip
# "May I have it" and "what it is?" are not contracted: to own is no auxiliary, and nothing ends with one that is.
_GOES_ON = r"(?=\s+\w)"
_DONE = r"(?=\s+(?:\w+(?:ed|en)|been|had|got|made|sent|found|put|done|gone|set|told|kept|paid|said|just|already)\b)"
_PADDING = re.compile(
    r"^(?:thank you (?:so much )?for (?:contacting|reaching out|your patience|the information|"
    r"that|providing|sharing|clarifying|confirming|bringing)\b[^.!?]*|(?:i|we) (?:completely |fully |"
    r"do )?understand (?:your|how|that|the)\b[^.!?]*|"
    r"(?:please )?rest assured\b[^.!?]*|(?:my|our) (?:sincere(?:st)? )?apologies\b[^.!?]*|(?:i|we) (?:am|are|'m)? ?"
    r"(?:so |very |truly |really |sincerely |deeply )*(?:sorry|apologi[sz]e)\b[^.!?]*|thank you|understood|"
    r"certainly|i understand|of course|sure)[.!]\s+",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:anything else|let me know|regards|sincerely|happy to help|have a (?:great|nice|good))", re.IGNORECASE
)
_HELLO = re.compile(r"^(?:hi|hello|dear|hey|good (?:morning|afternoon|evening))\b", re.IGNORECASE)
_REGARDS = re.compile(r"\b(?:regards|sincerely|best wishes)\b", re.IGNORECASE)
# The dress of a letter: of another channel, or with another agent's name.
_DEAR = re.compile(r"\A\s*(?:dear\b[^,\n]{0,40},|(?:hello|hi) \{customer_name\},)\s*", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:\A|(?<=[.!?])|\n)\s*"
    r"(?:(?:kind|best|warm|with kind) (?:regards|wishes)|regards|(?:yours )?(?:sincerely|faithfully))\b[^.!?]{0,80}\Z",
    re.IGNORECASE,
)
_SHORT_WORDS = 28


def styled(
    text: str,
    *,
    tone: Tone | None,
    length: Length | None,
    channel: Channel,
    name: str | None = None,
    signature: str | None = None,
) -> str:
    """`text` in the wanted tone and length, in the form of the channel. `name`: how the customer is greeted."""
    text = _undressed(text)
    text = _LENGTHS[length](text) if length else text
    text = _TONES[tone](text) if tone else text
    if channel == "email":
        return _as_email(text, tone, name, signature)
    if channel == "voice":
        return _as_talking_points(text)
    return text


def _undressed(text: str) -> str:
    """Without the salutation and signature of a letter, where there is more than these."""
    bare = _SIGNED.sub("", _DEAR.sub("", text)).strip()
    return bare[:1].upper() + bare[1:] if bare and bare != text.strip() else text


def _short(text: str) -> str:
    """Without the polite opening, and only the first sentences that fit."""
    bare = text
    while (cut := _PADDING.sub("", bare, count=1)) != bare and cut:
        bare = cut
    kept: list[str] = []
    for start, end in split_sentences(bare):
        if kept and len(" ".join([*kept, bare[start:end]]).split()) > _SHORT_WORDS:
            break
        kept.append(bare[start:end])
    return " ".join(kept) or text


def _long(text: str) -> str:
    return (
        text
        if _CLOSED.search(text) or text.rstrip().endswith("?")
        else f"{text} Please let me know if anything is unclear."
    )


def _same(text: str) -> str:
    return text


def contracted(text: str) -> str:
    """With the contractions of speech."""
    for full, short in _CONTRACTIONS:
        after = _DONE if full.endswith(" have") else "" if short.endswith("'t") else _GOES_ON
        text = _replace_words(text, full, short, after=after)
    return text


def spelled_out(text: str) -> str:
    """Without contractions."""
    for full, short in _CONTRACTIONS:
        if full != "can not":
            text = _replace_words(text, short, full)
    return text


def _friendly(text: str) -> str:
    return contracted(re.sub(r"\b(K|k)indly\b", lambda m: "Please" if m.group(1) == "K" else "please", text))


def _professional(text: str) -> str:
    return re.sub(r"!+", ".", spelled_out(text))


def _formal(text: str) -> str:
    text = _professional(text)
    text = re.sub(r"\b(?:Hi|Hey)\b(?= |,)", "Hello", text)
    text = re.sub(r"\bThanks\b", "Thank you", text)
    return re.sub(r"\b(C)an you\b|\b(c)an you\b", lambda m: "Could you" if m.group(1) else "could you", text)


def _as_email(text: str, tone: Tone | None, name: str | None, signature: str | None) -> str:
    """Greeting, body, sign-off; a greeting or sign-off that is there already stays."""
    body = text.strip()
    who = name or "{customer_name}"
    hello = {"friendly": f"Hi {who},", "formal": f"Dear {who},"}.get(tone or "", f"Hello {who},")
    goodbye = "Best wishes," if tone == "friendly" else "Kind regards,"
    if not _HELLO.match(body):
        body = f"{hello}\n\n{body}"
    if not _REGARDS.search(body):
        body = f"{body}\n\n{goodbye}\n{signature or '{agent_name}'}"
    return body


def _as_talking_points(text: str) -> str:
    """One point a line, as an agent can read at a glance."""
    points = [text[start:end] for start, end in split_sentences(text)]
    return text if len(points) < 2 else "\n".join(f"- {point}" for point in points)


def _replace_words(text: str, old: str, new: str, *, after: str = "") -> str:
    def put(match: re.Match[str]) -> str:
        said = match.group()
        return new[0].upper() + new[1:] if said[0].isupper() else new

    return re.sub(rf"(?<![\w'’]){re.escape(old)}(?![\w'’]){after}", put, text, flags=re.IGNORECASE)


_LENGTHS: dict[Length, Callable[[str], str]] = {"short": _short, "medium": _same, "long": _long}
_TONES: dict[Tone, Callable[[str], str]] = {"friendly": _friendly, "professional": _professional, "formal": _formal}
