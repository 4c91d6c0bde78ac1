"""One sentence into one predicate: which rule says it."""

import re
from dataclasses import replace

from assist.copilot.reported import (
    addressed,
    asides,
    codes,
    compounds,
    embedded,
    empathy,
    greetings,
    inflect,
    insults,
    orders,
    questions,
    requests,
    service,
    set_phrases,
    silence,
    statements,
    talk,
)
from assist.copilot.reported.anyone import told_of_oneself
from assist.copilot.reported.clauses import affirmed, goes_on, with_own_clause
from assist.copilot.reported.elliptical import planned, report_elliptical
from assist.copilot.reported.exclaimed import is_exclaimed, told_with_mark
from assist.copilot.reported.person import Cast, shift
from assist.copilot.reported.quoted import keeping
from assist.copilot.reported.spelling import normalise
from assist.copilot.reported.tags import stated_without_tag
from assist.copilot.reported.tidying import tidy
from assist.copilot.reported.turned import asked_behind
from assist.copilot.reported.unmarked import is_checked, looks_asked

_LET_INSIDE = re.compile(
    r"(?<=[\w,])(?<!n't)(?<! not)(?<! to)(?<! will)(?<! would)(?<! does)(?<! did)(?<! can)(?<! could)"
    r"(?<!never)(?<!you)(?<!they)(?<! he)(?<! it)(?<!she) let me (?!know\b)(?=[a-z])"
)  # not `it won't let me save it`
_ANSWER = re.compile(
    r"\A(?P<answer>no(?=[,.!;:-]|\s+(?:i|it|that|we|you|they|he|she|there|nothing|thanks|thank|then \w+)\b)|"
    r"nope|nah|yes|yeah|"
    r"yep|yup|yea)\b[\s,.!;:-]+(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_PLEASE_TAIL = re.compile(r"\S,? (?:please|pls)[\s.!]*\Z", re.IGNORECASE)
_NOW = re.compile(r"\A(?:and |now |so |then )+", re.IGNORECASE)
_THANKS_FOR = re.compile(
    r"\A(?:many )?(?:thank you|thanks) (?:so much |very much )?(?P<what>for \S.*)\Z", re.IGNORECASE
)
_SUBJECT_LINE = re.compile(r"\ASubject: (?:(?:re|fwd?|aw): ?)*(?=\S)", re.IGNORECASE)  # of a mail on one line
_OTHERS = re.compile(r"\b(?:he|she|they|you|who|someone|nobody|people)\b", re.IGNORECASE)
_CONSENTS = re.compile(r"(?:(?:yes|yeah|ok|okay|oh),? )?please(?: do)?[\s.!]*", re.IGNORECASE)
_SHORT_ANSWER = re.compile(
    r"(?:yes|yeah|yep|yup|yea|no|nope|nah|ok|okay|sure|both|either|neither|all)\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:not|no|never|nothing|none|cannot|\w+n't)\b", re.IGNORECASE)
_ALL_DONE = re.compile(r"that'?s (?:it|all)\b|good\b", re.IGNORECASE)
_DONE = re.compile(r"(?:(?:ok(?:ay)?|right|and|there)[,.! ]+)?(?:all |now )?done[\s.!]*", re.IGNORECASE)
_ASKS_AFTER = re.compile(
    r"(?<=\w )(?:where|when|why|how|what)(?: (?:is|are|do|does|did|can|will|has)|'s)\b.*", re.I | re.S
)
_UNTIL_THEN = re.compile(r"(?:until|till|from|before|after|by|since) (?:then|now|today|tomorrow|\w+day)", re.I)
_SHORT_CLAUSE = re.compile(r"(?:I'm|we're|he's|she's|they're|it's|I've|we've) \w+ing\Z", re.IGNORECASE)
_PARTED = re.compile(r"(?P<first>[^;?]*\S); (?P<question>[^;]+)\Z", re.DOTALL)
_BROKEN_OFF = re.compile(
    r"(?:[\s,]+(?:and|but|because|or|um|uh|erm|er)(?: (?:in the meantime|yeah|um|uh))?)+[\s.,]*\Z",
    re.IGNORECASE,
)
_BEGINS_WITH = re.compile(r"\A(?:no (?=because\b)|(?:or )(?=(?:you|we|i) (?:can|could)\b))", re.IGNORECASE)
COMPLAINT = "is unhappy with the service"


def report_sentence(text: str, *, role: str, named: bool = False) -> str | None:
    """The predicate after `Customer` or `Agent` in the present tense, without a final mark; None for mere talk.

    `named`: the other party was named earlier in the same report.
    """
    return codes.verbatim(
        lambda words: keeping(lambda kept: _reported(kept, role, named), words), _SUBJECT_LINE.sub("", text)
    )


def _reported(text: str, role: str, named: bool) -> str | None:
    sentence = asides.drop_call(talk.strip_offer(normalise(text), role))
    if role == "customer" and _CONSENTS.fullmatch(sentence):
        return "agrees"
    if role == "agent" and _DONE.fullmatch(sentence):
        return "says it is done"
    if role == "bot" and greetings.hands_over(sentence):
        return None
    if silence.says_nothing(text, sentence, role):
        return None
    if insults.is_insult(sentence):
        if not insults.has_matter(sentence):
            return COMPLAINT
        asks = _ASKS_AFTER.search(sentence)
        sentence = asks.group() if asks else insults.strip_insults(sentence)
    if role != "customer":
        sentence = empathy.without_apology(sentence)
        if empathy.is_empathy(sentence):
            return None
    else:
        sentence = told_with_mark(sentence)
    question = (sentence.endswith("?") and not is_exclaimed(text, sentence, role)) or (
        role == "customer" and bool(compounds.WHAT_IF.fullmatch(sentence))
    )
    question = question and not sentence.endswith((" you see?", " you know?"))
    if not question and "hould" in sentence:
        sentence = compounds.SHOULD.sub(r"if \g<who> should\g<rest>, ", sentence)
    sentence = (planned(sentence) if role == "customer" else goes_on(sentence)) or sentence
    bare = talk.strip_talk(insults.strip_profanity(sentence)).strip(" .!?,;:-")
    bare = _BEGINS_WITH.sub("", _BROKEN_OFF.sub("", bare))
    if silence.is_talk(bare, role) or not any(char.isalnum() for char in bare):
        return None
    question = question or (role == "agent" and is_checked(bare))
    bare = embedded.put_straight(bare)
    cast = Cast("agent" if role in {"agent", "bot"} else "customer")
    suggested = set_phrases.suggested(bare) if "uggest" in bare[:20] else bare
    question, bare = question and suggested == bare, suggested
    if cast.role == "customer":
        bare = told_of_oneself(service.without_endearment(bare), question=question)
    if cast.role == "agent":
        if empathy.is_empathy(f"{bare}?" if question else bare):
            return None
        bare = service.shorten(bare)
    cast.polite = bool(_PLEASE_TAIL.search(sentence))
    cast.asks = question or looks_asked(bare)
    cast.addresses = bool(re.search(r"\b(?:you|your)\b", bare, re.IGNORECASE))
    if named:
        cast.named.add("listener")
    said = _predicate(bare, question, cast)
    if role != "customer" and greetings.is_introduced(said):
        return None
    reported = orders.plain_label(tidy(affirmed(said, sentence, cast)))
    return None if reported in {"", "says", "asks", "explains that"} else reported


def _predicate(text: str, question: bool, cast: Cast) -> str:
    answer = _ANSWER.match(text)
    if answer and len(answer["rest"].split()) > 1:
        return _answered(answer["answer"].lower(), answer["rest"], question, cast)
    leading = compounds.LEADING.match(text)
    if leading:
        return _conditional(leading["sub"] or leading["aim"], leading["main"] or leading["asked"], question, cast)
    condition = None if question else compounds.condition_first(text)
    lead = "" if condition and addressed.LET_ME.match(condition["main"]) else "please "
    if condition and (
        not lead
        or requests.is_step(condition["verb"])
        or condition["main"].startswith(("don't ", "let me know", "let us know"))
    ):
        return _conditional(condition["sub"], f"{lead}{condition['main']}", False, cast)
    meantime = None if question else compounds.MEANTIME.match(text)
    if meantime and requests.is_step(meantime["verb"]):
        return _conditional(meantime["when"], f"please {meantime['main']}", False, cast)
    ordered = compounds.ORDER_TAG.search(text)
    wanted = requests.report_imperative(text[: ordered.start()], cast) if ordered else None
    if wanted:
        return wanted
    then = compounds.AND_I_WILL.match(text) if cast.role == "agent" else None
    own = statements.report_statement(then["own"], cast) if then else None
    if then and own:
        return f"{_predicate(then['first'], question, cast)} and {own}"
    framed = compounds.FRAMED.match(text) or compounds.FRAMED_UNMARKED.match(text)
    asks = framed and (question or (compounds.IF_FIRST.match(text) and looks_asked(framed["main"])))
    if framed and asks and compounds.frame_of(framed["frame"]) is not None:
        return f"{_predicate(framed['main'], True, cast)} {shift(statements.lower_first(framed['frame']), cast)}"
    turned = None if question else compounds.TURNS.search(text) or compounds.TURNS_UNMARKED.search(text)
    if turned and len(text[: turned.start()].split()) >= 3:
        return _and_asks(text[: turned.start()], turned["question"], cast, added=" and " in turned.group()[:5])
    behind = None if question or looks_asked(text) else asked_behind(text)
    if behind:
        return _and_asks(*behind, cast)
    bare = compounds.BARE_TAIL.search(text) if question else None
    if bare and len(text[: bare.start()].split()) >= 3 and not questions.is_asked(text):
        return f"{_predicate(text[: bare.start()], False, cast)} and asks {compounds.bare_question(bare)}"
    parted = _PARTED.match(text) if question else None
    if parted and not questions.is_asked(parted["first"]):
        first = _predicate(parted["first"], False, cast)
        return f"{first} and {questions.report_question(parted['question'], cast)}"
    last = compounds.asked_last(text) if question and not questions.is_asked(text) else None
    if last and last.re is compounds.SO_ASKED:
        first = _predicate(text[: last.start()], False, cast)
        return f"{first} and asks whether {shift(statements.lower_first(last['question']), cast)}"
    if last:
        return _and_asks(text[: last.start()], last["question"], cast)
    offered = (
        compounds.OFFERED.match(text) if question and cast.role == "agent" and not questions.is_asked(text) else None
    )
    if offered and inflect.is_base_verb(offered["offer"].split()[0]):
        first = f"{_predicate(offered['first'], False, cast)} and " if offered["first"] else ""
        return f"{first}offers to {shift(offered['offer'], cast)}"
    favour = set_phrases.favour(text) if " be " in text else None
    wanted = requests.report_request(favour, cast) if favour else None
    if wanted:
        return wanted
    wondered = set_phrases.wondered(text) if "wonder" in text else None
    if wondered:
        what, requested = wondered
        return questions.report_question(what, cast) if requested else f"asks {shift(what, cast)}"
    taken = set_phrases.assumed(text) if question else None
    if taken:
        return f"asks whether {shift(taken, cast)}"
    if question or looks_asked(text):
        split = compounds.QUESTION_TAIL.search(text) if question else None
        if split and _is_said(text[: split.start()]) and not questions.is_asked(text):
            added = split.group().startswith(" and")
            return _and_asks(text[: split.start()], split["question"], cast, chosen=True, added=added)
        return questions.report_question(text, cast)
    return _statement(text, cast)


def _is_said(before: str) -> bool:
    """Whether something is said before a question: three words, or two as in `I'm working`."""
    words = before.split()
    return len(words) >= 3 or (len(words) > 1 and bool(_SHORT_CLAUSE.match(before)))


def _and_asks(before: str, question: str, cast: Cast, *, chosen: bool = False, added: bool = False) -> str:
    """A statement and the question behind it (`added` with `and`); a condition between them goes with the question."""
    before = before.strip(" ,.;:-")
    frame = None if added else compounds.frame_of(before)
    if frame is not None:
        asked = questions.report_question(question, cast)
        return f"{asked} {shift(statements.lower_first(frame), cast)}" if frame else asked
    condition = compounds.last_condition(before)
    if condition:
        before = before[: condition.start()]
    first = _predicate(before, chosen and questions.is_choice(before), cast)
    asked = questions.report_question(question, cast)
    said = f"{asked} {shift(condition['condition'], cast)}" if condition else asked
    return f"{first} and {said}"


def _conditional(condition: str, main: str, question: bool, cast: Cast) -> str:
    """`If it fails, please call and we will help`: the condition stays beside what it governs."""
    promise = compounds.PROMISE.search(main)
    first = main[: promise.start()] if promise else main
    asked = _predicate(first, question, cast)
    said = statements.placed(asked, shift(statements.lower_first(condition), cast), " ")
    return f"{said}, and {_predicate(promise['rest'], False, cast)}" if promise else said


def _answered(answer: str, rest: str, question: bool, cast: Cast) -> str:
    """`No, I don't want ...` denies already; `Yes, ...` confirms."""
    said = _predicate(talk.strip_talk(rest), question, cast)
    if answer == "no":
        if said.startswith("says "):
            return said if _DENIES.search(said) else f"says no, {said[5:]}"
        return said if _DENIES.search(said) else f"says no and {said}"
    if answer in {"yes", "yeah", "yep"} and said.startswith("says to "):
        return f"agrees {said[5:]}" if cast.role == "customer" else f"says yes, {said[5:]}"
    if answer in {"nope", "nah"} and not _ALL_DONE.match(rest) and not _DENIES.search(said):
        return f"says no, {said[5:]}" if said.startswith("says ") else f"declines and {said}"
    return said


def _statement(text: str, cast: Cast) -> str:
    text = set_phrases.without_hereby(stated_without_tag(text))
    handed = set_phrases.attached(text)
    if handed:
        return f"attaches {shift(handed, cast)}"
    requested = set_phrases.requested(text) if cast.role == "customer" and "equest" in text[:8] else None
    if requested:
        return f"asks for {shift(requested, cast)}"
    order = orders.report_order(text, cast, _statement) if cast.role == "customer" else None
    if order:
        return order
    thanked = _THANKS_FOR.match(text)
    if thanked:
        cast.named.add("listener")
        return f"thanks {'the customer' if cast.role == 'agent' else 'the agent'} {shift(thanked['what'], cast)}"
    if cast.role == "agent" and "let me " in text:
        text = _LET_INSIDE.sub(" I will ", text)
    text = compounds.so_please(text)
    asked = compounds.PLEASE_INSIDE.match(text)
    if asked and (asked["rest"].startswith("don't") or inflect.is_base_verb(asked["rest"].split()[0].strip(",."))):
        second = requests.report_imperative(f"please {asked['rest']}", replace(cast, named=set(cast.named)))
        frame = compounds.frame_of(asked["first"].strip(" ,")) if second else None
        if second and (frame or _UNTIL_THEN.fullmatch(asked["first"])):
            return f"{second} {shift(statements.lower_first(frame or asked['first']), cast)}"
        if second:
            first = _predicate(asked["first"].rstrip(" ."), False, cast)
            return f"{first} and {'otherwise ' if asked['else'] else ''}{second}"
    if (
        cast.polite
        and not text.split()[0].endswith("ly")
        and not statements.has_verb(text.split())
        and len(text.split()) <= (6 if cast.role == "customer" else 12)
        and not _SHORT_ANSWER.match(text)
        and not requests.report_imperative(text, cast)
    ):
        return f"asks for {requests.named_thing(shift(statements.lower_first(_NOW.sub('', text)), cast))}"
    right = service.confirmed(text) if cast.role == "agent" else None
    if right:
        return f"confirms that {shift(right, cast)}"
    agreed = service.agreed(text) if cast.role == "agent" else None
    if agreed:
        link, what = agreed
        own = statements.report_statement(what, cast) if link else ""
        if own is not None:
            about = f" that the customer is right{shift(what, cast)}" if what else ""
            return f"agrees{link} {own}" if own else f"agrees{about}"
    trouble = service.trouble_of(text) if cast.role != "customer" else None
    if trouble:
        return f"says there is {shift(trouble, cast)}"
    asked_for = service.asked_for(text) if cast.role == "agent" else None
    if asked_for:
        return f"asks for {shift(asked_for, cast)}"
    handed = service.given(text) if cast.role == "agent" else None
    if handed:
        return f"gives {shift(handed, cast)}"
    spoken = addressed.report_addressed(text, cast, _predicate)
    if spoken:
        return spoken
    warned = compounds.AND_DO_NOT.match(text)
    second = requests.report_imperative(warned["dont"], cast) if warned else None
    if warned and second:
        return f"{_predicate(warned['first'], False, cast)} and {second}"
    elliptical = report_elliptical(text, cast)
    if elliptical:
        return elliptical
    said = compounds.SPEAKER_FOLLOWS.match(text)
    if said and not _OTHERS.search(said["first"]):
        return f"{_predicate(said['first'], False, cast)}, and {_predicate(said['rest'], False, cast)}"
    spliced = compounds.SPLICED.match(text)
    if spliced:
        wanted = requests.report_imperative(spliced["first"], cast)
        if wanted:
            return f"{wanted} and {_predicate(spliced['rest'], False, cast)}"
    return (
        statements.report_statement(text, cast)
        or with_own_clause(text, cast, _statement)
        or requests.report_imperative(text, cast)
        or statements.report_given(text, cast)
        or statements.report_other(text, cast)
    )
