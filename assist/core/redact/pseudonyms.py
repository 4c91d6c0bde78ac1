"""Pseudonyms of one session: each value has one token, and tokens can be turned back."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from assist.core.redact.find import Span, find_spans
from assist.core.redact.kinds import KINDS

_LITERAL = "LITERAL"  # a text that already holds something like [EMAIL_1] must come back unchanged too
_TOKEN = re.compile(rf"\[(?:{'|'.join(kind.upper() for kind in KINDS)}|NAME|{_LITERAL})_\d{{1,9}}\]")
_WORD_BOUNDARIES = r"(?<!\w){}(?!\w)"


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` with tokens in place of personal data; `spans` are places in the original text."""

    text: str
    spans: tuple[Span, ...]


class Pseudonymizer:
    """Replaces personal data by tokens such as [EMAIL_1]; the same value always gets the same token. Thread-safe.

    mapping: token to value, as `mapping` of an earlier one gave it, to go on after a restart. names: values that no
    pattern can know, such as the customer's name; found as whole words in any case, and replaced by [NAME_1].
    """

    def __init__(self, mapping: Mapping[str, str] | None = None, *, names: tuple[str, ...] = ()) -> None:
        self._values: dict[str, str] = dict(mapping or {})
        self._tokens = {(_label(token), value): token for token, value in self._values.items()}
        self._counts: dict[str, int] = {}
        for token in self._values:
            label = _label(token)
            self._counts[label] = max(self._counts.get(label, 0), int(token[len(label) + 2 : -1]))
        self._names = _any_of(names)
        self._lock = threading.Lock()

    @property
    def mapping(self) -> dict[str, str]:
        """A copy of token to value; as confidential as the texts themselves."""
        with self._lock:
            return dict(self._values)

    def redact(self, text: str) -> Redacted:
        """The text with tokens in place of what was found. `restore` of the result gives `text` exactly."""
        spans = find_spans(text)
        places = [(span.start, span.end, span.type.upper()) for span in spans]
        taken = bytearray(len(text))
        for start, end, _ in places:
            taken[start:end] = b"\x01" * (end - start)
        for pattern, label in ((_TOKEN, _LITERAL), (self._names, "NAME")):
            for match in pattern.finditer(text) if pattern else ():
                start, end = match.span()
                if not any(taken[start:end]):
                    taken[start:end] = b"\x01" * (end - start)
                    places.append((start, end, label))
        pieces: list[str] = []
        position = 0
        for start, end, label in sorted(places):
            pieces += [text[position:start], self._token(label, text[start:end])]
            position = end
        return Redacted(text="".join([*pieces, text[position:]]), spans=tuple(spans))

    def restore(self, text: str) -> str:
        """The text with this session's tokens turned back into their values; unknown tokens stay."""
        values = self.mapping
        return _TOKEN.sub(lambda match: values.get(match.group(), match.group()), text)

    def _token(self, label: str, value: str) -> str:
        with self._lock:
            token = self._tokens.get((label, value))
            if token is None:
                self._counts[label] = self._counts.get(label, 0) + 1
                token = f"[{label}_{self._counts[label]}]"
                self._tokens[label, value] = token
                self._values[token] = value
            return token


def _label(token: str) -> str:
    return token[1:].rpartition("_")[0]


def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    wanted = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(_WORD_BOUNDARIES.format(f"(?:{'|'.join(map(re.escape, wanted))})"), re.IGNORECASE)
