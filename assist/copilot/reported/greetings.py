"""Sentences in which an agent says no more than who they are."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.statements import has_verb

_GREETS = re.compile(
    r".*\b(?:speaking|this is \w+|my name(?:'s| is) \w+|you're through to .*)\b.*\b(?:how (?:can|may) (?:I|we) help|"
    r"what can (?:I|we) do for)\b.{0,12}",
    re.IGNORECASE | re.DOTALL,
)
_INTRODUCES = re.compile(
    r"(?i:(?:(?:hello|hi|good \w+),? )?you(?:'re| are) through to (?:\w+,? ){1,5}?(?:this is|i'm|my name is) \w+|"
    r"(?:hello|hi),? (?:\w+ ){1,4}\w+ speaking)[\s.!,]*|(?:[\w&]+,? ){1,7}[A-Z]\w+ speaking[\s.!,]*|"
    r"(?:(?i:hi|hello|good \w+),? )?(?:(?:I'm|I am|[Tt]his is|[Mm]y name is|[Mm]y name's) [A-Z]\w+(?: (?:here|"
    r"speaking))?(?: (?:at|from|with) (?:(?:the|our) [\w ]{2,30}|[A-Z]\w+(?: [A-Z]\w+)*))?|"
    r"(?i:(?:[a-z]+,? ){0,4}good (?:morning|afternoon|evening),? (?:this is \w+|\w+ speaking))|"
    r"(?i:(?:(?:hi|hello|hey)(?: there)?|morning|afternoon|evening),? )?[A-Z]\w+ (?:here|speaking)"
    r"(?: (?:at|from|with) (?:[a-z]\w+ ?){1,3}| (?:at|from|with) [A-Z]\w+(?: [A-Z]\w+)*)?[ :;)(]*|"
    r"(?i:(?:[a-z]+,? ){1,4}(?:good (?:morning|"
    r"afternoon|evening),? )?)(?:this is|you're speaking (?:to|with)) [A-Z]\w+(?: speaking)?|"
    r"(?:[A-Z][\w ]+,? )?(?:[Tt]his is [A-Z]\w+ speaking|"
    r"[Yy]ou(?:'re| are) (?:speaking|talking|chatting) (?:to|with) [A-Z]\w+"
    r"(?: (?:at|from|in) [A-Z]\w+(?: [A-Z]\w+)*)?))[\s.!,]*"
)
# A transcript without capitals: `chalk hill hearing clinic this is samira`.
_SPOKEN = re.compile(
    r"(?:[a-z&']+,? ){0,7}(?:this is|(?:you're|you are) (?:through|speaking|talking) (?:to|with)|speaking to|"
    r"it's|my name's|my name is) "
    r"(?P<name>[a-z]{2,})(?: speaking)?[\s.!]*|(?:[a-z&']+,? ){1,6}(?P<speaks>[a-z]{2,}) speaking[\s.!]*|"
    r"(?:[a-z&']+,? ){1,5}good (?:morning|afternoon|evening)[\s.!]*"
)
_OFFERS = re.compile(
    r",?\s*(?:(?:and )?how |what )?(?:can|may|could) (?:I|we) (?:help|do for you)(?: you)?(?: today)?\W*\Z", re.I
)
_INITIALS = re.compile(r"[\^*~/]?\s?(?!OK|NO|YES|YEP|HI)[A-Z]{2,3}\.?")  # alone under a post
# A bot's `Connecting you to an agent`: that an agent answers says so already.
_HANDS_OVER = re.compile(
    r"(?:(?:ok(?:ay)?|sure|thanks|thank you|alright|one moment|please wait)[,.!]? )*(?:(?:i'm|i am|i'll|i will|"
    r"we're|we are|we'll|let me) )?"
    r"(?:now )?(?:connect|transfer|put|pass|hand)(?:ing)? you (?:through |over )?(?:to|with) (?:an?|the|our|one "
    r"of our|someone|somebody)\b",
    re.IGNORECASE,
)
_YES_MR = re.compile(
    r"(?:yes|yeah|sure|certainly|of course|ok(?:ay)?|right|got it|thanks|noted|perfect|lovely|all right|"
    r"understood|no),? "
    r"(?:(?:mr|mrs|ms|miss|dr)\.? [\w'-]+|(?-i:(?P<name>[A-Z][a-z]+)))[\s.!]*",
    re.IGNORECASE,
)  # `Got it, Marta.`
_WORDS_OF_ONE_NAMED = re.compile(r"speaking|here|name|his is|I'm|I am|i'm|ou're|ou are")


_ONLY_NAMED = re.compile(
    r"(?:is|gives|says (?:it|this) is) [A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?: (?:from|at|in) (?:[\w'-]+ ?){1,3})?"
)


def is_introduced(predicate: str) -> bool:
    """Whether a predicate about an agent only names them: `is Ines`."""
    named = _ONLY_NAMED.fullmatch(predicate)
    given = predicate.split()[1] if named and predicate.startswith("gives ") else ""
    return bool(named) and not (given and (not given.isalpha() or inflect.is_known(given.lower())))


def is_greeting(sentence: str) -> bool:
    """Whether an agent says no more than who they are."""
    if len(sentence) > 120:
        return False
    called = _YES_MR.fullmatch(sentence) if len(sentence.split()) < 5 else None
    if called and not (called["name"] and inflect.is_known(called["name"].lower())):
        return True
    spoken = _SPOKEN.fullmatch(sentence)
    if spoken and ("good " in sentence or not inflect.is_known(spoken["name"] or spoken["speaks"])):
        return True
    asks = "help" in sentence or "do for" in sentence
    offers = _OFFERS.search(sentence) if asks else None
    if offers and not has_verb(sentence[: offers.start()].split()):
        return True  # `Linnet House can I help`
    named = _WORDS_OF_ONE_NAMED.search(sentence) and _INTRODUCES.fullmatch(sentence)
    return bool(named or (asks and _GREETS.fullmatch(sentence)))


def hands_over(sentence: str) -> bool:
    """Whether a bot only says that it puts somebody through."""
    return bool(_HANDS_OVER.match(sentence))


def is_signed(text: str) -> bool:
    """Initials alone under a post."""
    return bool(_INITIALS.fullmatch(text.strip()))
