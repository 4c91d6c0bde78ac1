"""One sentence into one predicate: which rule says it."""

import re

from assist.copilot.reported import asides, inflect, insults, orders, questions, requests, service, statements, talk
from assist.copilot.reported.clauses import affirmed, with_own_clause
from assist.copilot.reported.elliptical import planned, report_elliptical
from assist.copilot.reported.person import Cast, shift
from assist.copilot.reported.spelling import normalise
from assist.copilot.reported.tidying import tidy

_LET_ME = re.compile(
    r"\A(?:please )?(?:let (?:me|us)|(?P<lets>let's)|allow (?:me|us) to)\s+(?!know\b)(?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_LET_INSIDE = re.compile(r"(?<=[\w,]) let me (?!know\b)(?=[a-z])")
_LET_KNOW = re.compile(
    r"\A(?:please |kindly |just |so )*let (?:me|us) know (?P<start>if|whether|what|which|how|when|where|"
    r"who) (?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_MOMENT = re.compile(
    r"\A(?:please |kindly |just )*(?:allow|give|grant) (?:me|us) (?:just )?(?:a|one|some|a few|few|another|a brief) "
    r"(?:brief |quick |short |few )?(?:moments?|minutes?|seconds?|mins?|time|sec) (?:please )?(?:to|while i|"
    r"while we|as i|so i can) (?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_WANT_YOU = re.compile(
    r"\A(?:I|we)(?:'d| would)? (?:just |also |really )?(?:want|need|like|expect|request|ask|urge|advise|"
    r"recommend|suggest)"
    r" (?:that )?you (?:guys )?to (?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_QUESTION_TAIL = re.compile(
    r"(?:[,;]| and| but| so|-)\s+(?P<question>(?:can|could|would|will|am|is|are|do|does|did|what|when|"
    r"where|why|how|which|should|may)\s+(?:you|i|we|it|there|the|my|they|this|that|is|are|do|does|can|should|will|much|long|many)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ANSWER = re.compile(
    r"\A(?P<answer>no(?=[,.!;:-]|\s+(?:i|it|that|we|they|he|she|there|nothing|thanks|thank)\b)|nope|nah|yes|yeah|"
    r"yep|yup|yea)\b[\s,.!;:-]+(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_PLEASE_TAIL = re.compile(r"\S,? (?:please|pls)[\s.!]*\Z", re.IGNORECASE)
_PLEASE_INSIDE = re.compile(
    r"\A(?P<first>\S+ \S.*?)[,;:.-]?\s+(?:so |and |but |then )?(?:(?:please|kindly)\s+)+"
    r"(?P<rest>[a-z']+\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_FRAMED = re.compile(
    r"\A(?P<frame>(?:for|with|in|on|after|before|during|regarding|about|as for|if|when|once)\b[^,:;.!?]{2,60})[,:]\s+"
    r"(?P<main>(?:what|which|who|when|where|why|how|is|are|was|were|do|does|did|has|have|will|should|must)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_TURNS = re.compile(
    r",\s+(?:and |but |so )?(?P<question>(?:do|did|are|were|have|can|could|would|will) you\b(?! (?:not|never)\b).*|"
    r"(?:is|was) (?:that|it|there)\b(?! (?:not|why|how|you|I|we|they|he|she|the|when|where)\b).*|"
    r"(?:where|what|which one|how) (?:have|do|did|are|is|can) (?:you|it|they)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SPLICED = re.compile(
    r"\A(?P<first>\w+ \w+[^,;]*),\s+(?P<rest>(?:the|it|it's|it'll|they|they're|they'll|this|that|that's|there|"
    r"there's|you|you'll|"
    r"your|my|our|we|we'll|i|i'll|he|she|nothing|everything)\b(?=.*(?:\b(?:is|are|was|were|has|have|will|can|cannot|"
    r"does|do|would|should|must|needs?|takes?|goes|comes|works?)\b|'s|'ll|n't)).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SPEAKER_FOLLOWS = re.compile(
    r"\A(?P<first>(?:it|it's|its|that's|thats|this|there|there's|my name|the \w+|our|my)\b "
    r"\S+[^,;]*),\s+(?P<rest>(?:I|we)(?:'(?:m|ve|ll|d|re)\s|\s+(?:am|have|had|will|need|want|"
    r"can|can't|cannot|don't|didn't|haven't|won't|was|would|wouldn't|couldn't|paid|got|live|like|also|just|never|"
    r"still)\b)"
    r"(?!,).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SHOULD = re.compile(
    r"(?:\A|(?<=[.!?,;] ))should (?P<who>you|we|they|it|there|I|(?:the|your|this|that|any) \w+)(?P<rest> [^,.!?]+),\s+"
    r"(?=(?:you|we|I|it|they|the|he|she|please|just|kindly)\b)",
    re.IGNORECASE,
)
_NOW = re.compile(r"\A(?:and |now |so |then )+", re.IGNORECASE)
_THANKS_FOR = re.compile(
    r"\A(?:many )?(?:thank you|thanks) (?:so much |very much )?(?P<what>for \S.*)\Z", re.IGNORECASE
)
_OTHERS = re.compile(r"\b(?:he|she|they|you|who|someone|nobody|people)\b", re.IGNORECASE)
_GREETS = re.compile(
    r".*\b(?:speaking|this is \w+|my name(?:'s| is) \w+|you're through to .*)\b.*\b(?:how (?:can|may) (?:I|we) help|"
    r"what can (?:I|we) do for)\b.{0,12}",
    re.IGNORECASE | re.DOTALL,
)
_CONSENTS = re.compile(r"(?:(?:yes|yeah|ok|okay|oh),? )?please(?: do)?[\s.!]*", re.IGNORECASE)
_SHORT_ANSWER = re.compile(
    r"(?:yes|yeah|yep|yup|yea|no|nope|nah|ok|okay|sure|both|either|neither|all)\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:not|no|never|nothing|none|cannot|\w+n't)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"\A(?P<sub>(?:if|when|since|as|because|after|once|while|although|before|until|given|unless|now that|due to|in|to|"
    r"upon|by|based on|for|at|with|without|regarding|during|within|under|from|on)\b[^,;.!?]{2,110}),\s+(?:then\s+)?"
    r"(?P<main>(?:please|kindly|(?:can|could|would|will) you)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(
    r"\A(?P<sub>(?:if|once|when|after|before|until|in case|to|in|on|under)\b[^,;.!?]{2,110}),\s+(?:then |just "
    r")?(?P<main>(?P<verb>[a-z]+)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_PROMISE = re.compile(r",? (?:and|so) (?P<rest>(?:I|we)(?:'ll| will| can| shall)\b.*)\Z", re.IGNORECASE | re.DOTALL)
_MORE = re.compile(r"(?:is there )?any(?:thing)? (?:else|other) .*\b(?:I|you)\b.{8,}", re.IGNORECASE)
_ACCEPTS = re.compile(
    r"(?:ok(?:ay)?,? )?(?:now )?(?:I|we) (?:now )?(?:understand(?: that\b.{20,}| it| now| this)?|(?:get|see|know) "
    r"that\b.{20,})[.!]?\Z",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"(?:(?i:hi|hello|good \w+),? )?(?:(?:I'm|I am|[Tt]his is|[Mm]y name is|[Mm]y name's) [A-Z]\w+(?: (?:here|"
    r"speaking))?(?: (?:at|from) (?:(?:the|our) [\w ]{2,30}|[A-Z]\w+(?: [A-Z]\w+)*))?|"
    r"[A-Z]\w+ (?:here|speaking)|(?:[A-Z][\w ]+,? )?(?:[Tt]his is [A-Z]\w+ speaking|"
    r"[Yy]ou(?:'re| are) (?:speaking|talking|chatting) (?:to|with) [A-Z]\w+"
    r"(?: (?:at|from|in) [A-Z]\w+(?: [A-Z]\w+)*)?))[\s.!,]*"
)
_ALL_DONE = re.compile(r"that'?s (?:it|all)\b|good\b", re.IGNORECASE)
_INITIALS = re.compile(r"[\^*~/]?\s?(?!OK|NO|YES|YEP|HI)[A-Z]{2,3}\.?")  # alone under a post
_LIST_MARK = re.compile(r"\W*(?:\d[.)]|[a-z])\W*", re.IGNORECASE)
COMPLAINT = "is unhappy with the service"


def report_sentence(text: str, *, role: str, named: bool = False) -> str | None:
    """The predicate after `Customer` or `Agent` in the present tense, without a final mark; None for mere talk.

    `named`: the other party was named earlier in the same report.
    """
    sentence = asides.drop_call(talk.strip_offer(normalise(text)))
    if role == "customer" and _CONSENTS.fullmatch(sentence):
        return "agrees"
    if (
        not any(char.isalnum() for char in sentence)
        or (talk.is_talk(sentence) and not (role == "customer" and (_ACCEPTS.match(sentence) or _MORE.match(sentence))))
        or (role != "customer" and _is_greeting(sentence))
        or (role != "customer" and (_LIST_MARK.fullmatch(text.strip()) or _INITIALS.fullmatch(text.strip())))
    ):
        return None
    if insults.is_insult(sentence):
        if not insults.has_matter(sentence):
            return COMPLAINT
        sentence = insults.strip_insults(sentence)
    question = sentence.endswith("?")
    if not question and "hould" in sentence:
        sentence = _SHOULD.sub(r"if \g<who> should\g<rest>, ", sentence)
    if role == "customer":
        sentence = planned(sentence) or sentence
    bare = talk.strip_talk(insults.strip_profanity(sentence)).strip(" .!?,;:-")
    if not any(char.isalnum() for char in bare) or (
        talk.is_talk(bare) and not (_ACCEPTS.match(bare) or (role == "customer" and _MORE.match(bare)))
    ):
        return None
    cast = Cast("agent" if role in {"agent", "bot"} else "customer")
    if cast.role == "agent":
        bare = service.shorten(bare)
    cast.polite = bool(_PLEASE_TAIL.search(sentence))
    cast.asks = question or questions.looks_asked(bare)
    cast.addresses = bool(re.search(r"\b(?:you|your)\b", bare, re.IGNORECASE))
    if named:
        cast.named.add("listener")
    said = _predicate(bare, question, cast)
    return orders.plain_label(tidy(affirmed(said, sentence, cast))) or None


def _is_greeting(sentence: str) -> bool:
    """Whether an agent says no more than who they are."""
    asks = len(sentence) < 120 and ("help" in sentence or "do for" in sentence)
    return bool(_INTRODUCES.fullmatch(sentence) or (asks and _GREETS.fullmatch(sentence)))


def _predicate(text: str, question: bool, cast: Cast) -> str:
    answer = _ANSWER.match(text)
    if answer and len(answer["rest"].split()) > 1:
        return _answered(answer["answer"].lower(), answer["rest"], question, cast)
    leading = _LEADING.match(text)
    if leading:
        return _conditional(leading["sub"], leading["main"], question, cast)
    condition = None if question else _CONDITION.match(text)
    if condition and requests.is_step(condition["verb"]):
        return _conditional(condition["sub"], f"please {condition['main']}", False, cast)
    framed = _FRAMED.match(text) if question else None
    if framed:
        return f"{_predicate(framed['main'], True, cast)} {shift(statements.lower_first(framed['frame']), cast)}"
    turned = _TURNS.search(text) if not question else None
    if turned and len(text[: turned.start()].split()) >= 3:
        first = _predicate(text[: turned.start()].strip(" ,.;-"), False, cast)
        return f"{first} and {questions.report_question(turned['question'], cast)}"
    if question or questions.looks_asked(text):
        split = _QUESTION_TAIL.search(text) if question else None
        if split and len(text[: split.start()].split()) >= 3 and not questions.is_asked(text):
            before = text[: split.start()].strip(" ,.;-")
            first = _predicate(before, questions.is_choice(before), cast)
            return f"{first} and {questions.report_question(split['question'], cast)}"
        return questions.report_question(text, cast)
    return _statement(text, cast)


def _conditional(condition: str, main: str, question: bool, cast: Cast) -> str:
    """`If it fails, please call and we will help`: the condition stays beside what it governs."""
    promise = _PROMISE.search(main)
    first = main[: promise.start()] if promise else main
    said = f"{_predicate(first, question, cast)} {shift(statements.lower_first(condition), cast)}"
    return f"{said}, and {_predicate(promise['rest'], False, cast)}" if promise else said


def _answered(answer: str, rest: str, question: bool, cast: Cast) -> str:
    """`No, I don't want ...` denies already; `Yes, ...` confirms."""
    said = _predicate(talk.strip_talk(rest), question, cast)
    if answer == "no":
        if said.startswith("says "):
            return said if _DENIES.search(said) else f"says no, {said[5:]}"
        return said if _DENIES.search(said) else f"says no and {said}"
    if answer in {"nope", "nah"} and not _ALL_DONE.match(rest) and not _DENIES.search(said):
        return f"declines and {said}"
    return said


def _statement(text: str, cast: Cast) -> str:
    text = _without_tag(text)
    order = orders.report_order(text, cast, _statement) if cast.role == "customer" else None
    if order:
        return order
    thanked = _THANKS_FOR.match(text)
    if thanked:
        cast.named.add("listener")
        return f"thanks {'the customer' if cast.role == 'agent' else 'the agent'} {shift(thanked['what'], cast)}"
    if cast.role == "agent":
        text = _LET_INSIDE.sub(" I will ", text)
    asked = _PLEASE_INSIDE.match(text)
    if asked and (asked["rest"].startswith("don't") or inflect.is_base_verb(asked["rest"].split()[0].strip(",."))):
        second = requests.report_imperative(f"please {asked['rest']}", cast)
        if second:
            return f"{_predicate(asked['first'], False, cast)} and {second}"
    if (
        cast.polite
        and not statements.has_verb(text.split())
        and len(text.split()) <= (6 if cast.role == "customer" else 12)
        and not _SHORT_ANSWER.match(text)
        and not requests.report_imperative(text, cast)
    ):
        return f"asks for {shift(statements.lower_first(_NOW.sub('', text)), cast)}"
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
    handed = service.given(text) if cast.role == "agent" else None
    if handed:
        return f"gives {shift(handed, cast)}"
    wanted = _WANT_YOU.match(text)
    if wanted:
        return requests.report_request(wanted["rest"], cast) or statements.report_other(text, cast)
    know = _LET_KNOW.match(text)
    if know and cast.role == "agent":
        start = "whether" if know["start"].lower() == "if" else know["start"].lower()
        return f"asks {start} {shift(know['rest'], cast)}"
    moment = _MOMENT.match(text)
    if moment:
        return f"will {shift(moment['rest'], cast)}"
    let_me = _LET_ME.match(text)
    if let_me and inflect.is_base_verb(let_me["rest"].split()[0].strip(",.")):
        verb = "wants to" if let_me["lets"] and cast.role == "customer" else "will"
        return f"{verb} {shift(let_me['rest'], cast)}"
    elliptical = report_elliptical(text, cast)
    if elliptical:
        return elliptical
    said = _SPEAKER_FOLLOWS.match(text)
    if said and not _OTHERS.search(said["first"]):
        return f"{_predicate(said['first'], False, cast)}, and {_predicate(said['rest'], False, cast)}"
    spliced = _SPLICED.match(text)
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


def _without_tag(text: str) -> str:
    """`..., isn't it`, `..., yes` and `..., no` after a denial say nothing new."""
    bare = questions.TAG.sub("", text)
    said = text[len(bare) :].strip(" ,").lower()
    return text if said == "no" and not _DENIES.search(bare) else bare
