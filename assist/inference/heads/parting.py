"""How the customer's last words answer what the agent said: thanks for a fix or for a refusal, grudging consent,
conditions, threats. Whether thanks are meant is seen only from what they are for."""

import numpy as np

from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray
from assist.core.text.caseless import Caseless
from assist.core.text.remembered import remembered

_CUSTOMER = {
    "thanks": r"\b(?:tha?n(?:ks?|x)|thx|tnx|thank you|ty|ta|cheers|tysm|appreciate\w*|grateful|obliged|bless)\b",
    "warm": r"\b(?:thank you (?:so|very) much|thanks? (?:so much|a lot|a million|ever so|loads)|many thanks|much "
    r"appreciated|really appreciate|(?:thanks?|thank you) for (?!nothing|the (?:call|reply)|trying)\w+|life ?saver|"
    r"you(?:'ve| have) been (?:so|very|really|most|a)|that(?:'?s| is) (?:great|perfect|brilliant|lovely|wonderful|"
    r"fantastic|excellent|awesome|good news|fair|kind)|you(?:'re| are) a (?:star|legend|gem|angel)|legend|bless you|"
    r"relief|made my day|love it|amazing|fantastic|brilliant|wonderful|perfect|lovely|awesome|excellent|great)\b",
    "grudging": r"\b(?:tha?n(?:ks?|x)|thx|tnx|thank you),? (?:i guess|anyway\w*|for nothing|for (?:\.\.\. "
    r"?)?trying)|\bi (?:guess|suppose)\b|\bnot (?:happy|thrilled|ideal|great|impressed|good enough|what i (?:hoped|"
    r"wanted))|\bif you say so|\bwhatever\b|\bno (?:other )?choice|\bwe'?ll see\b|\bat least\b|\bi'?ll believe it when",
    "consent": r"\b(?:fine|ok(?:ay)?|alright|all right|right|very well|fair enough|k|hm+|oh well|so be it)\b",
    "condition": r"\b(?:make sure|better|or else|otherwise|if (?:not|it|they|you|i|this|that|nobody|there)\b|this "
    r"time|last time|again|promise|hope|hopefully|pray|counting on|don'?t (?:mess|let)|i (?:expect|want)|keep (?:me|"
    r"an eye))",
    "urgent": r"\b(?:asap|quick\w*|fast|hurry|urgent\w*|immediately|right now|now|today|soon|need (?:it|this|my|"
    r"the)|pl[sz]|please)\b",
    "threat": r"\b(?:never (?:again|order|buy|shop|using)|last time|switch\w*|elsewhere|another (?:company|bank|"
    r"provider|shop|brand)|cancel(?:l?ing)? my|review|social media|lawyer|solicitor|court|ombudsman|regulator|"
    r"consumer|chargeback|complaint?|trust|leave|leaving|unsubscrib\w*|sell it)\b",
    "angry": r"\b(?:ridiculous|unacceptable|joke|disgrace\w*|useless|waste|wasted|tired|sick of|fed up|bs|bullshit|"
    r"crap|frustrat\w*|annoy\w*|irritat\w*|stress\w*|terrible|worst|pathetic|disappoint\w*|desperate|unfair|heartless|"
    r"shame\w*|furious|seriously|sigh|ugh|omg|too long|forever|excuse|hassle|pain|nonsense|scam|lose it|mad)\b|\?!|"
    r"!\?|\?\?|!!",
    "done": r"\b(?:that'?s (?:all|it|everything)|that (?:is|will be) all|no(?:pe|ah|h)?,? (?:thanks?|thank you|"
    r"that'?s)|all good|nothing else|bye|goodbye|have a (?:good|nice|great|lovely))\b",
    "question": r"\?",
    "exclaims": r"!",
}
_AGENT = {
    "done": r"\b(?:i|we)(?:'ve| have) (?:now |just |also |already |successfully )*(?:\w+ed|sent|made|put|set|taken|"
    r"done|booked|issued)\b|\b(?:has|have) (?:now |just |already |successfully )?been (?:\w+ed|sent|made|set)\b|"
    r"\b(?:is|are|it's|that's|you're) (?:now |all |already )?(?:booked|done|set|cancelled|canceled|changed|updated|"
    r"confirmed|refunded|sorted|active|fixed|restored|reserved|working)\b|\A(?:done|cancelled|added|refunded|changed|"
    r"booked)\b|(?<!un)successful",
    "refused": r"\b(?:unfortunately|can't|cannot|can not|couldn't|wasn't able|unable|not able|not possible|no way|"
    r"there is no|there's no|won't|don't have|unsuccessful|failed|declined|i'?m afraid|not (?:available|eligible|"
    r"allowed))\b",
    "promised": r"\b(?:i|we|they|he|she|someone|the team)(?:'ll| will)\b|\bwithin\b|\bexpect\b|\b(?:business|"
    r"working) days?\b|\bas soon as\b|\d+ ?(?:-|to) ?\d+ (?:hours|days)",
    "sorry": r"\b(?:sorry|apologi[sz]\w*|regret|understand your|frustrat\w*|inconvenience)\b",
    "question": r"\?",
    "offers": r"\b(?:anything else|else i can|further (?:assistance|help|questions?))\b",
}
_PATTERNS = {
    side: tuple(Caseless(pattern) for pattern in patterns.values())
    for side, patterns in (("customer", _CUSTOMER), ("agent", _AGENT))
}
_OF_CUSTOMER = {name: i for i, name in enumerate(_CUSTOMER)}
_OF_AGENT = {name: i for i, name in enumerate(_AGENT)}
_RECENT = 3  # messages of each side that are read
_WEIGHT = 2.0  # beside the other features of the end; chosen by cross-validation


@remembered(maxsize=16_384)
def _heard(text: str, side: str) -> FloatArray:
    plain = text.replace("’", "'")
    return np.array(Caseless.which_occur(_PATTERNS[side], plain), dtype=np.float32)


def parting_features(transcript: Transcript) -> FloatArray:
    """What the customer's last three messages sound like, what the agent said before and after the last, and both
    together."""
    messages = transcript.messages
    spoken = [i for i, m in enumerate(messages) if not m.internal and m.text.strip()]
    customer = [i for i in spoken if messages[i].side == "customer"]
    agent = [i for i in spoken if messages[i].side == "agent"]
    newest = np.zeros((_RECENT, len(_CUSTOMER)), dtype=np.float32)
    for row, i in zip(newest, customer[: -_RECENT - 1 : -1], strict=False):
        row += _heard(messages[i].text, "customer")
    last = customer[-1] if customer else len(messages)
    former = customer[-2] if len(customer) > 1 else -1

    def said(rows: list[int]) -> FloatArray:
        return np.max([np.zeros(len(_AGENT)), *(_heard(messages[i].text, "agent") for i in rows)], axis=0)

    before, after = said([i for i in agent if former < i < last]), said([i for i in agent if i > last])
    late = said(agent[-_RECENT:])[[_OF_AGENT["done"], _OF_AGENT["refused"]]]
    parts = [newest, newest[:2].max(axis=0), before, after, late, _together(newest, before, *late)]
    return np.concatenate([part.ravel() for part in parts]).astype(np.float32) * _WEIGHT


def _together(newest: FloatArray, before: FloatArray, done: float, refused: float) -> FloatArray:
    """Products: what thanks, consent, conditions and anger answer, and what goes with thanks."""
    own, both = newest[0], newest[:2].max(axis=0)
    thanks, warm, grudging, consent, condition, angry = (
        _OF_CUSTOMER[name] for name in ("thanks", "warm", "grudging", "consent", "condition", "angry")
    )
    answers = [own[thanks], newest[1, thanks], both[warm], own[consent], own[condition], own[angry]]
    thanked, warmly = both[thanks], both[warm]
    alone = [
        thanked * done,
        thanked * refused,
        thanked * (1 - refused),
        thanked * (1 - warmly),
        warmly * (1 - own[condition]),
        thanked * both[condition],
        thanked * both[grudging],
        own[consent] * (1 - thanked),
        own[consent] * own[condition],
        not own.any(),
        not thanked and not warmly,
    ]
    return np.concatenate([np.outer(answers, before).ravel(), np.array(alone, dtype=np.float32)])
