"""Set phrases of mails and chats, put as a note puts them before anything else is read: `Attached is the contract`."""

import re

from assist.copilot.reported import inflect

_ATTACHED = re.compile(
    r"\A(?:as (?:per|requested|promised|discussed|agreed)\b[^,]{0,40}?,? )?(?:(?:please |kindly )?(?:find|"
    r"see) (?:attached|enclosed)|(?:attached|enclosed) (?:is|are)|"
    r"(?:attached|enclosed),? (?:please |kindly )?(?:find|you(?:'ll| will| can)? find))(?: herewith| here)?:? "
    r"(?P<what>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ASSUMED = re.compile(
    r"\A(?:I|we)(?: (?:just )?(?:assume|presume|suppose|gather|trust|guess|take it|don't suppose|don't imagine)|"
    r"'m (?:just )?(?:guessing|assuming))(?: that)? "
    r"(?P<what>(?:it|that|this|there|the|my|our|your|you|I|we|he|she|they)\b(?:'s|'ll|'re|'ve)?\s.*)\Z",
    re.IGNORECASE | re.DOTALL,
)  # with a question mark
_WONDERED = re.compile(
    r"\A(?:I|we)(?:'m| am| was| were)? (?:just )?wonder(?:ing|ed)?(?: about)? (?P<what>(?:if|whether|why|how|when|what|"
    r"where|who)\b.{4,})\Z",
    re.IGNORECASE | re.DOTALL,
)
_ASKED_OF_YOU = re.compile(
    r"(?:if|whether) you (?P<could>could|can|would|will) (?P<rest>.*)\Z", re.IGNORECASE | re.DOTALL
)
_FAVOUR = re.compile(
    r"\A(?:and |so |but )?if you (?:could|can|would) (?:just |please |also )?(?P<what>[a-z]+ .+?),? (?:that|it|this)"
    r"(?:'d| would) be (?:really |so |very |much |most )?(?:great|lovely|brilliant|appreciated|helpful|wonderful|good|"
    r"fantastic|perfect|kind)"
    r"(?P<why>,? (?:as|because|since) .*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_SUGGESTED = re.compile(
    r"\A(?:can|could|may|might) (?:I|we) (?:just )?suggest (?:that )?you (?:should )?", re.IGNORECASE
)
_IF = re.compile(r"\Aif\b", re.IGNORECASE)
_REQUESTED = re.compile(
    r"\A(?:requesting|request(?:ed)?)(?: for)? (?P<what>(?:an?|the|my|your|our|immediate|full|urgent) .*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_STATE_OF_COMPANY = re.compile(
    r"\Awe(?:'re| are) (?:(?:only|now|also|currently|always|still|usually|normally) )*(?:closed|open(?!ing)|shut|"
    r"fully booked|booked (?:up|out|solid)|sold out|out of|based|located|full)\b",
    re.IGNORECASE,
)
_VERB_AGAIN = re.compile(
    r"\A(?:I|we) (?:do|don't|did|didn't|are|aren't|am|have|haven't)(?:,|\Z| (?=(?:no sorry|but|if|when|until|once|"
    r"unless|as long as|provided|"
    r"only (?:if|when|after|until|once))\b))",
    re.IGNORECASE,
)  # the verb of the question before
_COUNTED = re.compile(
    r"\Awe(?:'re| are) (?:(?:only|just|now|about) )*(?:\d+|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|twenty)\b"
    r"(?!(?: \w+)? (?:away|late|behind|ahead|off|from|into|short|miles|minutes|hours|days|weeks|months))",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\Awe(?:'re| are| were|'ve been| have been) (?:(?:both|all|just|only|also|still|now|loyal|longstanding|regular|"
    r"old|new) )*(?P<noun>[a-z]+)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"we(?:'re|'ve| are| were| have) both\b", re.IGNORECASE)
_HEREBY = re.compile(r"(?<=\b[IW]) hereby(?= )|(?<=\b[Ww]e) hereby(?= )")


def attached(text: str) -> str | None:
    """What `Please find attached ...` hands over."""
    found = _ATTACHED.match(text)
    return found["what"] if found else None


def assumed(text: str) -> str | None:
    """`I assume there was a mistake`, said with a question mark: what is asked."""
    found = _ASSUMED.match(text)
    return found["what"] if found else None


def wondered(text: str) -> tuple[str, bool] | None:
    """What `I was wondering ...` asks, and whether as a request: `if you could ring` -> `could you ring`."""
    found = _WONDERED.match(text)
    of_you = found and _ASKED_OF_YOU.match(found["what"])
    if of_you:
        return f"{of_you['could']} you {of_you['rest']}", True
    return (_IF.sub("whether", found["what"]), False) if found else None


def favour(text: str) -> str | None:
    """`if you could ring me that'd be great, as I'm in` asks to ring them, as they are in."""
    found = _FAVOUR.match(text)
    return f"{found['what']}{found['why'] or ''}" if found else None


def suggested(text: str) -> str:
    """`can I suggest you put a sign up` suggests it, with a mark or without."""
    return _SUGGESTED.sub("I suggest that you should ", text)


def requested(text: str) -> str | None:
    """What a customer asks for in telegram style: `Request a written answer`."""
    found = _REQUESTED.match(text)
    return found["what"] if found else None


def is_of_company(text: str) -> bool:
    """`We're closed on Monday`, `we do if you order today`: nothing that the agent who writes is or does."""
    return bool(_STATE_OF_COMPANY.match(text) or _VERB_AGAIN.match(text))


def is_of_several(text: str) -> bool:
    """`We are 2 adults`: no single customer is."""
    if _BOTH.match(text):
        return True
    several = _SEVERAL.match(text)
    return bool(_COUNTED.match(text) or (several and _is_plural(several["noun"].lower())))


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and inflect.is_noun(word[:-1])


def without_hereby(text: str) -> str:
    """`I hereby cancel` does what `I cancel` does."""
    return _HEREBY.sub("", text) if " hereby " in text else text
