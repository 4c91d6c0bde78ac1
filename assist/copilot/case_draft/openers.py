"""What a reported sentence opens with before it comes to the matter: who says, wants or feels it."""

import re

_ADVERBS = r"(?:(?:really|very|so|just|still|also|now|only|quite|extremely|urgently|recently|currently|actually) )*"
_FEELINGS = (
    r"(?:frustrated|upset|annoyed|angry|worried|concerned|confused|furious|appalled|disappointed|displeased|"
    r"dissatisfied|disgusted|unhappy|sorry)"
)
_WISHES = r"needs?|wants?|wanted|would (?:also |really )?(?:like|love|appreciate)"
_OPENER = re.compile(
    "|".join(
        (
            r"(?:and|but|so|well|also|apparently|basically|actually|honestly|unfortunately|anyway|now|then|still|again|"
            r"(?:aye|yes|no|oh|okay)(?=,)|please|today|it (?:seems|looks)(?: like| that)?|subject:|"
            r"the (?:problem|issue|thing) is(?: that)?|"
            r"there (?:is|are|was|were)(?= (?:an?|no|some|two|three|four|five|several|many|\d+) )|"
            r"(?:first|second|third|last)(?:ly)?(?: of all)?(?=,? (?:the|their|an?|they|it)\b)|"
            r"(?:second|third|fourth) time(?: now)?|their name is(?-i:(?: [A-Z]\w+)+)(?: and)?),? ",
            r"(?:they|the customer|customer|themselves)(?:'ve|'re|'d|'ll)? (?=\w)",
            r"(?:says|explains|confirms|adds|notes|complains|reports|thinks|believes|clarifies|mentions|understands|"
            r"realized|realised|noticed|discovered|found(?: out)?|sees?|knows?|is told|was told)(?: that)? ",
            rf"(?:is|was|feels?) {_ADVERBS}{_FEELINGS}(?: right now)? "
            r"(?:because|that|about|with|by|over|at|to \w+|as)(?: of)? ",
            r"expresses (?:their )?(?:\w+ ){1,3}(?:with|about|over|at|regarding|for) ",
            rf"{_ADVERBS}(?:{_WISHES}|hopes|has|tries|tried|asks|requests|inquires|enquires|plans|"
            r"(?:is|was|are) (?:\w+ )?(?:trying|looking|hoping|wondering|calling|ringing|writing|inquiring|enquiring|"
            r"following up|reaching out|contacting the (?:agent|company)|interested))(?: the (?:agent|company))?"
            r"(?: to (?:know|see|find out|ask|inquire|enquire|report|complain))? (?:to|for|about|because|regarding|"
            r"concerning|in reference to|(?:with|in) regards? to|on|in) ",
            rf"(?:asks|{_ADVERBS}(?:{_WISHES}) to (?:know|see|ask)|(?:is|was) (?:wondering|asking)) "
            r"(?=how|why|when|where|what|which|who|whether|if)",
            rf"{_ADVERBS}(?:{_WISHES}|requests) (?:to )?",
            r"(?:has|have|had) (?:an? |some )?(?:\w+ )?(?:issue|problem|question|trouble|query|concern|complaint)s? "
            r"(?:with|about|regarding|concerning) ",
            r"(?:has|have|had|got) (?=an? |not )|(?:regarding|concerning) |get (?=the |an? )",
            r"help (?:them )?(?:with |to )?|(?:has |have )?asked (?:to|for) ",
        )
    ),
    re.IGNORECASE,
)
_MOST = 6


def without_openers(text: str) -> str:
    """`is upset because their order is late` -> `their order is late`; a word alone is never left."""
    for _ in range(_MOST):
        match = _OPENER.match(text)
        if not match or " " not in text[match.end() :].strip():
            break
        text = text[match.end() :]
    return text
