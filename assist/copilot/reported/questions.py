"""Questions: `Can I ...?` -> `asks whether they can ...`, `Could you ...?` -> `asks the agent to ...`."""

import re

from assist.copilot.reported import framing, inflect
from assist.copilot.reported.inversion import DETERMINER, SUBJECT, declarative, starts_complement
from assist.copilot.reported.person import Cast, shift
from assist.copilot.reported.requests import report_imperative, report_request
from assist.copilot.reported.statements import has_verb, lower_first, report_statement
from assist.copilot.reported.topics import names_only
from assist.copilot.reported.unmarked import looks_asked

_POLITE = r"(?:please |pls |kindly |just |maybe |possibly |also |at least |quickly |then |first |perhaps )*"
_REQUEST = re.compile(
    rf"\A(?:and |but |so |then )?(?:can|could|would|will|may|might) (?:you|u|someone|somebody|anyone)(?: guys|"
    rf" people| all)? {_POLITE}(?P<rest>(?!be \w+ing\b)\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ABLE = re.compile(
    r"(?:see|hear|feel|remember|recall|think of|believe|imagine|read(?! (?:\w+ )?(?:\w+ )?(?:to|out|back|me)\b)|"
    r"accept|even|get to|reach(?! out)|access|manage|wait|"
    r"afford|come|drive|travel|"
    r"have|do (?:\w+day|tomorrow|next|the \d|\d)|still|know|be (?:there|home|in|willing|open|happy|"
    r"available|interested|free|around|up|at|comfortable|ok|okay|prepared|present))\b",
    re.IGNORECASE,
)
_MIND = re.compile(r"\A(?:would|do) you mind (?P<rest>\w+ing\b.*)\Z", re.IGNORECASE | re.DOTALL)
_HAVE = re.compile(
    r"\A(?:and |so )?(?:can|could|may|might) (?:i|we) (?:please |pls |just |also |kindly |quickly )*(?:have|"
    r"get(?! (?:out|in|into|on|off|through|there|up|down|away|back|to|home|past|rid)\b)|"
    r"know|take(?= (?:your|the|a note|it)\b)|ask for|ask|see)(?: please)? (?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_WISH = re.compile(
    r"\A(?:and )?(?:would|do) you (?:like|want|prefer|wish)(?P<me> (?:(?:me|us)|(?:that )?(?:I|we)(?= (?:call|send|"
    r"book|email|ring|text|write|cancel|change|keep|put|try|transfer|refund|replace)\b)))?(?: to)? (?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SHALL = re.compile(r"\A(?:and |so )?(?:shall|should) (?:i|we) (?P<rest>\S.*)\Z", re.IGNORECASE | re.DOTALL)
_MAY_I = re.compile(
    r"\A(?:can|could|may) (?:I|we) (?P<rest>(?:book|send|add|put|open|start|cancel|change|move|order|process|arrange|"
    r"go ahead|proceed|switch|register|reserve|schedule|transfer|connect|offer|replace|close|set)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)  # an agent who asks for leave to do it
_ONLY_IF = re.compile(
    r"if (?!.*(?:,| then | (?:can|could|will|would|should|do|does|is|are) (?:I|we|you|it|they)\b|"
    r"\b(?:I|we|you|it|they|he|she|that)(?:'d|'ll| would| will)\b))",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"\A(?P<aux>must|is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|"
    r"isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|can't|couldn't|won't|wouldn't|shouldn't|"
    r"ain't)\s+(?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_WH = re.compile(
    r"\A(?P<prep>(?:to|for|at|in|on|from|by|with|under|about|until|till|since)\s+)?(?P<wh>what(?: kind of| type of|"
    r" sort of)?|which|who|whom|whose|when|where|why|how(?: long| much| many| often| soon| far| come|"
    r" old)?)\b(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_AUX = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|isn't|aren't|"
    r"wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|can't|couldn't|won't|wouldn't|shouldn't)"
)
_WH_AUX = re.compile(
    rf"\A(?P<noun>(?:\s+(?!(?:if|when|that|because|once|"
    rf"unless)\b)[\w'-]+){{0,4}}?)\s+(?P<aux>{_AUX})\s+(?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_PERFECT = re.compile(
    r"'s (?:[\w'-]+ ){0,2}(?:still |just |already |not )?(?:got|been|gone|happened|become)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\A(?:(?P<wh>how|where) (?:(?:do|should) )?(?:i|we)(?! (?:know|feel|think|stand)\b)|(?P<what>what|"
    r"when|which \w+|who|whom) (?:should|"
    r"shall) (?:i|we)|"
    r"(?P<deed>what) (?:do|must) (?:i|we)(?= (?:do|say|write|tell|enter|choose|put|select|press|type|bring|send)\b)) "
    r"(?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DEFINED = re.compile(
    r"(?:what|who) (?:is|are|was|were) (?:(?:the|a|an) \w+(?: \w+)? (?:that|which|who)|(?:the|your|my) \w+"
    r"(?: of (?:the|your|my|that) \w+)? (?:that|which|who|(?:you|we|they|he|she|I)(?= (?!(?:again|now|today)\b)\w+))) ",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"(?:in|on|at|for|with|under|from|there|here|left|included|needed|required|allowed|available|still|already|"
    r"not)\b",
    re.IGNORECASE,
)
_BE = frozenset("is are was were".split())
_DOES = frozenset({"do", "don't"})
_OPINION = re.compile(r"(?:so )?(?:I|we) (?:think|reckon|guess|believe|suppose|want|need|would)\b", re.IGNORECASE)
_DEMANDED = re.compile(r"\b(?:please|pls|kindly|me|us)\b", re.IGNORECASE)
_ASKS_TO = re.compile(r"\Aasks the (?:agent|customer) to ")
_ABOUT = re.compile(r"\A(?:and |but )?(?:what|how) about (?P<rest>\S.*)\Z", re.IGNORECASE | re.DOTALL)
_SECOND = re.compile(
    r"(?:(?:,|;)?\s+(?P<link>and|or|but)|,)\s+(?P<so>if (?:so|not|yes|no),? )?(?!have (?:it|them|this|that|one|"
    r"the \w+) (?:\w+ed|sent|put|done|"
    r"taken|brought)\b)(?P<question>(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|"
    r"will|would|shall|may|must|"
    r"should|am)\s+(?:I|we|you|it|they|he|she|there|this|that|the|my|your|any\w*|some(?:one|body|thing))\b|"
    r"(?:what|which|when|where|why|how|who)\b"
    r"(?:\s+\w+){0,3}?\s+(?:am|is|are|was|were|do|does|did|has|have|can|could|will|would|should|shall|may|must)\s+"
    r"(?:i|we|you|it|they|he|she|this|that|there|the|my|your|our)\b).*)\Z",
    re.IGNORECASE | re.DOTALL,
)


def report_question(text: str, cast: Cast) -> str:
    """The predicate of a question (without its mark): `asks ...`."""
    text = text.strip().rstrip("?!. ")
    text = text[:-4].rstrip(" ,") if text.endswith((" huh", ",huh")) else text
    text = framing.put_straight(framing.without_lead(text, wants=cast.role == "agent"))
    roughly = framing.ROUGHLY.match(text)
    if roughly:
        how = roughly["how"].lower()
        said = report_question(text[roughly.start("wh") :], cast)
        exact = how in {"roughly", "approximately", "exactly", "about"} and said.startswith("asks ")
        return f"asks {how} {said[5:]}" if exact else said
    late = framing.ASKED_LATE.match(text)
    if late:
        return f"asks {late['wh'].lower()} {shift(lower_first(late['clause']), cast)}"
    which = framing.THING.match(text) or framing.MOST.match(text)
    if which:
        return f"asks for {shift(lower_first(which['what']), cast)}"
    if _ONLY_IF.match(text):
        return f"asks what happens {shift(lower_first(text), cast)}"
    for rule in (_two, _offered, _asked_favour, _asked_thing, _about, _wh, _yes_no):
        reported = rule(text, cast)
        if reported:
            return reported
    return _other(text, cast)


_ONE_WORD = re.compile(
    r"(?:when|where|how|why|who|which|what),?",
    re.IGNORECASE,
)  # `when, and which email did you put`


def _two(text: str, cast: Cast) -> str | None:
    """`Which card is it, and when are you back` -> two questions behind one verb."""
    match = _SECOND.search(text)
    if not match:
        return None
    if len(text[: match.start()].split()) < 2 and not _ONE_WORD.fullmatch(text[: match.start()]):
        return None
    if not (_WH.match(text) or _YES_NO.match(text)):
        things = text[: match.start()].rstrip(" ,").removesuffix(" please").rstrip(" ,")
        if cast.role == "customer" or has_verb(things.split()):
            return None
        second = report_question(match["question"], cast)
        return f"asks for {shift(lower_first(things), cast)} and {second.removeprefix('asks ')}"
    first, second = report_question(text[: match.start()], cast), report_question(match["question"], cast)
    link = (match["link"] or "and").lower()
    if link == "but":
        return f"{first} but {second}"
    if second.startswith(("asks the ", "asks to ")):
        return f"{first} {link} {second}"
    link = f"{link} {match['so'].rstrip(' ,').lower()}" if match["so"] else link
    return f"{first} {link} {second.removeprefix('asks ') if first.startswith('asks ') else second}"


def _asked_favour(text: str, cast: Cast) -> str | None:
    mind = _MIND.match(text)
    if mind:
        verb, _, rest = mind["rest"].partition(" ")
        return report_request(f"{inflect.base_of(verb)} {rest}".strip(), cast)
    match = _REQUEST.match(text)
    if not match:
        return None
    rest = match["rest"].removeprefix("be able to ")
    if _ABLE.match(rest):
        return None
    help_out = re.match(r"(?:help|assist)(?: me| us)?(?: out)?(?: with (?:that|this|it))?\Z", rest, re.IGNORECASE)
    if help_out:
        return "asks for help"
    with_thing = re.match(r"(?:help|assist) (?:me|us)(?: out)? with (?P<what>.*)", rest, re.IGNORECASE | re.DOTALL)
    if with_thing:
        return f"asks for help with {shift(with_thing['what'], cast)}"
    return report_request(rest, cast)


def _asked_thing(text: str, cast: Cast) -> str | None:
    match = _HAVE.match(text)
    if not match:
        return None
    rest = match["rest"]
    if re.match(r"(?:if|whether|what|when|where|why|how|which|who)\b", rest, re.IGNORECASE):
        return f"asks {shift(lower_first(rest), cast)}"
    if rest.split()[0].lower() in {"is", "are", "was", "were", "do", "does", "did"}:
        return _yes_no(rest, cast)
    return f"asks for {shift(lower_first(rest), cast)}"


def _offered(text: str, cast: Cast) -> str | None:
    wish = _WISH.match(text)
    if wish and cast.role == "agent":
        rest = shift(lower_first(wish["rest"]), cast)
        if wish["me"]:
            return f"asks whether to {rest}"
        if inflect.is_base_verb(wish["rest"].split()[0]) and re.search(
            r"(?:like|want|prefer|wish) to ", text, re.IGNORECASE
        ):
            return f"asks whether the customer would like to {rest}"
        return f"offers {rest}" if re.match(r"(?:a|an)\b", rest) else f"asks whether the customer would like {rest}"
    shall = _SHALL.match(text) or (_MAY_I.match(text) if cast.role == "agent" else None)
    if shall:
        return f"asks whether to {shift(lower_first(shall['rest']), cast)}"
    return None


def _about(text: str, cast: Cast) -> str | None:
    match = _ABOUT.match(text)
    return f"asks about {shift(lower_first(match['rest']), cast)}" if match else None


def _yes_no(text: str, cast: Cast) -> str | None:
    match = _YES_NO.match(text)
    if not match:
        return None
    if match["aux"].lower() == "don't" and not SUBJECT.match(match["rest"]) and not DETERMINER.match(match["rest"]):
        forbidden = report_imperative(framing.without_tag(text), cast)
        if forbidden:
            return forbidden
    alone = SUBJECT.fullmatch(match["rest"])  # `did she`
    clause = f"{match['rest']} {match['aux'].lower()}" if alone else declarative(match["aux"], match["rest"])
    cast.does = match["aux"].lower() in _DOES
    return f"asks whether {shift(clause, cast)}" if clause else None


def _wh(text: str, cast: Cast) -> str | None:
    match = _WH.match(text)
    if not match:
        return None
    start = (match["prep"] or "").lower() + match["wh"].lower()
    if start == "what" and re.match(r"\s+if\b", match["rest"]):
        return f"asks what happens{shift(match['rest'], cast)}"
    rest = re.sub(r"\A's\b", " has" if _PERFECT.match(match["rest"]) else " is", match["rest"])
    plan = _PLAN.match(start + rest)
    if plan and inflect.is_base_verb(plan["rest"].split()[0].strip(",.")):
        return f"asks {(plan['wh'] or plan['what'] or plan['deed']).lower()} to {shift(plan['rest'], cast)}"
    if re.match(r"\s+(?:if|about)\b", rest):
        return f"asks {start}{shift(rest, cast)}"
    choice = _CHOICES.search(rest)
    if choice and _WH_AUX.match(rest[: choice.start()]):
        main = _wh(text[: len(text) - len(choice.group())], cast)
        return f"{main}{shift(choice.group(), cast)}" if main else None
    inverted = _WH_AUX.match(rest)
    if inverted:
        noun = inverted["noun"].strip()
        if not noun and _DEFINED.match(f"{start} {inverted['aux']} {inverted['rest']}"):
            thing = shift(inverted["rest"], cast)
            return f"asks for {thing}" if start == "what" else f"asks who {thing} {inverted['aux'].lower()}"
        clause = None
        if (
            SUBJECT.match(noun)
            or (noun and _PLACED.match(inverted["rest"]))
            or (noun and inverted["aux"].lower() in _BE and _is_said_of(inverted["rest"]))
            or (
                match["wh"].lower() in {"who", "which", "what"}
                and not noun
                and not SUBJECT.match(inverted["rest"])
                and not DETERMINER.match(inverted["rest"])
            )
        ):
            clause = None
        else:
            clause = declarative(inverted["aux"], inverted["rest"])
            cast.does = inverted["aux"].lower() in _DOES
        if clause and match["wh"].lower() == "what" and clause.endswith((" is", " are")) and len(clause.split()) > 6:
            return f"asks for {shift(clause.rsplit(' ', 1)[0], cast)}"
        if clause:
            return f"asks {start} {(shift(noun, cast) + ' ') if noun else ''}{shift(clause, cast)}".replace(
                " how come ", " why "
            )
    return f"asks {start}{shift(rest, cast)}"


def _is_said_of(rest: str) -> bool:
    """`which item is` + `missing`: no subject follows, so the question is in straight order."""
    return not DETERMINER.match(rest) and starts_complement(rest.split()[0].strip(",.").lower())


def _other(text: str, cast: Cast) -> str:
    bare = framing.without_tag(text)
    opinion = report_statement(bare, cast) if _OPINION.match(bare) else None
    wanted = report_imperative(bare, cast)
    if cast.role == "customer" and _INDIGNANT.match(bare):
        return report_statement(bare, cast) or ""
    if opinion or wanted:
        demanded = bare != text or _DEMANDED.search(text)
        return opinion or (wanted if demanded else _ASKS_TO.sub("asks whether to ", wanted or "")) or ""
    words = bare.split()
    if (not has_verb(words) or names_only(bare)) and not re.match(
        r"(?:so|that|this|it|I|we|they|you)\b", bare, re.IGNORECASE
    ):
        asked = shift(lower_first(bare), cast)
        if ": " in bare and _CHOICE.search(bare.split(": ", 1)[1]):
            lead, choice = asked.split(": ", 1)
            placed = re.match(r"(?:in|on|at|under|with|for) ", lead)
            return f"asks whether {choice} {lead}" if placed else f"asks about {asked}"
        if cast.role == "agent" and framing.OFFERED_TIMES.match(bare):
            return f"offers {asked}"
        if ":" not in bare and _CHOICE.search(bare):
            return f"asks whether it is {asked}"
        if asked.startswith("about "):
            return f"says {asked}"  # `like, two hours ago?`
        return f"asks {'for' if cast.role == 'agent' else 'about'} {asked}"
    if bare != text or re.match(r"(?:I|you|we|it|he|she|they|the|my|this|that|there|so)\b", bare, re.IGNORECASE):
        return f"asks whether {shift(lower_first(bare), cast)}"
    return f"asks whether {shift(lower_first(bare), cast)}"


_CHOICES = re.compile(r", (?:[\w'-]+ ){1,3}or (?:[\w'-]+ ?){1,3}\Z")  # `what is it, a member or a guest`
_CHOICE = re.compile(r"\w \bor\b \w", re.IGNORECASE)
# `I paid for express and you sent it by post?` asks nothing.
_INDIGNANT = re.compile(
    r"(?:i|we)(?:'ve| have)? (?:\w+ly |already |just )?(?:\w+ed|paid|bought|got|sent|had|gave|told|waited|been)\b.*"
    r"\b(?:and|but|yet) (?:then |now )?(?:you|u|they|nobody|no one)\b(?! (?:got|received|have it|see|can|could)\b)",
    re.IGNORECASE | re.DOTALL,
)


def is_asked(text: str) -> bool:
    """A sentence that begins as a question, marked or not."""
    inverted = _YES_NO.match(text)
    return looks_asked(text) or bool(inverted and declarative(inverted["aux"], inverted["rest"]))


def is_choice(text: str) -> bool:
    """`The Hub 4 or the older one`: a question that only names what to choose from."""
    return bool(_CHOICE.search(text)) and not has_verb(text.split())
