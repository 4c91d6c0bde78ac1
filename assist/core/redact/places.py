"""Where pseudonyms go in a text: what the recognisers find, and what no pattern can know, such as a customer's name."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assist.core.redact.find import Span

_WORD_BOUNDARIES = r"(?<!\w){}(?!\w)"


@dataclass(frozen=True, slots=True)
class Place:
    """Code points `start` to `end`, and the label of the token that goes there."""

    start: int
    end: int
    label: str


def places_of(
    text: str, spans: Sequence[Span], patterns: Iterable[tuple[re.Pattern[str] | None, str]] = ()
) -> list[Place]:
    """The places of `spans`, and of each pattern with its label where nothing was found before; in order."""
    places = [Place(span.start, span.end, span.type.upper()) for span in spans]
    taken = bytearray(len(text))
    for place in places:
        taken[place.start : place.end] = b"\x01" * (place.end - place.start)
    for pattern, label in patterns:
        for match in pattern.finditer(text) if pattern else ():
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                places.append(Place(start, end, label))
    return sorted(places, key=lambda place: place.start)


def replace_places(text: str, places: Iterable[Place], token: Callable[[str, str], str]) -> str:
    """The text with `token(label, value)` at each place."""
    pieces: list[str] = []
    position = 0
    for place in places:
        pieces += [text[position : place.start], token(place.label, text[place.start : place.end])]
        position = place.end
    return "".join([*pieces, text[position:]])


def any_of(names: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern for these names as whole words in any case; None without any."""
    wanted = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(_WORD_BOUNDARIES.format(f"(?:{'|'.join(map(re.escape, wanted))})"), re.IGNORECASE)
