"""Statements: `I need ...` -> `needs ...`, `My name is ...` -> `gives ...`, anything else -> `says ...`."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.casing import lower_first
from assist.copilot.reported.person import Cast, next_word, shift, tokens_of
from assist.copilot.reported.promises import promised
from assist.copilot.reported.set_phrases import is_of_company, is_of_several
from assist.core.text.remembered import remembered

_SUBJECT = re.compile(r"\A(?:I|we)(?P<short>'(?:m|re|ve|ll|d))?\s+(?=\S)", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\A(?P<sub>(?:if|when|whenever|since|as(?! far as)|because|after|once|while|although|though|even though|before|"
    r"until|given|unless|now that|further to|due to|in|to|upon|by|based on|for|at|with|without|regarding|concerning|"
    r"during|within|under|from|on)\b[^,;.!?]{3,110}),\s+(?:then\s+)?(?P<main>(?:I|we|please|can you|could you|"
    r"would you|kindly)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_FRONTED = re.compile(
    r"\A(?P<sub>(?:from|since|on|at|in|until|by|after|before|for|under|during) (?:[\w'-]+ ){0,3}[\w'-]+|"
    r"as an? [\w-]+|"
    r"(?:last|next|this|every) (?:week|weekend|month|year|time|morning|evening|night|afternoon|\w+day)|"
    r"today|tomorrow|yesterday|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"if (?!i |we )[^,;.!?]{6,60}?|(?:because|since|as (?=(?:my|our|the|it|this)\b))(?! ?(?:when|if) ) ?(?!i |we )"
    r"(?![^,;.!?]*\b(?:told|said|says?|thinks?|thought|knows?|sure|whether|which|who|so)\b)[^,;.!?]{6,60}?)"
    r"(?<! and)(?<! or)(?<! but)(?<! that)(?<! when)(?<! what)(?<! if)(?<! as)(?<! because)(?<! since)\s+"
    r"(?P<main>(?:I|we)(?:'(?:m|ve|ll|d|re)\s|\s+(?:am|have|had|will|need|want|can|can't|go|don't|was|would|ask|"
    r"request|owe)\b).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_OTHERS = re.compile(r"\b(?:he|she|they|you|it|someone|who|which|that)(?:'\w+)? (?!\w+ing\b)\w+", re.IGNORECASE)
_AND_SUBJECT = re.compile(
    r"(?P<link>,?\s+(?:and|but|or|&)\s+|,\s+(?:so\s+)?)(?:I|we)(?P<short>'(?:m|re|ve|ll|"
    r"d))?\s+(?=[a-z])",
    re.IGNORECASE,
)
_BARE_AFTER_AND = re.compile(
    r"(?P<link>,?\s+(?:and|but)\s+(?:(?:still|only|also|just|now|really|even|then) )*|,\s+(?=haven't |don't have ))"
    r"(?P<verb>need|want|ask|"
    r"acknowledge|understand|recommend|suggest|expect|hope|demand|request|have|confirm|agree|concur|appreciate|"
    r"apologi[sz]e|regret|accept|believe|think|feel|see|require|prefer|insist|refuse|trust|"
    r"don't|haven't|am|are|can't|cannot)\b(?!\s*[,.])",
    re.IGNORECASE,
)
# `I want to go, but don't want to pay`: no infinitive goes on so
_NEGATED_AFTER = re.compile(
    r"(?:(?<= and )|(?<= but ))(?:don't(?= (?:want|need|have|know|like|understand|think|see|feel|care|trust|"
    r"remember)\b)|"
    r"haven't|am)\b|(?<= but )(?:have|need|want)\b"
)
_INFINITIVE = re.compile(r"\bto\s+(?!(?:the|an?|my|our|your|him|her|them|it)\b)(?P<verb>\w+)")
_DOES_AND = re.compile(
    r"(?P<link>,?\s+(?:and|but)\s+(?:(?:still|only|also|just|now|then) )*)(?P<verb>go|wait|work|live|pay|use|send|"
    r"call|"
    r"write|take|bring|come|see|find|look|make|keep|leave|buy|fill|pick|sell|rent|do)\b"
    r"(?=\s+(?:the|an?|my|our|it|them|this|that|to|for|in|at|with|from|up|out|everything|all)\b)",
    re.IGNORECASE,
)  # `I go to the bank and ask ...`
_GIVES = re.compile(
    r"\A(?:(?:yes|yeah|yep|ok|okay|sure)[,.]?\s+)?(?:here(?:'s| is| are)|(?:it|that|this)(?:'s| is)|(?:my|the|our)\s+"
    r"(?P<what>(?:(?!(?:of|my|your|our|the|says|left|marked)\b)[\w'-]+\s+){0,3}?(?:name|id|number|no|address|"
    r"email|e-mail|"
    r"phone|code|pin|password|reference|order|reservation|account|username|zip|dob|birth|postcode|mail)\b"
    r"(?!\s+(?:number|id|no|code|name|address|reference)\b)))"
    r"\s*(?P<copula>is|are|'s|:|-|=)?\s*:?\s*(?P<value>.*\S)\Z",
    re.IGNORECASE,
)
_WHAT = (
    r"(?:my|the) ((?:[a-z]+ ){0,2}(?:name|id|number|code|pin|email|e-mail|postcode|zip|reference)) is "
    r"(\S*[\d@]\S*?)"
)
_GIVES_TWO = re.compile(rf"\A{_WHAT},? and {_WHAT}\Z", re.IGNORECASE)
_GIVES_BARE = re.compile(
    r"\A(?P<what>(?:(?:order|account|phone|contact|mobile|email|user|customer|booking|reservation|reference|tracking|"
    r"pickup|delivery|shipping|billing)\s+)?(?:number|id|email|e-mail|address|code|pin|reference|zip|postcode))\s*"
    r"(?P<copula>is|:|-|=)\s*:?\s*(?P<value>(?=.*[\d@])\S.*)\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\S*\d\S*\s+(?!(?:and|or|from|to|of|for)\b)[a-z]{3,}\s+\w+")  # `55-12 was charged twice`
_STATE = re.compile(r"(?:[a-z]+ )?[a-z]+")  # `my order is late` gives no order
_ABBREVIATION = re.compile(r"\b(?:id|pin|zip|dob)\b")
_NO_VALUE = re.compile(
    r"(?:\w+ing|not|also|still|just|never|so|very|being|because|a|an|the|too|been|got|gone|had|wrong|incorrect|on|"
    r"in|at|n't|"
    r"correct|same|fine|attached|gone|where|what|there|here|"
    r"\d+(?:-\d+)? (?:\w+ )?(?:mins?|minutes?|hours?|hrs?|days?|weeks?|months?))\b",
    re.IGNORECASE,
)
_DONE_WITH = re.compile(
    r"[a-z]+(?:ed|nt|en) (?:by|to|with|from|in|on|for|at|as|under|down|up|nowhere)\b"
)  # `the code is sent by text`
_CLAUSE_INSIDE = re.compile(r"\b(?:I|is|was|were|has|have|are|we|will|would|does|did|can|could)\b")
_IDENTIFIER = re.compile(
    r"(?=.*\d)[#(]?(?:[A-Z#(]|\d[\d\s()+-]{3}|\d+ [A-Z]|\w*\d\w*[@._-]|\w+[@_]\w|[a-z]{1,4}\d)[\w#@./+():'-]*"
    r"(?:[\s,:]+(?:[A-Z][\w.'-]*|#?\d[\w/.:-]*|to|until|till|from|and|of|the|is|double|oh|zero|one|two|three|four|"
    r"five|six|"
    r"seven|eight|nine)){0,9}",
)
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)  # `it's May` gives no name
_TIMED = re.compile(
    r"(?:up to|about|around|roughly|over|under|less|more|until|till|from|on|by|before|after|since|in|at|for|"
    r"between|only)\b",
    re.IGNORECASE,
)
_CODED = re.compile(r"[A-Z]{1,4}-?\d[\w-]+, \w")  # `QC-188045, Gary`
_NAMED = re.compile(
    r"(?:(?:[A-Z][\w'.-]*[,\s]*){1,4}|\S+@\S+)\Z|#?(?:[A-Z]{1,3}[-\d]|\d{2,}(?! (?:\w+ )?(?:days?|minutes?|hours?|"
    r"weeks?|pounds?|euros?|"
    r"dollars?|per|percent|and|or|to)\b)\b|[A-Z] [A-Z]\b|\w*\d\w*[A-Z_@])"
)
_SOMEBODY = re.compile(r"\b(?:i|me|my|we|us|our|you|your|can't|cannot)\b", re.IGNORECASE)  # no part of a label
_TROUBLE = re.compile(
    r"\b(?:no(?= [a-z]{4})|error|fraud|scam|broken|missing|wrong|problems?|issues?|damaged?|lost|faulty|outage|"
    r"leak\w*|blocked|dead|crash\w*|failed|fault)\b",
    re.IGNORECASE,
)
_WRITES_TO = re.compile(
    r"\A(?:I|we)(?:'m| am|'re| are) (?:just )?(?:writing|calling|contacting|messaging|emailing|reaching out|"
    r"getting in touch)"
    r"(?: (?:to )?(?:you|in))? to (?P<rest>(?:formally )?(?:complain|inquire|enquire|report|request|ask|express|"
    r"confirm|dispute|claim)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_REASON = re.compile(
    r"\b(?:because|since|due to|as per|polic(?:y|ies)|which means|non-refundable|ineligible|not eligible|beyond|"
    r"fees?|"
    r"insurance|"
    r"means|depends?|unless)\b",
    re.IGNORECASE,
)
_IDENTIFIES = re.compile(r"#?\s*(?:[A-Z]|\S*\d|\S+@)")
_WHEN_OR_HOW_MUCH = re.compile(
    r"\d|day\b|\b(?:tomorrow|tonight|pounds|euros|dollars|weeks?|hours?|o'clock)\b", re.IGNORECASE
)
_ALSO = re.compile(r"\Aalso\s+")
_SHORT = {"m": "am", "re": "are", "ve": "have", "ll": "will"}


def report_statement(text: str, cast: Cast) -> str | None:
    """The finite predicate of a statement without its subject, or None when it does not start with the speaker."""
    if cast.role == "agent":
        text = promised(text)
        if is_of_company(text):
            return None
    if is_of_several(text):
        return None
    moved = _SUBORDINATE.match(text)
    if moved and not re.search(r"\b(?:and|but) (?:I|we)\b", moved["main"]):
        main = report_statement(moved["main"], cast)
        if main:
            return placed(main, shift(lower_first(moved["sub"]), cast), " ")
    fronted = _FRONTED.match(text)
    if fronted:
        main = report_statement(fronted["main"], cast)
        if main:
            return placed(main, shift(lower_first(fronted["sub"]), cast), ", " if ", " in main else " ")
    match = _SUBJECT.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    purpose = _WRITES_TO.match(text)
    if purpose:
        return _finite("", purpose["rest"], cast)
    return _finite(match["short"] or "", rest, cast)


_PARTED = re.compile(
    r"(?<=\w)(?:[;:] |, (?=(?:otherwise|or else)\b)|"
    r", (?:and|but|so) (?=(?:since|if|as|when|because|once|unless|they|it|there|that|this|you|we|I|he|"
    r"she|nobody|the (?:customer|agent|company))\b))"
)


def placed(main: str, sub: str, mark: str) -> str:
    """`sub` behind the clause that it belongs to: `needs a copy; the photo may be blacked out` has two."""
    parted = _PARTED.search(main)
    if parted:
        before = main[: parted.start()]
        return f"{before}{', ' if ', ' in before and mark != ' ' else ' '}{sub}{main[parted.start() :]}"
    return f"{main.rstrip('. ')}{mark}{sub}"


def _finite(short: str, rest: str, cast: Cast) -> str | None:
    tokens = tokens_of(rest)
    verb, at = next_word(tokens, 0)
    if short:
        auxiliary = _short_auxiliary(short, verb)
        if cast.role == "agent":
            rest = _ALSO.sub("", rest)
            if auxiliary == "will" and rest.startswith("need "):
                return f"needs {_tail(rest[5:], 'need', cast)}"
        return f"{inflect.third_person(auxiliary)} {_tail(rest, auxiliary, cast)}"
    if at < 0 or not (inflect.is_verb(verb) or inflect.is_modal(verb) or verb.lower().endswith("n't")):
        return None
    if verb.lower() == "shall":
        verb = "will"
    leading = "".join(tokens[:at])
    if cast.role == "agent" and verb.lower() in {"will", "can", "have"}:
        tokens, at = _without_also(tokens, at)
        rest_of = "".join(tokens[at + 1 :])
        if verb.lower() == "will" and rest_of.startswith(" need "):
            return f"{leading}needs{_tail(rest_of[5:], 'need', cast)}"
    return f"{leading}{inflect.third_person(verb)}{_tail(''.join(tokens[at + 1 :]), verb, cast)}"


def _without_also(tokens: list[str], at: int) -> tuple[list[str], int]:
    """In a list of what the agent does, `also` says nothing."""
    if [token.lower() for token in tokens[at + 1 : at + 4]][1:2] == ["also"]:
        return [*tokens[: at + 1], *tokens[at + 3 :]], at
    return tokens, at


def _short_auxiliary(short: str, following: str) -> str:
    kind = short[1:].lower()
    if kind != "d":
        return _SHORT[kind]
    lowered = following.lower()
    had = lowered in {"better", "got", "a", "an", "the", "no"} or (
        inflect.is_participle(lowered) and not inflect.is_base_verb(lowered)
    )
    return "had" if had else "would"


def _tail(rest: str, verb: str, cast: Cast) -> str:
    """The rest of the clause; further verbs of the same subject agree, their repeated subject goes."""
    pieces: list[str] = []
    position = 0
    for match in _AND_SUBJECT.finditer(rest):
        if _OTHERS.search(rest, position, match.start()):
            continue  # `they moved me, I'm stuck`: the subject changed in between
        if is_of_several(rest[match.end("link") :]):
            continue
        following = _finite(match["short"] or "", rest[match.end() :], cast)
        if following is None:
            continue
        link = match["link"] if match["link"].strip() != "," else " and "
        pieces.append(shift(rest[position : match.start()], cast) + link + following)
        return "".join(pieces)
    text = rest[position:]
    infinitive = _INFINITIVE.search(text.partition(" and ")[0])
    if not (infinitive and inflect.is_base_verb(infinitive["verb"])) and not inflect.is_modal(verb):
        text = _BARE_AFTER_AND.sub(lambda m: m["link"] + inflect.third_person(m["verb"]), text)
        if (
            verb.lower() not in {"do", "have", "am", "are"}
            and inflect.is_base_verb(verb)
            and not inflect.is_unmarked_past(verb)
            and " should " not in text.partition(" and ")[0]
        ):
            text = _DOES_AND.sub(lambda m: m["link"] + inflect.third_person(m["verb"]), text)
    elif " but " in text or " and " in text:
        text = _NEGATED_AFTER.sub(lambda m: inflect.third_person(m.group()), text)
    return shift(text, cast)


def report_given(text: str, cast: Cast) -> str | None:
    """`My order number is 123` -> `gives order number 123`; None for anything else."""
    two = _GIVES_TWO.match(text)
    if two:
        first, second = (_ABBREVIATION.sub(lambda found: found.group().upper(), two[at].lower()) for at in (1, 3))
        return f"gives {first} {two[2]} and {second} {two[4]}"
    match = _GIVES_BARE.match(text) or _GIVES.match(text)
    if not match:
        return None
    value, what = match["value"].rstrip(" .!"), match["what"]
    if "n't" in value or len(value.split()) > 12 or _NO_VALUE.match(value) or _CLAUSE_INSIDE.search(value):
        return None
    first = value.split()[0]
    if _DONE_WITH.match(value) or (first.islower() and len(value.split()) > 1 and _is_done(first)):
        return None
    if what is None and value in _MONTHS:
        return None
    if what is None:
        return f"gives {shift(value, cast)}" if _IDENTIFIER.fullmatch(value) or _NAMED.match(value) else None
    if _SOMEBODY.search(what):
        return None
    if not match["copula"] and (not _IDENTIFIES.match(value) or _GOES_ON.match(value)):
        return None
    if match["copula"] in {"is", "are", "'s"} and _STATE.fullmatch(value) and not what.lower().endswith("name"):
        return None
    stated = cast.role == "agent" and match["copula"] in {"is", "are", "'s"}
    if stated and not (_IDENTIFIER.fullmatch(value) or _NAMED.match(value)):
        return None  # `the PIN is day and month of your birthday`
    named = _ABBREVIATION.sub(lambda found: found.group().upper(), what.lower())
    return f"gives {named} {shift(value, cast)}"


def _is_done(word: str) -> bool:
    return inflect.is_participle(word) or (word.endswith("ed") and inflect.is_verb(word))


_AMOUNT_DEPENDS = re.compile(r"(?:around|about|roughly|approximately|between) [^,;]{2,40}, (?:it depends|depending)\b")


def report_other(text: str, cast: Cast) -> str:
    """Any other statement or fragment behind a verb of saying."""
    tokens = text.split()
    shifted = shift(lower_first(text), cast)
    if shifted.startswith("says ") or _AMOUNT_DEPENDS.match(shifted):
        shifted = f"it {shifted}" if shifted.startswith("says ") else f"it is {shifted}"
    if re.fullmatch(r"(?:yes|yeah|yep|yup|yea|ok|okay|sure|agreed)[\s,]*(?:please)?", text, re.IGNORECASE):
        return "agrees"
    if not _has_verb(tokens):
        if (_IDENTIFIER.fullmatch(text) and not _TIMED.match(text)) or (cast.role == "customer" and _CODED.match(text)):
            return f"gives {shifted}"
        return f"reports {shifted}" if cast.role == "customer" and _TROUBLE.search(text) else f"says {shifted}"
    if cast.role == "agent" and _REASON.search(shifted):
        return f"explains {'' if shifted.startswith('that ') else 'that '}{shifted}"
    return f"says {shifted}"


def _has_verb(words: list[str]) -> bool:
    return any(
        inflect.is_modal(word.strip(".,!?"))
        or "'" in word
        or (inflect.is_verb(word.strip(".,!?")) and not inflect.is_noun(word.strip(".,!?")))
        for word in words
    ) or any(
        word.lower() in {"is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "will", "be"}
        for word in words
    )


@remembered(maxsize=8_192)
def is_fragment(text: str) -> bool:
    """Whether only a thing is named, in answer to something: `says a utility bill`; times and amounts may be all."""
    return text.startswith("says ") and not _WHEN_OR_HOW_MUCH.search(text) and not _has_verb(text[5:].split())


has_verb = _has_verb
