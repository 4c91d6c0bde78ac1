"""Chat and call spelling made readable before rewriting: shortcuts, missing apostrophes, doubled words, marks."""

import re

from assist.copilot.reported import inflect, restarts
from assist.copilot.reported.chat import plain_chat
from assist.copilot.reported.shortcuts import SHORTCUTS
from assist.copilot.reported.speech import fluent, without_asides
from assist.core.text.caseless import Caseless

_SHORT = re.compile(
    r"(?<![\w'’@#./-])(?:"
    + "|".join(map(re.escape, sorted(SHORTCUTS, key=len, reverse=True)))
    + r")(?![\w'’@/-]|\.\w)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[\w']+")
_FILLERS = Caseless(
    r"(?<![\w'’-])(?:mm?-?hm+|u+[hm]+|e+r+m*|h+m+|(?<!\d )mm+|uh[- ]huh|you know(?: what)?(?=,)|i mean(?=,)|"
    r"(?<!ever you )(?<!if you )(?<!as you )(?<!what you )like(?=,)|sort of|"
    r"kind of(?= like)|"
    r"lol|lmao|omg|smh|tbh|imo|fyi|btw|ngl|brb|tbf|ffs|xx{1,2}(?=[\s.!]*\Z)|haha+|ha ha)(?![\w'’]),?\s*"
)
# `since like last thursday`, `returned like ages ago`
_LIKE = re.compile(
    r"(?:(?<=since)|(?<=until)|(?<=till)|(?<=from)|(?<=after)) like (?=\w)|"
    r"(?<=\w)(?<!looks)(?<!look)(?<!feels)(?<!feel)(?<!sounds)(?<!seems)(?<!just)(?<!more)(?<!was)(?<!is)"
    r"(?<!it's)(?<!not) like "
    r"(?=(?:ages|forever|last (?:week|month|night|year|\w+day)|yesterday|totally|seriously)\b)",
    re.IGNORECASE,
)
_LIKE_BETWEEN = re.compile(
    r"(?<=\w), like, (?=(?:the|an?|my|your|our|his|her|some|any|really|very|so|too|not|\w+ly)\b)", re.IGNORECASE
)  # `do you need, like, the certificate`
_PLEASE_AND = re.compile(r"(?<=[a-z]) please (?=(?:we're|we are|we've|I'm|I am|I've|it's for)\b)")
# A call's transcript: `no it isn't i'm going to remove it`
_RUN_ON = re.compile(
    r"\b((?:no|yes)(?: no)? (?:it|that|they) (?:isn't|is|doesn't|does|won't|will|aren't|are)) (?=(?:I'm|I'll|"
    r"I've|we'll|we're|we've)\b)"
)
_THAT_IS = re.compile(r"\bi\.\s?e\b\.?,?\s*", re.IGNORECASE)
_WANT_A = re.compile(r"\bwanna (?=(?:full|partial|new|different|refund|replacement|better)\b)", re.IGNORECASE)
_PAUSED = re.compile(
    r"\b(in|at|on|to|for|with|from|of|got|have|has|is|was|it's|that's|and|but|or|need|by|only),\s+(?:u+[hm]+|"
    r"e+r+m*),?\s+(?=\w)",
    re.IGNORECASE,
)  # `in, um, Naxos`
_REPEATED = Caseless(r"\b(\w+(?:['’]\w+)?)(?:[,.…\s-]+\1\b)+(?=[\s,.;!?]|$)")
_STARTED_TWICE = frozenset(
    "i i'm i've the a an my your to for in on at of with and but so no yes well was is what where when how if he's "
    "she's it's we "
    "they're".split()
)
_KEEP_DOUBLED = frozenset(
    "that had very really bye zero one two three four five six seven eight nine oh double ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand".split()
)
_PHRASAL = re.compile(
    r"\b(?:(?:log|sign|check|plug|mov|call|phon|turn|carri|opt)(?:s|e|es|ed|ged|ing|ging|ied)?|came|come|comes|"
    r"coming|"
    r"went|go|goes|going|got|get|gets|getting|rang|stay\w*|switch\w*|carry\w*) \Z",
    re.IGNORECASE,
)  # `we moved in in January`
_SHOUT = re.compile(r"\b[A-Z]{2,}(?:['’][A-Z]+)?(?:\s+[A-Z'’]+)+\b")
# Single words that are only said loudly: `is DOWN again`, `the THIRD time`.
_STRESSED = re.compile(
    r"(?<!-)\b(?:AGAIN|ALL|ALREADY|ALWAYS|ANY|ANYTHING|BACK|BEFORE|BOTH|DOWN|EVER|EVERY|EXACTLY|FIRST|FULL|GONE|"
    r"IMMEDIATELY|JUST|LAST|MONTHS?|MUST|NEVER|NEW|NONE|NOTHING|ONLY|REALLY|SAME|SECOND|SEVERAL|SINCE|STILL|THIRD|"
    r"THREE|TODAY|TOMORROW|TWICE|TWO|URGENT|URGENTLY|VERY|WEEKS?|WRONG|YESTERDAY)\b(?!-)"
)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2b50]+|(?<!\\S)[:;=][-']?[()DPpOo/|*]+(?!\\S)|(?<!\\S)<3(?!\\S)"
)
_EMPHASIS = re.compile(r"[*~`]{1,3}(\S[^*~`]*?)[*~`]{1,3}|(?<!\w)_(\S[^_]*?)_(?!\w)")
_GLUED = re.compile(r"(?<![@/.])\b(?P<word>[a-z]{2,}(?=\.(?:\d|I\b|[A-Z][a-z']*\s))|\d{4}(?=\.I\b))\.(?!\S*@)")
_LIST_TAIL = re.compile(r"(?<=:)\s+1\.?\s*\Z|(?<=[.!?)])\s+\d{1,2}[.)]\s*\Z|(?<=[A-Z]\d[A-Z0-9])\s+\d[.)]\s*\Z")
_FALSE_START = re.compile(
    r"\b(?:I|we|it|he|she|they|you|that)(?:['’]\w+)?\s*(?:-{1,2}|—|–|\.\.\.)\s+(?=(?:I|we|it|he|she|they|you|"
    r"that)\b)|"
    r"\b(?:I|we|it|he|she|they|you|that)['’](?:s|m|re|ve|ll|d),\s+(?=(?:I|we|it|he|she|they|you|that|this|there|"
    r"if|what|"
    r"how|when|where|why|which)\b)|"
    r"\b(?:in|on|at|to|of|for|with) (?:the|a|my|your),\s+(?=(?:I|we|it|he|she|they|you|that|there)\b)",
    re.IGNORECASE,
)


_MARKUP = re.compile(
    r"[(\[](?:(?:laugh\w*|sigh\w*|pause\w*|cough\w*|chuckl\w*)(?: \w+)?|inaudible|crosstalk|silence|typing|beep|"
    r"(?:hold )?music|noise|background [\w ]+)[)\]]|&amp;|&(?:lt|gt|quot|#39);|(?<!\S)#(?=[A-Za-z]+\b)|\[link\]|"
    r"\A(?:(?:hey|hi|hello|dear)\s+)?(?:@\w+[\s,:]*)+|"
    r"(?:\A|(?<=[.!?*]))\s*\(?[1-9]/[1-9]\)?\s*\Z",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:(?<=[.!?\s])\s*\^\s*[A-Z][A-Za-z]{0,2}|\s+/[A-Z]{2}|(?<=[.!?])\s+[A-Z]{2}|(?<=[.!?])\s*[-*]\s?[A-Z]\w+)\s*\Z"
)


_DIGIT_WORD = "double|oh|zero|one|two|three|four|five|six|seven|eight|nine"
# A letter more may stand between: `r a seven seven`.
_SPELLED_NEXT = re.compile(
    rf"\s+(?:[a-z]\s+(?=(?:{_DIGIT_WORD}|[a-z]|\d+)\b))?(?:[b-hj-mo-qstv-z0-9]|{_DIGIT_WORD})\b", re.IGNORECASE
)
_LETTERS_BEFORE = re.compile(r"(?<![\w'])[a-z] [a-z] \Z", re.IGNORECASE)
_LETTERS_AFTER = re.compile(rf"\s+[b-hj-z]\s+(?:[b-hj-z]|\d|{_DIGIT_WORD})\b", re.IGNORECASE)
_LETTER_BEFORE = re.compile(r"(?<![\w'])[b-hj-mo-qstv-z]\s\Z", re.IGNORECASE)
_PRESSED = re.compile(
    r"\b(?:press(?:ed)?|repl(?:y|ied)(?: with)?|typed?|entered|enter|hit|text(?:ed)?|letter|option|key) \Z",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?:\d|\b(?:a|one|per|every|each|last|next|this|half))[\s-]\Z", re.IGNORECASE)
_A_LETTER = re.compile(r"(?:\A|\b(?:an?|the|letter|double|uh|um|\w)|[.,])\s*\Z", re.IGNORECASE)
_WITH_WHAT = re.compile(r" (?!(?:like|for|as|and|in|at)\b)(?:u\b|[a-z]{2,}|\d\d)", re.IGNORECASE)
_A_NOUN_NEXT = re.compile(
    r" (?!(?:back|in|between|is|was|for|to|of|or|and|then|now|on|from|by|with)\b)[a-z]", re.IGNORECASE
)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|dr)\.? \Z", re.IGNORECASE)
_PLURAL_BEFORE = re.compile(r"\b(?:we|they|these|those) \Z", re.IGNORECASE)
_ONE_BEFORE = re.compile(r"\b(?:it|he|she|this|that|the \w+|my \w+) \Z", re.IGNORECASE)
_YOU_ARE = re.compile(
    r"\s+(?:welcome|not|an?|the|so|\w+ing (?=(?:it|that|this|I|he|she|they|there|me|us|no|to|not|you)\b)|"
    r"(?P<doing>\w+ing))\b",
    re.I,
)
_ASKS_WHAT = re.compile(r"\s+(?:is|are|was|were|do|does|did|have|has|can|happened|happens)\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"[\s?!.]*\Z")
_OF_SOMETHING = re.compile(r"(?<![\w'])(?!(?:and|so|but|ok|okay|then|well|right|yes|now) )[\w']+ \Z", re.IGNORECASE)
_I_BAN = re.compile(
    r"(?:(?<=the )|(?<=one )|(?<=her )|(?<=his )|(?<=your )|(?<=my )|(?<=an )|(?<=our ))i ban\b", re.IGNORECASE
)
_WHATS = re.compile(r"\bwhat's (that|it|this) (?=(?:mean|cost|do|say|include|involve)\b)", re.IGNORECASE)
_SMALL_I = re.compile(r"(?<![\w'])i(?=['\s,.!?]|$)(?!\.\w)")
_CAPITALS = re.compile(r"[A-Z]{2}")
_DOTS = re.compile(r"\s*(?:\.{2,}|…)\s*")
_MARKS = re.compile(r"([!?])[!?]+")
_SPACED = re.compile(r"\s+([,;:!?](?:\s|$))")
_SPACED_MARK = re.compile(r"\s[,;:!?]")
_FACE = re.compile(r"[:;=<]")
_STARS = re.compile(r"[*~`_]")
_BRACKETS = re.compile(r"[&#@\[(/]")


_LETTERS = re.compile(r"(?<![\w'.-])(?:[A-Za-z] ){0,12}I(?: [A-Za-z]){0,12}(?![\w'-])")
_HYPHENED = re.compile(r"(?<![\w-])(?:[A-Z]-)+I(?:-[A-Z])*(?![\w-])|(?<![\w-])I(?:-[A-Z])+(?![\w-])")
_INITIAL = re.compile(r"(?:(?<=Mr )|(?<=Mr\. )|(?<=Mrs )|(?<=Ms )|(?<=Dr ))I\. (?=[A-Z])")


def _joined(match: re.Match[str]) -> str:
    """`K I S` of a spelled name as one word, so that its I is nobody."""
    letters = match.group().split()
    if "".join(letters) in {"IT", "ID", "IP"}:
        return "".join(letters)
    joined = "".join(letters)
    if sum(letter.islower() for letter in letters) > 1:
        joined = joined.lower()  # `e d w i n`, whose i was taken for a person
    return joined if len(letters) > 2 and any(char not in "aIA" for char in letters) else match.group()


def _unmark(match: re.Match[str]) -> str:
    return " and " if match.group() == "&amp;" else " "


_BEGUN_ANEW = re.compile(
    r"\b(?:that's|it's|he's|she's|there's) (?=(?:it's|it was|that's|he's|she's|there's)\b)", re.IGNORECASE
)  # `that's it's for vulnerable customers`


def normalise(text: str) -> str:
    """`text` on one line with words spelled out; digits, codes, names and negations are never touched."""
    text = _unmarked(text.replace("’", "'").replace("‘", "'"))
    if "wanna" in text:
        text = _WANT_A.sub("want a ", text)
    if not text.isascii() or not SHORTCUTS.keys().isdisjoint(_TOKEN.findall(text.lower())):
        text = _SHORT.sub(_spell_out, text)
    if "what's " in text:
        text = _WHATS.sub(r"what does \1 ", text)
    if "-I" in text or "I-" in text:
        text = _HYPHENED.sub(lambda match: match.group().replace("-", ""), text)
    if " ban" in text:
        text = _I_BAN.sub("IBAN", text)
    text = _SMALL_I.sub("I", text)
    if " I" in text or "I " in text:
        text = _LETTERS.sub(_joined, text)
        if "I. " in text:
            text = _INITIAL.sub("", text)
    if ".e" in text:
        text = _THAT_IS.sub("that is, ", text)
    text = plain_chat(text)
    if "I'" in text or "we'" in text:
        text = _RUN_ON.sub(r"\1, and ", text)
    if " please " in text:
        text = _PLEASE_AND.sub(", ", text)
    if " like" in text:
        text = _LIKE.sub(" ", _LIKE_BETWEEN.sub(" ", text))
    if "'s " in text:
        text = _BEGUN_ANEW.sub("", text)
    if "," in text:
        text = _PAUSED.sub(r"\1 ", text)
    text = restarts.once(text)
    text = fluent(_FILLERS.sub(_unfilled, without_asides(text) if "," in text else text))
    text = _REPEATED.sub(_once, text)
    if _CAPITALS.search(text):
        text = _calm(text)
    if ".." in text or "…" in text:
        text = _DOTS.sub(" ... ", text)
    if "!" in text or "?" in text:
        text = _MARKS.sub(lambda m: "?" if "?" in m.group() else "!", text)
    if _SPACED_MARK.search(text):
        text = _SPACED.sub(r"\1", text)
    return " ".join(text.split()).strip(" ,-–—")


def _unmarked(text: str) -> str:
    """No pictures, markup or signature marks; each pattern runs only where its own characters occur."""
    if not text.isascii() or _FACE.search(text):
        text = _EMOJI.sub(", ", text)
    if _STARS.search(text):
        text = _EMPHASIS.sub(lambda m: m.group(1) or m.group(2), text)
    if _BRACKETS.search(text):
        text = _MARKUP.sub(_unmark, text)
    end = text.rstrip()
    if end[-1:].isdigit() or (end[-1:] in {".", ")"} and end[-2:-1].isdigit()):
        text = _LIST_TAIL.sub("", text)
        end = text.rstrip()
    if end[-1:].isalnum() or end.endswith("_"):
        text = _SIGNED.sub("", text)
    if "." in text[:-1] or "-" in text or "," in text or "—" in text or "–" in text:
        text = _FALSE_START.sub("", _GLUED.sub(r"\g<word>. ", text))
    return text


def _spell_out(match: re.Match[str]) -> str:
    word = match.group()
    if word == "r" and _PLURAL_BEFORE.search(match.string, 0, match.start()):
        return "are"
    if len(word) == 1 and (
        _LETTERS_BEFORE.search(match.string, 0, match.start()) or _LETTERS_AFTER.match(match.string, match.end())
    ):
        return word  # `e d w i n`
    if len(word) == 1 and (
        _SPELLED_NEXT.match(match.string, match.end()) or _LETTER_BEFORE.search(match.string[: match.start()])
    ):
        return word  # a letter of a code that is spelled out
    before = match.string[: match.start()]
    if len(word) == 1 and _PRESSED.search(before) and not (word == "u" and "press" not in before.lower()):
        return word.upper()  # `reply n if it wasn't you`
    if word == "w" and (_A_LETTER.search(before) or not _WITH_WHAT.match(match.string, match.end())):
        return word  # `w like whisky`
    if word.lower() == "dnt" and _ONE_BEFORE.search(before):
        return "doesn't"
    if word.lower() == "yr" and (_A_YEAR.search(before) or match.string[match.end() :].startswith((" old", "-old"))):
        return "year"
    if len(word) == 1 and _TITLE.search(before):
        return word  # `mr r ellery`
    if word.lower() in {"r", "n", "b", "w", "id", "dis"} and word.isupper():
        return word
    if word == "IM" and not match.string.isupper():
        return word
    if (
        word.lower() == "diff"
        and not _A_NOUN_NEXT.match(match.string, match.end())
        and before.lower().endswith(("the ", "that ", " a ", "any ", "no ", "this "))
    ):
        return "difference"
    if word.lower() == "ur":
        being = _YOU_ARE.match(match.string, match.end())
        return "you're" if being and not (being["doing"] and inflect.is_noun(being["doing"].lower())) else "your"
    if word.lower() in {"wth", "wtf"} and not _ASKS_WHAT.match(match.string, match.end()):
        return ""
    if word.lower() == "lets" and _OF_SOMETHING.search(match.string, 0, match.start()):
        return word
    if word.lower() == "ya" and (not match.start() or _LAST_WORD.match(match.string, match.end())):
        return "yeah"
    return SHORTCUTS[word.lower()]


def _unfilled(match: re.Match[str]) -> str:
    """`she never picks up lol, I'll ask`: the comma parts two clauses still; `UM 4471` is a number."""
    if match.group().rstrip().isupper() and match.string[match.end() : match.end() + 1].isdigit():
        return match.group()
    return ", " if match.group()[:3].lower() in {"lol", "lma", "hah"} and match.group().rstrip().endswith(",") else ""


def _once(match: re.Match[str]) -> str:
    word = match.group(1)
    if match.group().lower() in {"in in", "on on"} and _PHRASAL.search(match.string, 0, match.start()):
        return match.group()
    if "," in match.group() and word.lower() not in _STARTED_TWICE:
        return match.group()
    if (
        word.lower() in _KEEP_DOUBLED
        or (len(word) == 1 and word not in "Iia")
        or any(char.isdigit() for char in match.group())
    ):
        return match.group()
    return word


def _calm(text: str) -> str:
    """Shouted sentences in lower case; single capitals, codes and abbreviations stay."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) > 12 and sum(char.isupper() for char in letters) > 0.8 * len(letters):
        return re.sub(r"\b[A-Z]+(?:'[A-Z]+)?\b", lambda m: m.group() if m.group() == "I" else m.group().lower(), text)
    words = text.split()
    if text.isupper() and len(words) > 1 and all(inflect.is_known(word.strip("?!.,").lower()) for word in words):
        return text.lower()  # `HUMAN PLEASE`
    text = _SHOUT.sub(lambda m: m.group().lower() if len(m.group().split()) > 2 else m.group(), text)
    return _STRESSED.sub(lambda m: m.group().lower(), text)
