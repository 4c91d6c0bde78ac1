"""One sentence into one predicate: which rule says it."""

import re

from assist.copilot.reported import inflect, questions, requests, statements, talk
from assist.copilot.reported.contractions import write_out
from assist.copilot.reported.person import Cast, shift
from assist.copilot.reported.spelling import normalise

_LET_ME = re.compile(
    r"\A(?:please )?(?:let (?:me|us)|let's|allow (?:me|us) to)\s+(?!know\b)(?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
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
    r"(?:,|;| and| but| so|-)\s+(?P<question>(?:can|could|would|will|is|are|do|does|did|what|when|where|why|how|which|"
    r"should|may)\s+(?:you|i|we|it|there|the|my|they|this|that|is|are|do|does|can|should|will|much|long|many)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ANSWER = re.compile(
    r"\A(?P<answer>no(?=[,.!;:-]|\s+(?:i|it|that|we|they|he|she|there|nothing|thanks|thank)\b)|nope|nah|yes|yeah|"
    r"yep|yup|yea)\b[\s,.!;:-]+(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DENIES = re.compile(r"\b(?:not|no|never|nothing|none|cannot|\w+n't)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"\A(?P<sub>(?:if|when|since|as|because|after|once|while|although|before|until|given|unless|now that|due to|in|to|"
    r"upon|by|based on|for|at|with|without|regarding|during|within|under|from|on)\b[^,;.!?]{2,110}),\s+(?:then\s+)?"
    r"(?P<main>(?:please|kindly|(?:can|could|would|will) you)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DROPPED = re.compile(
    r"\A(?P<verb>got|tried|received|ordered|paid|bought|called|asked|had|placed|returned|sent|went|checked|did|"
    r"made|saw|"
    r"lost|found|opened|need|want|can't|cannot|couldn't|don't|didn't|won't|haven't|wouldn't|never got|never received|"
    r"just got|just tried|just received|already tried|already paid|still haven't|still can't)\b(?=\s\S)",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\A(?:still |also |just |now |currently )?(?:trying|waiting|looking|having|getting|going|calling|asking|hoping|"
    r"using|running|writing|wondering|checking|seeing|thinking|planning)\b(?= \w)",
    re.IGNORECASE,
)
_ALL_DONE = re.compile(r"that'?s (?:it|all)\b|good\b", re.IGNORECASE)
_LIST_MARK = re.compile(r"\W*(?:\d[.)]|[a-z])\W*", re.IGNORECASE)
COMPLAINT = "is unhappy with the service"


def report_sentence(text: str, *, role: str, named: bool = False) -> str | None:
    """The predicate after `Customer` or `Agent` in the present tense, without a final mark; None for mere talk.

    `named`: the other party was named earlier in the same report.
    """
    sentence = normalise(text)
    if (
        not any(char.isalnum() for char in sentence)
        or talk.is_talk(sentence)
        or (role != "customer" and _LIST_MARK.fullmatch(text.strip()))
    ):
        return None
    if talk.is_insult(sentence):
        if not talk.has_matter(sentence):
            return COMPLAINT
        sentence = talk.strip_insults(sentence)
    question = sentence.endswith("?")
    bare = talk.strip_talk(talk.strip_profanity(sentence)).strip(" .!?,;:-")
    if not any(char.isalnum() for char in bare) or talk.is_talk(bare):
        return None
    cast = Cast("agent" if role in {"agent", "bot"} else "customer")
    cast.asks = question or questions.looks_asked(bare)
    cast.addresses = bool(re.search(r"\b(?:you|your)\b", bare, re.IGNORECASE))
    if named:
        cast.named.add("listener")
    return _tidy(_predicate(bare, question, cast)) or None


def _predicate(text: str, question: bool, cast: Cast) -> str:
    answer = _ANSWER.match(text)
    if answer and len(answer["rest"].split()) > 1:
        return _answered(answer["answer"].lower(), answer["rest"], question, cast)
    leading = _LEADING.match(text)
    if leading:
        main = _predicate(leading["main"], question, cast)
        return f"{main} {shift(statements.lower_first(leading['sub']), cast)}"
    if question or questions.looks_asked(text):
        split = _QUESTION_TAIL.search(text) if question else None
        if split and len(text[: split.start()].split()) >= 3 and not questions.looks_asked(text):
            first = _predicate(text[: split.start()].strip(" ,.;-"), False, cast)
            return f"{first} and {questions.report_question(split['question'], cast)}"
        return questions.report_question(text, cast)
    return _statement(text, cast)


def _answered(answer: str, rest: str, question: bool, cast: Cast) -> str:
    """`No, I don't want ...` denies already; `Yes, ...` confirms."""
    said = _predicate(talk.strip_talk(rest), question, cast)
    if answer == "no":
        if said.startswith("says "):
            return f"says no, {said[5:]}"
        return said if _DENIES.search(said) else f"says no and {said}"
    if answer in {"nope", "nah"} and not _ALL_DONE.match(rest) and not _DENIES.search(said):
        return f"declines and {said}"
    return said


def _statement(text: str, cast: Cast) -> str:
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
        return f"will {shift(let_me['rest'], cast)}"
    if _DROPPED.match(text) and not text.lower().startswith(("don't ", "do ")):
        return statements.report_statement(f"I {text[0].lower()}{text[1:]}", cast) or statements.report_other(
            text, cast
        )
    if _ONGOING.match(text):
        return f"is {shift(text[0].lower() + text[1:], cast)}"
    return (
        requests.report_imperative(text, cast)
        or statements.report_statement(text, cast)
        or statements.report_given(text, cast)
        or statements.report_other(text, cast)
    )


def _tidy(text: str) -> str:
    """Marks and spaces as a note has them; `...` inside becomes a comma."""
    text = write_out(re.sub(r"\s*\.\.\.\s*", ", ", text))
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:!?](?:\s|\Z))", r"\1", text)
    text = re.sub(r"([,;:])[\s,;:]*(?=[,;:])", "", text)
    text = re.sub(r"\bthe the\b", "the", text)
    text = re.sub(r"\b(their|the) own\b", "their own", text)
    return text.strip(" ,.;:-!")
