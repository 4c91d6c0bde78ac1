"""Signs of where a case stands: who is to act next, what was refused, done or handed on, newest turns first."""

import numpy as np

from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray
from assist.core.text.caseless import Caseless
from assist.core.text.remembered import remembered
from assist.core.vocabulary import ACTS

_NEWEST = 6  # turns of each side that are read
_FADE = 0.6  # weight of a turn beside the one after it
_TEAM = (
    r"(?:team|department|desk|office|colleagues?|specialists?|lead|unit|billing|engineers?|investigat\w+|complaints?|"
    r"claims|legal|finance|payments|management|trust|safety)"
)
_WHEN = (
    r"(?:\d+|one|two|three|four|five|seven|ten|tomorrow|today|tonight|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|week|month|hour|24|48)"
)
_AGENT = (
    r"\bescalat\w*|\b(?:supervisor|senior|team lead|manager|specialist|head of)\b",
    r"\b(?:pass(?:ed|ing)?|forward(?:ed|ing)?|hand(?:ed|ing)|transferr?(?:ed|ing)?|refer(?:red|ring)|submitted|sent|"
    r"raised|gone|goes|send(?:ing)?|opened|with)\b(?: \w+){0,6}? (?:to|with|for|by) (?:(?:the|our|a|my) )?(?:\w+ ){0,3}"
    rf"{_TEAM}\b",
    r"\b(?:team|department|colleagues?|engineers?|desk|ombudsman|complaints? (?:team|number|reference)|claims)\b",
    r"\b(?:they|he|she|(?:the|our) [\w ]{2,25}(?:team|department|desk|lead|manager)|billing|legal|finance|someone|"
    r"a colleague|an engineer|a technician)(?:'ll| will|'s going to)\b",
    r"\b(?:i|we)(?:'ll| will|'m going to|'re going to| am going to)\b|\blet me\b",
    r"\byou(?:'ll| will| should| can expect)(?: \w+){0,2} (?:receive|get|have|see|hear|be)\b|\bwill be (?:processed|"
    r"refunded|delivered|sent|credited|shipped|dispatched|issued|with you|updated|contacted)\b|\b(?:arrives?|lands?|"
    r"comes?|follows?|goes out|is on its way|on the way)\b",
    rf"\b(?:within|in|by|until|before|between|after|from|on) (?:the )?(?:next |end of |early |late )?{_WHEN}\w*|"
    r"\b(?:business|working) days?\b|\b\d+ ?(?:-|to) ?\d+ (?:business |working )?(?:days|hours)\b",
    r"\b(?:you(?:'ll)? (?:can|could|need|have|must|should|may|might)|please (?!let me know if|don't hesitate|do not "
    r"hesitate|feel free|bear|accept|allow|wait|know)|once you|as soon as you|when you(?:'ve| have)|if you (?:send|"
    r"upload|decide|want|like|prefer)|up to you|send (?:us|me|it|them)|upload|ring|call us|book it|open the|tap|click|"
    r"attach|reply with|fill)",
    r"\b(?:once|as soon as|when|if|until|after) (?:you|we (?:have|get|receive)|it|they|the (?:form|photo|bill|document|"
    r"statement|answer))\b",
    r"\b(?:unfortunately|can't|cannot|can not|couldn't|unable|not able|isn't (?:possible|available|something)|not "
    r"possible|no way|there is no|there's no|there isn't|not (?:offer|support|available|allowed|eligible)|doesn't "
    r"(?:allow|offer|support|exist|cover)|won't|don't have|no option|non-refundable|declined)\b",
    r"\bsorry\b",
    r"\b(?:i(?:'ve| have)|we(?:'ve| have)) (?:now |just |also |already |successfully )*(?:\w+ed|sent|made|put|set|"
    r"taken|given|done|booked|issued|got)\b|\b(?:has|have) (?:now |just |already |successfully )?been (?:\w+ed|sent|"
    r"made|set|booked|issued)\b|\b(?:is|are|it's|that's|you're) (?:now |all |already )?(?:booked|done|set|"
    r"cancelled|canceled|changed|updated|confirmed|refunded|complete|sorted|in|active|live|switched|added|removed|fixed|restored|open|"
    r"working|on)\b",
    r"\b(?:is|are|was|costs?|covers?|includes?|means|because|so the)\b",
    r"\b(?:anything else|else i can|further (?:assistance|help|questions?))\b",
    r"\b(?:you're welcome|you are welcome|my pleasure|glad|happy to help|have a|goodbye|bye|take care|enjoy|safe)\b",
    r"\b(?:refund|replacement|credit|reimburse|compensation)\w*",
    r"\b(?:investigat\w+|look(?:ing)? into|check(?:ing)? with|trace|review\w*|under review|query|inquiry)\b",
    r"\b(?:keep you|update you|updates?|follow(?:ing)? up|monitor\w*|get back|be in touch|contact you|call you|"
    r"e-?mail you|write to you|let you know|notify|hear from)\b",
    r"\b(?:understand|frustrat\w+|apologi[sz]e|concern|patience)\b",
    r"\?",
    r"\b(?:feedback|suggestion|request(?:ed)? (?:it|this)|roadmap|pass it on|wish list|vote)\b",
    r"\b(?:case|ticket|reference|complaint|escalation|claim|request)(?: (?:id|number|no\.?|is))* ?#?:? ?[A-Z]*-?\d+",
)
_CUSTOMER = (
    r"\b(?:thanks?|thx|thank you|ty|ta|cheers|tysm|appreciate\w*|grateful)\b",
    r"\b(?:great|perfect|brilliant|awesome|excellent|lovely|wonderful|good|nice|amazing|sorted|super|works|worked|"
    r"working|fixed|gone|green|clear|happy|relief|helpful|yay|love)\b",
    r"\b(?:i(?:'ll| will|'m going to|m gonna|ll)|will do|let me|i shall|i can do|going to|gonna)\b",
    r"\b(?:if (?:not|i don'?t|it doesn'?t|it isn'?t|you don'?t|nothing|they)|otherwise|or else|better|hope|hopefully|"
    r"counting|promise|make sure|dont let)\b",
    r"\b(?:fine|ok|okay|alright|all right|whatever|k|right|sure|yes|yep|yeah|do it|go ahead|please do)\b",
    r"\b(?:not|no|never|nothing|nobody|can't|cant|won't|don't|dont|doesn't|useless|ridiculous|terrible|worst|disgrace|"
    r"joke|disappoint\w*|unacceptable|waste|angry|sigh|ugh|seriously|pathetic|forget it)\b",
    r"\b(?:bye|goodbye|have a|see you|that's (?:all|it)|that is all|that will be all)\b",
    r"\?",
    r"\b(?:wait|waiting|look forward|expect|by (?:monday|tuesday|wednesday|thursday|friday|tomorrow)|when)\b",
    r"\b(?:cancel|leave it|forget|elsewhere|another (?:company|bank|provider)|competition|chargeback|complain\w*|"
    r"ombudsman|lawyer|consumer|report)\b",
    r"\b(?:attached|uploaded|sent|here(?:'s| is| it is)|done)\b",
    r"\b(?:think about|decide|ask (?:my|her|him|them|the)|speak to|talk to|look for|find (?:the|my)|check (?:with|my)|"
    r"tonight|tomorrow|later|this evening|weekend)\b",
)
_PATTERNS = {
    side: tuple(Caseless(pattern) for pattern in patterns)
    for side, patterns in (("agent", _AGENT), ("customer", _CUSTOMER))
}


@remembered(maxsize=16_384)
def read_signs(text: str, side: str) -> FloatArray:
    """One 0/1 flag a pattern of `side`, none for another side."""
    plain = text.replace("’", "'")
    return np.array(Caseless.which_occur(_PATTERNS.get(side, ()), plain), dtype=np.float32)


def sign_features(transcript: Transcript, acts: FloatArray) -> FloatArray:
    """Signs of each side in the last turn, faded over the newest ones and anywhere; acts over the talk and at its end.

    `acts` (m, 12).
    """
    messages = transcript.messages
    parts: list[FloatArray] = []
    said: list[FloatArray] = []
    for side in ("agent", "customer"):
        rows = [i for i, m in enumerate(messages) if m.side == side and not m.internal and m.text.strip()][::-1]
        hits = np.zeros((1, len(_PATTERNS[side])), dtype=np.float32)
        if rows:
            hits = np.stack([read_signs(messages[i].text, side) for i in rows[:_NEWEST]])
        fade = (_FADE ** np.arange(len(hits))).astype(np.float32)
        parts += [hits[0], fade @ hits, hits.max(axis=0)]
        said += [acts[rows[k]] if len(rows) > k else np.zeros(len(ACTS), dtype=np.float32) for k in (0, 1)]
    last = messages[-1]
    shape = [last.side == "customer", last.side == "agent", min(len(messages), 30) / 30, len(last.text.split()) / 50]
    shape += [transcript.channel == "email", transcript.channel == "voice"]
    ends = [acts.mean(axis=0) * 3, acts[-4:].mean(axis=0) * 2]
    return np.concatenate([*parts, np.array(shape), *ends, *said]).astype(np.float32)
