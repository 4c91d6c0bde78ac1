"""Pseudonyms of one session: each value has one token, and tokens can be turned back."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from assist.core.redact.find import Span, find_spans
from assist.core.redact.kinds import KINDS
from assist.core.redact.places import any_of, places_of, replace_places

_LITERAL = "LITERAL"  # a text that already holds something like [EMAIL_1] must come back unchanged too
_TOKEN = re.compile(rf"\[(?:{'|'.join(kind.upper() for kind in KINDS)}|NAME|{_LITERAL})_\d{{1,9}}\]")


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
        self._names = any_of(names)
        self._lock = threading.Lock()

    @property
    def mapping(self) -> dict[str, str]:
        """A copy of token to value; as confidential as the texts themselves."""
        with self._lock:
            return dict(self._values)

    def redact(self, text: str) -> Redacted:
        """The text with tokens in place of what was found. `restore` of the result gives `text` exactly."""
        spans = find_spans(text)
        places = places_of(text, spans, ((_TOKEN, _LITERAL), (self._names, "NAME")))
        return Redacted(text=replace_places(text, places, self._token), spans=tuple(spans))

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
