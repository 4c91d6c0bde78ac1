"""The words by which authors mark text as not for customers: labels, headings, names of HTML classes.

Only words are known here; how far a mark reaches in an article is `spans`' matter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_WHO = (
    r"(?:(?:customer|support|service|care|our|all)\s){0,3}"
    r"(?:agents?|staff|advis[eo]rs?|employees?|colleagues?|team(?:\smembers?)?|representatives?|operators?)"
)
_THINGS = (
    r"(?:notes?|comments?|remarks?|memos?|reminders?|info(?:rmation)?|guidance|guidelines?|instructions?|advice"
    r"|process(?:es)?|procedures?|handling|escalations?|steps)"
)
_B = r"(?![^\W_])"  # the end of a word, also before an underscore
_GAP = "(?:[\\s_\u200b\u00ad-]|&nbsp;)+"
_NOTE = rf"internal{_GAP}{_THINGS}{_B}"
_WHO_ONLY = rf"(?:(?:strictly\s|only\s)?(?:for\s)?{_WHO}['’]?(?:\s(?:use|eyes))?[\s_-]+only{_B})"
_LIMIT = (
    r"(?:(?:strictly\s|only\s)?(?:for\s)?(?:our\s)?internal(?:ly)?(?:[\s_-]+(?:use|eyes|audience))?[\s_-]+only(?![^\W_])"
    r"|(?:strictly\s|only\s)?for\sinternal\s(?:use|eyes)\b"
    rf"|(?:strictly\s)?only\sfor\s{_WHO}\b"
    r"|(?:not|never)\s(?:(?:to\sbe\s)?(?:shown|sent|shared|visible|given|read|disclosed)\s(?:out\s)?)?"
    r"(?:for|to|with)\s(?:the\s|our\s|any\s)?customers?\b"
    r"|(?:do\snot|don['’]t|never)\s(?:share|show|send|forward|disclose|read|quote|pass)(?:\s(?:this|it|on|out))*"
    r"\s(?:with|to)\s(?:the\s|our\s|any\s)?customers?\b"
    r"|(?:hidden|hide)\sfrom\s(?:the\s|our\s)?customers?\b|not\scustomer[\s-]facing\b)"
)
_KIND = r"(?:notes?|tips?|hints?|info(?:rmation)?|important|warning|caution|attention|reminder|comment)"
_FOR_STAFF = rf"(?:(?:notes?|information|info|guidance|instructions)\s(?:for|to)\s{_WHO}\b|{_WHO}\snotes?{_B})"
_SHORT = (
    rf"(?:internal(?:\s(?:use|and\sconfidential))?{_B}|(?:(?:strictly|company)\s)?confidential{_B}|for\s{_WHO}{_B})"
)
_FULL = rf"(?:{_NOTE}|{_LIMIT}|{_WHO_ONLY}|{_FOR_STAFF})"
_ANY = rf"(?:{_FULL}|{_SHORT})"
_FLAGS = re.IGNORECASE

_EMPHASIS = r"[ \t]*(?:[*_]{1,3}|</\w+>)?[ \t]*"
_ASIDE = r"(?:\s*[(\[][^)\]\n]{0,80}[)\]])?"  # "Internal note (not shown to customers):"
_TOPIC = r"(?:\s(?:for|from|to|on|about|by|re)\s[^.:!?\n]{1,60}?)?"
_DASH = r"(?:-{1,2}\s|[‐-―])"
_END = rf"(?={_EMPHASIS}(?:[:：.)\]}}|]|{_DASH}|$))"
_HARD_END = rf"(?={_EMPHASIS}(?:[:：)\]}}|]|{_DASH}|$))"
_QUALIFIED = rf"{_KIND}\s*[(\[–—,:-]\s*{_ANY}\s*[)\]]?"  # "Note (internal):"
_BOLD = (
    rf"(?:\*\*|__)[^\w*]*(?:(?:{_FULL}|{_QUALIFIED})[^*\n]{{0,80}}?(?:\*\*|__)"
    rf"|{_SHORT}{_ASIDE}(?:\W*?(?:\*\*|__){_HARD_END}|[:.–—-]\s?(?:\*\*|__)))"
)
_LABEL = rf"(?:{_FULL}{_ASIDE}{_TOPIC}{_END}|(?:{_SHORT}{_ASIDE}|{_QUALIFIED}){_HARD_END})"

_LEAD = r"(?:[\s_]|\d{1,9}[.)]\s|</?\w[^>\n]*>|[^\w\s]){0,200}"
_AT_START = re.compile(rf"{_LEAD}(?:{_BOLD}|{_LABEL})", _FLAGS)
_QUOTED_NOTE = re.compile(rf"{_LEAD}{_FULL}", _FLAGS)
_INSIDE = re.compile(
    rf"(?:{_BOLD}"
    rf"|(?:(?<=[.!?;…]\s)|(?<=[.!?]\s\s)|(?<=[\"'”’)\]]\s)|(?<=[–—|>•]\s)|(?<=\s-\s)|(?<=[*_#]\s)|(?<=[*_>])){_LABEL}"
    rf"|[(\[{{]\s*(?:{_FULL}{_ASIDE}{_TOPIC}\s*[:–—-]|{_SHORT}\s*[:–—])"
    rf"|#{{1,6}}\s+{_NOTE})",
    _FLAGS,
)
# Sentences and brackets that say it of all that stands around them.
_AROUND = re.compile(
    rf"\b{_LIMIT}(?=\s*[.:;!)\]*_|]|\s*$)"
    r"|\b(?:strictly\s|only\s)?(?:for\s)?internal(?:ly)?(?:\suse)?\sonly\b"
    rf"|(?:[.!?;:–—(\[]\s*{_WHO_ONLY}(?=\s*[.:;!)\]*_|]|\s*$)|\bfor\s{_WHO}\sonly\b)"
    rf"|[(\[]\s*{_FULL}\s*[)\]]|[(\[]\s*(?:internal|confidential)\s*[)\]](?=\W*$)",
    _FLAGS,
)
_NOT_INTERNAL = re.compile(r"\bnot\s(?:only\s)?(?:for\s)?internal", _FLAGS)
_HEADING = re.compile(
    rf"[\W\d_]*(?:{_NOTE}|(?:{_LIMIT}|{_WHO_ONLY}|{_FOR_STAFF}){_ASIDE}|{_SHORT}(?=\W*$|\s*[:–—(\[]|\s-\s))"
    rf"|.*(?:(?:[(\[–—|]|\s-)\s*{_ANY}|:\s*{_FULL})\s*[)\]]?\W*$",
    _FLAGS,
)
_CELL = re.compile(rf"\W*(?:{_ANY}{_ASIDE}\W*$|{_LABEL})", _FLAGS)
_CLASS = re.compile(
    r"internal|(?:.*-)?internal-(?:only|use|notes?|comments?|info|content|text|block|box|callout|panel|section|message"
    r"|guidance)(?:-.*)?|.+-internal|(?:.*-)?(?:agents?|staff|advis[eo]rs?)-(?:only|notes?)|not-for-customers?",
)
# What every mark holds, without the words before it that are slow to look for.
_POSSIBLE = re.compile(
    r"internal|confidential|not[_-]?for[_-]?customer|not customer[\s-]facing"
    r"|(?:agents?|staff|advis[eo]rs?|employees?|colleagues?|team|members?|representatives?|operators?)['’]?"
    r"(?:\s(?:use|eyes))?[\s_-]*(?:only|notes?)"
    rf"|(?:for|to)\s{_WHO}\b|(?:for|with|to|from)\s(?:the\s|our\s|any\s)?customer",
    _FLAGS,
)
_ONLY_LABEL = re.compile(rf"{_LEAD}{_ANY}{_ASIDE}{_TOPIC}[\W_]*$", _FLAGS)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in a line a mark begins. around: it is said of the whole paragraph; alone: the line holds nothing else."""

    column: int
    around: bool = False
    alone: bool = False


def may_hold_marks(text: str) -> bool:
    """A cheap look: False only where no mark can be."""
    return _POSSIBLE.search(text) is not None


def heads_internal_text(heading: str) -> bool:
    """Whether what stands under this heading or title is for agents: "Internal notes", "Refunds (agents only)"."""
    return _HEADING.match(heading) is not None


def find_mark(line: str, *, quoted: bool = False) -> Mark | None:
    """The first mark of a line of Markdown, its bullets and `>` included.

    A mention is none: "internal notes are yellow". quoted: in a quotation a label needs neither colon nor stop.
    """
    if not may_hold_marks(line):
        return None
    if _AT_START.match(line) or (quoted and _QUOTED_NOTE.match(line)):
        return Mark(0, alone=_ONLY_LABEL.match(line) is not None)
    around = _AROUND.search(line)
    if around and not _NOT_INTERNAL.search(line):
        return Mark(0, around=True)
    inside = _INSIDE.search(line)
    return Mark(inside.start()) if inside else None


def is_internal_cell(cell: str) -> bool:
    """Whether a cell of a table says so of its row, or at the head of a table of its column."""
    return _CELL.match(cell) is not None


def is_internal_element(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element of HTML is named as internal. Links are not: `class="internal"` says where they lead."""
    if tag in {"a", "link", "img", "br", "hr", "input"}:
        return False
    if is_internal_class(tag):
        return True
    for name, value in attributes.items():
        if name == "class" and any(is_internal_class(token) for token in (value or "").split()):
            return True
        if is_internal_class(name.removeprefix("data-")) and (value or "true").lower() not in {"false", "0", "no"}:
            return True
        named = name in {"id", "role", "title", "aria-label", "type", "audience"} or name.startswith("data-")
        if named and value and (is_internal_class(value) or is_internal_cell(value)):
            return True
    return False


def is_internal_class(token: str) -> bool:
    """Whether a class, id or `data-` value of HTML names such a block: `internal`, `note-internal`, `agents-only`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", token)
    return _CLASS.fullmatch(re.sub(r"[\s_]+", "-", spaced.strip()).lower()) is not None
