"""Personal data in free text: where it is (`find_spans`), pseudonyms that can be undone (`Pseudonymizer`) and such
that cannot (`KeyedPseudonyms`)."""

from assist.core.redact.find import Span, find_spans
from assist.core.redact.keyed import KeyedPseudonyms
from assist.core.redact.kinds import KINDS, Kind
from assist.core.redact.pseudonyms import Pseudonymizer, Redacted

__all__ = ["KINDS", "KeyedPseudonyms", "Kind", "Pseudonymizer", "Redacted", "Span", "find_spans"]
