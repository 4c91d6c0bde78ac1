"""Sentences without their subject, as chat has them: `sending it now`, `still can't log in`, `pictures uploaded`."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.dropped import own_account
from assist.copilot.reported.person import Cast, shift
from assist.copilot.reported.statements import lower_first, report_other, report_statement

_DROPPED = re.compile(
    r"\A(?P<verb>(?:will|would|could|can|should|might)(?= (?!i\b|you\b|u\b|we\b|it\b|they\b|he\b|she\b|the\b|my\b|"
    r"your\b|this\b|"
    r"that\b|there\b|some|any)[a-z]+)|"
    r"(?:love|hate|miss|enjoy)(?= (?:the|your|my|our|this|how|that)\b)|"
    r"payed|was|hope|reckon|feel(?= (?:sick|ill|bad|sorry|like|so|really|"
    r"a bit)\b)|waited|looked|used|told|explained|contacted|emailed|rang|phoned|"
    r"restarted|changed|tried|thought|forgot|spoke|moved|switched|live|got|tried|received|ordered|paid|bought|called|"
    r"asked|had(?! (?:I|we|you|they|he|she|it)\b)|placed|returned|sent|went|checked|did|"
    r"made|saw|"
    r"lost|found|opened|need|want|can't|cannot|couldn't|don't|didn't|won't|haven't|wouldn't|never (?:got|received|"
    r"heard|had|saw)|"
    r"(?:just|only) (?:got|tried|received|want|need|ordered|paid|sent|did)|already (?:tried|paid|sent|did)|"
    r"still (?:haven't|can't|don't|need|want|didn't|couldn't|get|got)|really (?:need|want)|"
    r"don't (?:want|need|know|have|think|like|care|understand|see|remember|feel|get))\b(?=\s\S)",
    re.IGNORECASE,
)
_PAST_FIRST = re.compile(
    r"(?P<verb>[a-z]{3,}ed) (?:the|my|it|them|this|that|an?|all|both|your|him|her)\b", re.IGNORECASE
)
_BARE_DONT = re.compile(
    r"don't (?!want|need|know|have|think|like|care|understand|see|remember|feel|get)", re.IGNORECASE
)
_ONGOING = re.compile(
    r"\A(?:still |also |just |now |currently |already )?(?:trying|waiting|looking|having|getting|going|calling|"
    r"asking|"
    r"hoping|using|running|writing|wondering|checking|seeing|thinking|planning|following)\b(?=,? \w)",
    re.IGNORECASE,
)
_GERUND_SUBJECT = re.compile(
    r"[a-z]+ing\b(?: it| them)?"
    r"(?:(?!\b(?:that|which|who|if|but|because|and(?! \w+ing\b)|what|how|where|when|whether|it)\b).)*"
    r"(?::|'s (?:a|an|the|not|very)\b|"
    r"\b(?:is|isn't|are|was|should|would|will|could|can|helps?|needs?|takes?|means|costs?)\b)",
    re.IGNORECASE | re.DOTALL,
)  # `Using another card should help`
_DOING = re.compile(
    r"\A(?:still |also |just |now |already )?(?:(?:sending|dropping|uploading|attaching|doing|paying|returning|"
    r"expecting|"
    r"losing|ringing|calling|emailing|texting|asking|messaging|closing|cancelling|leaving|switching|keeping|"
    r"taking) (?:him|her|it|them|that|this|the|my|back|off|out|"
    r"now|a|an|\d)\b|(?:waiting|calling|typing|checking|trying)\Z)"
    r"(?!.*\b(?:is|isn't|are|was|helps?|needs?|takes?|would|will|can|means|costs?)\b)",
    re.IGNORECASE,
)
_HANDED_IN = re.compile(
    r"\A(?P<what>(?!(?:no|not|never|nothing|it|that|this|they|he|she|i|we|you|is|was|"
    r"already)\b)(?:[A-Za-z'-]+ ){1,3}?)"
    r"(?:is |are |have been |has been |already |just )*(?P<verb>uploaded|attached|submitted|emailed)\Z",
    re.IGNORECASE,
)
_JUST_DID = re.compile(
    r"\A(?P<when>just|already) (?P<verb>uploaded|attached|submitted|emailed)\b(?P<rest>.*)\Z", re.IGNORECASE
)
_DID = re.compile(
    r"done|saved|restored|sent|paid|uploaded|updated|cancelled|installed|restarted|submitted|attached|returned|"
    r"deleted|"
    r"reset|unplugged|replaced|signed",
    re.IGNORECASE,
)
_IMAGE = re.compile(
    r"\A[\[*(]?(?P<kind>image|photo|picture|screenshot|video)s? (?:of (?P<what>.+?)\s*)?(?:attached|uploaded|"
    r"sent)?[\])*]\Z",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"\Acomplaint (?:regarding|about|concerning|on|for|-|:)\s*(?P<what>\S.*)\Z", re.IGNORECASE | re.DOTALL
)
_CONSENT = re.compile(
    r"(?:yes |yeah |ok |just |then )*(?:do (?:it|that|so)|go on|go ahead|(?<=yes )do)(?: then| now)?", re.IGNORECASE
)
_BEEN = re.compile(
    r"(?:(?:just|only|already|still) )?(?P<been>been (?=\w+ing\b|on hold|with you|told|charged|a customer|here|"
    r"there))|"
    r"(?P<it>(?:would|could|might)(?:'ve| have) been\b)|just had (?!enough)",
    re.IGNORECASE,
)
_READY = re.compile(r"(?:very |more than |quite )?(?:happy|glad|unable|able) to (?=\w)", re.IGNORECASE)
_PLAN = re.compile(
    r"(?:(?:ok(?:ay)?|then|so then|alright|(?P<first>first)),? )+(?:I|we) (?P<verb>[a-z]+)(?P<rest>\b[^?]*)\Z",
    re.IGNORECASE,
)
_NO_PLAN = frozenset(
    "am have do need want think know see get understand guess hope like love believe mean agree accept remember live "
    "feel wish expect owe prefer appreciate notice found felt left lay saw".split()
)
_REFERENCE = re.compile(
    r"(?:(?:ticket|policy|claim|case|order|booking|reservation|account|invoice|customer|contract|serial|job|parcel|"
    r"application|membership|member|licence|permit|grant|tracking)(?: of (?:the|my|our) \w+)?"
    r"(?: (?:number|no\.?|id|ref))?|ref(?:erence)?(?: (?:number|no\.?))?)[:#\s]*(?=[\w-]*\d)[\w-]+",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|[a-z]|\d)(?:[\s,-]+|"
    r"\Z))+",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(r"(?!I\b)(?:[A-Z][a-z'.-]+ ){1,3}(?!I')[A-Z][a-z'.-]+")
_DATE = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{4})",
    re.IGNORECASE,
)


def planned(sentence: str) -> str | None:
    """`Then I pay at the airport` -> `I will pay at the airport`: what somebody settles on is still to be done."""
    plan = _PLAN.match(sentence)
    if not plan or plan["verb"] in _NO_PLAN or not inflect.is_base_verb(plan["verb"]):
        return None
    if inflect.is_modal(plan["verb"]) or inflect.is_unmarked_past(plan["verb"]):
        return None
    return f"I will {plan['verb']}{plan['rest'].rstrip(' .!')}{' first' if plan['first'] else ''}"


# `restart + reset done, still amber`: what was tried, in nouns that could be orders.
_DEED = (
    r"(?:(?:hard|soft|factory|full|power) )?(?:re-?starts?|re-?boots?|resets?|re-?installs?|re-?pair(?:ing)?|cycled?|"
    r"updates?|logouts?|logins?|log (?:out|in)|unplug(?:ging)?|cache clear(?:ed)?)"
)
_TRIED = re.compile(
    rf"{_DEED}(?:(?: ?[+&/] ?|, ?| and | then ){_DEED})*"
    r"(?P<outcome>(?:,? (?:(?:is|was|were|are) )?(?:already|both|done|twice|again|no|nothing|still|same|did ?n.t|"
    r"tried|three times|\d+ ?(?:x|times))\b(?! the| your| my| it).*)?)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[+&/,]| and | then ", re.IGNORECASE)


def report_elliptical(text: str, cast: Cast) -> str | None:
    """The predicate of a sentence whose speaker is not named, or None."""
    tried = _TRIED.fullmatch(text) if cast.role == "customer" and not cast.polite else None
    if tried and (tried["outcome"] or _SEVERAL.search(text)):
        return f"says {shift(text[0].lower() + text[1:], cast)}"
    account = own_account(text) if cast.role == "customer" else None
    if account:
        return report_statement(account, cast) or report_other(text, cast)
    past = _PAST_FIRST.match(text) if cast.role == "customer" else None
    if (past and inflect.is_past(past["verb"])) or (_DROPPED.match(text) and not _BARE_DONT.match(text)):
        statement = f"I {text[0].lower()}{text[1:]}"
        return report_statement(statement, cast) or report_other(text, cast)
    if (_ONGOING.match(text) and not _GERUND_SUBJECT.match(text)) or (cast.role == "customer" and _DOING.match(text)):
        return f"is {shift(text[0].lower() + text[1:], cast)}"
    been = _BEEN.match(text) if cast.role == "customer" else None
    if been:
        whose = "it " if been["it"] else "I've " if been["been"] else "I "
        statement = f"{whose}{text[0].lower()}{text[1:]}"
        return report_statement(statement, cast) or report_other(statement, cast)
    if " to " in text and _READY.match(text):
        return f"is {shift(text[0].lower() + text[1:], cast)}"
    return _answer(text, cast) if cast.role == "customer" else None


def _answer(text: str, cast: Cast) -> str | None:
    """What only customers write so: consent, a name, a date, something handed in."""
    if _CONSENT.fullmatch(text):
        return "agrees"
    if _DATE.fullmatch(text):
        return f"gives {text}"
    if _FULL_NAME.fullmatch(text) and not any(inflect.is_known(word.lower()) for word in text.split()):
        return f"gives the name {text}"
    if _REFERENCE.fullmatch(text) or (len(text.split()) > 3 and _SPELLED.fullmatch(text)):
        return f"gives {text[0].lower() if text[1:2].islower() else text[0]}{text[1:]}"
    image = _IMAGE.match(text)
    if image:
        kind = image["kind"].lower()
        shown = f" of {shift(image['what'], cast)}" if image["what"] else ""
        return f"attaches {'an' if kind[0] in 'aeiou' else 'a'} {kind}{shown}"
    complaint = _COMPLAINT.match(text)
    if complaint:
        return f"complains about {shift(complaint['what'], cast)}"
    if _DID.fullmatch(text):
        return f"has {text.lower()} it"
    did = _JUST_DID.match(text)
    if did:
        return f"has {did['when'].lower()} {did['verb'].lower()}{shift(did['rest'], cast)}"
    handed = _HANDED_IN.match(text)
    if handed:
        return f"has {handed['verb'].lower()} {shift(lower_first(handed['what'].strip()), cast)}"
    return None
