"""Which part of a message is its own text: quoted mail, headers, signatures and legal footers are left out."""

import re

_HEADER = re.compile(r"\A\s*(?:subject|re|fw|fwd|from|to|cc|sent|date)\s*:.*\Z", re.IGNORECASE)
_SUBJECT_INLINE = re.compile(
    r"\A\s*Subject:\s*(?P<subject>.*?)(?=\n|\s(?:Dear|Hi|Hello|To whom)\b)", re.IGNORECASE | re.DOTALL
)
_QUOTE_START = re.compile(
    r"^\s*(?:On\b.{5,120}\bwrote:|"
    r"(?:Am|Le|El|Il|Op)\b.{5,120}\b(?:schrieb|écrit|escribió|scritto|schreef)\b.{0,80}:|"
    r"-{2,}\s*(?:Original|Forwarded) Message\s*-{2,}|_{8,}|From:\s.*@.*)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN_OFF = re.compile(
    r"(?:\A|\n|(?<=[.!?]\s))\s*(?:--\s*$|(?:(?:kind|best|warm|many)\s+)?regards|(?:with )?(?:kind|best|warm|many|"
    r"friendly|warmest|kindest|sincere) "
    r"(?:regards|wishes|greetings|thanks)|greetings|best wishes|best|sincerely(?: yours)?|"
    r"yours(?: (?:sincerely|faithfully|truly))?|cheers|all the best|take care|thx|respectfully|many thanks|"
    r"(?:thanks|thank you)(?: (?:so much|very much|a lot|a million|again|in advance))*|with thanks)"
    r"\s*[,.!]?\s*(?:\n|(?=[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){0,3}\s*\Z))",
    re.IGNORECASE | re.MULTILINE,
)
_NAME_LINE = re.compile(r"\n\s*[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){0,3}\s*\Z")
# `Your membership team`: who signs without a name.
_UNIT_LINE = re.compile(
    r"\n\s*\n\s*(?:[A-Z][\w'&-]*)?(?:\s?[\w'&-]+){0,3} (?:team|office|department|desk|services?|support|"
    r"billing)\s*\Z",
    re.IGNORECASE,
)
# `Harriet, Learning Team`: a name and where it works, on one line.
_NAME_AND_UNIT = re.compile(
    r"\n\s*\n\s*[A-Z][\w'-]+(?:[^\S\n]+[A-Z][\w.'-]*){0,2},[^\S\n]+[A-Z][\w'&-]*(?:[^\S\n]+(?:(?:of|and|the|&)[^\S\n]+)?"
    r"[A-Z][\w'&-]*){0,4}\s*\Z"
)
# A name with address, or with job title and firm below it: lines without marks at the very end.
_NAMED_BLOCK = re.compile(
    r"\n\s*\n[^\S\n]*(?:[A-Z][\w.'-]*(?:[^\S\n]+[A-Z][\w.'-]*){0,3})"
    r"(?:, \d{1,4}[a-z]? [A-Z][^\n.?!]{3,40}|(?:\n[^\n?!]{2,60}(?<![.:,])){1,5})\s*\Z"
)
_SALUTATION = re.compile(
    r"\A\s*(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\b[^\n,.!?]{0,40}[,:!]\s*\n", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\s*Subject:\s*(?:(?:RE|FW|FWD|AW):\s*)*(?P<subject>\S.*?)\s*(?=\n|\Z|\s(?:Dear|Hi|Hello|To whom)\b)",
    re.IGNORECASE,
)
_NUMBERED = (
    r"\b(?:account|customer|policy|order|booking|reservation|case|dispute|claim|invoice|contract|ticket|complaint|"
    r"member|membership|reference|ref|serial)\b(?: (?:number|no|id|ref))?[.:#\s]*"
)
_CODED = r"(?=[A-Z0-9-]*\d)[A-Z]{1,5}-?\d[\w-]{3,}"
_REFERENCE = re.compile(
    rf"(?:{_NUMBERED})?(?<![\w-])(?P<code>{_CODED}|\d{{3,5}}(?: \d{{3,4}})+|#[\w-]*\d[\w-]*)(?![\w@])", re.IGNORECASE
)
_SUBJECT_REFERENCE = re.compile(
    rf"(?:\b\w+ ending (?:in )?(?=\d{{3}})|{_NUMBERED})?"
    rf"(?<![\w-])(?P<code>{_CODED}|\d{{3,4}}(?: \d{{3,4}})+|(?<=ending )\d{{3,4}}|(?<=ending in )\d{{3,4}}|"
    r"#[\w-]*\d[\w-]*)(?![\w@])",
    re.IGNORECASE,
)
_TELLING = re.compile(r"\b(?:[\w-]*\d[\w-]*|(?<!\A)[A-Z][a-z]+)\b")  # numbers and names
_SENT_FROM = re.compile(r"^\s*sent from my .*$|^\s*get outlook for .*$", re.IGNORECASE | re.MULTILINE)


def own_span(text: str) -> tuple[int, int]:
    """(start, end) of what the writer wrote here, without header lines, salutation, quotes and signature."""
    start, end = 0, _before_quote(text)
    sent = _SENT_FROM.search(text, 0, end)
    if sent and sent.start() > 0:
        end = sent.start()
    start = _after_headers(text, end)
    greeting = _SALUTATION.match(text[start:end])
    if greeting:
        start += greeting.end()
    if "\n" in text[start:end] or start > 0:
        end = _before_signature(text, start, end)
    return start, end


def subject_line(text: str) -> tuple[int, int] | None:
    """(start, end) of a subject line that stands above the text, without `Subject:` and `RE:`."""
    subject = _SUBJECT.match(text)
    return subject.span("subject") if subject else None


def subject_span(text: str) -> tuple[int, int] | None:
    """The subject line without `RE:` where it names a number that the writer's own text does not."""
    first, last = own_span(text)
    subject = _SUBJECT.match(text[:first])
    if not subject:
        return None
    own = text[first:last]
    missing = [word for word in re.findall(r"[\w-]*\d[\w-]*", subject["subject"]) if word not in own]
    return subject.span("subject") if missing else None


def subject_references(text: str) -> list[tuple[int, int]]:
    """Spans of the account and case numbers in a subject line, where that line says nothing else that is new."""
    span = subject_span(text)
    if span is None:
        return []
    own = text[slice(*own_span(text))]
    found = [match.span() for match in _SUBJECT_REFERENCE.finditer(text, *span) if match["code"] not in own]
    rest = "".join(char for at, char in enumerate(text[: span[1]]) if at >= span[0] and not _inside(at, found))
    new = [word for word in _TELLING.findall(rest[1:]) if word not in own]
    return [] if new else found


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def reference_spans(text: str) -> list[tuple[int, int]]:
    """Spans of account and case numbers below the signature that stand nowhere else."""
    _, last = own_span(text)
    matches = _REFERENCE.finditer(text, last, _before_quote(text))
    return [match.span() for match in matches if match["code"] not in text[:last]]


def _before_quote(text: str) -> int:
    quote = _QUOTE_START.search(text)
    return quote.start() if quote and quote.start() > 0 else len(text)


def is_quoted(text: str, start: int) -> bool:
    """Whether the line at `start` is quoted mail (`>`)."""
    line = text.rfind("\n", 0, start) + 1
    return text[line:].lstrip().startswith(">")


def _after_headers(text: str, end: int) -> int:
    inline = _SUBJECT_INLINE.match(text[:end])
    if inline:
        return inline.end()
    position = 0
    for line in text[:end].splitlines(keepends=True):
        if line.strip() and not _HEADER.match(line.rstrip("\n")):
            break
        position += len(line)
    return position if position < end and text[position:end].strip() else 0


def _before_signature(text: str, start: int, end: int) -> int:
    last = None
    for match in _SIGN_OFF.finditer(text, start, end):
        if match.start() > start and len(text[match.end() : end].split()) <= 12:
            last = match
            break
    if last:
        return last.start()
    name = (
        _NAMED_BLOCK.search(text, start, end)
        or _UNIT_LINE.search(text, start, end)
        or _NAME_AND_UNIT.search(text, start, end)
        or _NAME_LINE.search(text, start, end)
    )
    return name.start() if name and (name.start() > start + 20 or name.re is _NAME_AND_UNIT) else end
