"""Whole sentences that only let off steam or lead over, as patterns beside those of `talk`."""

import re

_ASKS_NO_MORE = re.compile(
    r"\A(?:[A-Z][a-z]+, )?(?:did|do|can|could|would|will|have|are|is|should) (?:you|we|I|it|they|he|she)(?: [a-z]+)? "
    r"\.\.\. (?=(?:oh|never mind|no|wait|ah|sorry|forget it|actually)\b)",
    re.IGNORECASE,
)  # `could you... never mind, I found it`
_CALL = re.compile(r"(?<=\w)[\s,.!?]+(?:he+l+o+|helo+|anyone there|anybody there)[\s?!.]*\Z", re.IGNORECASE)

ASIDES = [
    r"(?:ha|heh|hm+)(?:,? (?:ok|okay|right|yeah))?|(?:oh|well|um),? (?:for|with|the|my)"
    r"(?:,? (?:ok|okay|right))?",
    r"(?:like )?(?:are|is) (?:they|you|he|she|it) (?:all )?(?:blind|stupid|deaf|mad|crazy|idiots|kidding|joking)"
    r"(?: or (?:what|something))?",
    r"(?:are|r) you (?:guys |people |even |all |actually )*(?:kidding|joking|serious|mad|crazy|blind|deaf|insane|"
    r"for real)"
    r"(?: me| with me)?(?: right now)?|(?:you(?:'re| are) )(?:kidding|joking)(?: me)?|you(?:'ve|"
    r" have) got to be (?:kidding|"
    r"joking)(?: me)?",
    r"(?:is|was) (?:this|that|it) (?:some (?:kind of )?|a |supposed to be a )*joke|"
    r"what (?:kind of )?(?:a )?(?:rubbish|nonsense|"
    r"joke|crap|bs|madness)(?: is (?:this|that))?|what the (?:heck|hell|actual)\b.{0,12}",
    r"(?:is|was) (?:that|it|this) (?:so |really so |really that )?(?:hard|difficult|clear|understood|"
    r"too much to ask)",
    r"(?:(?:and|also|oh|sorry|yeah|right),? )*(?:just )?(?:one|another|two|three|a few|a couple of|a) "
    r"(?:more |last |other |final |quick |small |practical )*(?:thing|question|point|remark|request)s?"
    r"(?: (?:though|please|first|if (?:that's|that is) (?:ok|okay|all right)))?|(?:one )?last (?:thing|one|question)|"
    r"(?:so )?let me (?:guess|see if i (?:have|got|understand) (?:this|that|it)(?: right| correctly)?)|me again|"
    r"(?:so )?let me see",
    r"(?:this|that|it)(?:'s| is) (?:all |just |such |a |total |complete |absolute |utter |pure |some )*(?:bs|b\.s\.|"
    r"crap|rubbish|"
    r"garbage|bullcrap|ridic|stressful|so stressful|too much|the worst)",
    r"(?:(?:and|then|so) )?(?:good luck|best of luck|safe (?:travels?|journey|trip|flight|drive|driving)|get well|"
    r"happy (?:birthday|travels|holidays|christmas|new year|easter|anniversary|[a-z]+ing)|"
    r"enjoy(?=\W*\Z| (?:the|your|it)\b))\b(?:[ ,](?!.*(?:\d|\b(?:is|are|was|will|has|have|had|can|could|should|must|"
    r"comes?|please|let|call|ring|write|send|don't|do not|if|once|when|until)\b))[^.!?]{0,60})?",
    r"(?:i |we )?(?:have to|must|hate to|'ll have to) disappoint you(?: there| on that)?|(?:i |we )?wish (?:i|"
    r"we) could"
    r"(?: say (?:yes|otherwise|so))?|i(?: can|'ll) tell you that much|(?:i'll|i want to|i have to|"
    r"let me) be (?:honest|straight|"
    r"frank|open|clear)(?: with you)?|i hear you",
    r"(?:yes|yeah|yep|oh|um|right|okay|ok|ah)[\s,.!]+(?:hello|hi|hey|good (?:morning|afternoon|evening))"
    r"(?: (?-i:[A-Z])[a-z]+)?",
    r"(?:it's|that's|there's|he's|she's|i'm|i've|we've|they're|it is|there is|i've got (?:a|the)|well it's)",
    r"(?:i|we) (?:do |can |really |fully |completely )*(?:get|see|hear|understand|know) (?:how|why) (?:\w+ )?"
    r"(?:it|that|this|you)\b (?:must |might |may )?(?:sounds?|feels?|looks?|seems?|feel|is|are|'re)\b.{0,30}",
    r"(?:please |do )?give (?:my|your|him|her|them|the)\b.{0,25} (?:our|my) (?:best|kind|warm|sincere)?.{0,12}"
    r"(?:wishes|regards|apologies|love)\b.{0,20}|(?:to )?(?:both|all) of you|you take care(?! of)\b.{0,30}|"
    r"you(?:'ve| have) (?:both |all )?been (?:so |very |most |really |extremely |ever so |a )*(?:patient|kind|"
    r"helpful|"
    r"considerate|clear|great|wonderful|lovely|gem|star)\b.{0,25}|"
    r"you(?:'re| are) (?:so |very |too |really |most )+(?:kind|helpful|patient)\b.{0,25}|"
    r"(?:hello[ ,]*)?are you (?:still )?there|(?:anyone|anybody)(?: there)?|"
    r"right you are|that (?:was|is|'s) (?:very |so |really |most )*(?:clear|helpful|kind|useful|"
    r"thoughtful|sweet)(?: of you)?",
    r"(?:[\w'-]+,? )?(?:honestly )?you(?:'re| are) (?:all )?(?:an? |the |such an? |an absolute |absolute )+(?:\w+ )?"
    r"(?:legend|angel|star|lifesaver|saint|gem|hero|treasure|lad|man|girl|woman|darling|diamond|wonder|genius|best)\b"
    r".*|(?:great|good|nice|fantastic|brilliant|marvellous|excellent) (?:work|job|process|service)",
    r"(?:how|so) (?:very )?(?:thoughtful|kind|nice|lovely|charming|convenient|reassuring|refreshing|generous|"
    r"sweet|funny|"
    r"comforting|wonderful|delightful|gracious|helpful|exciting|typical)(?: of you)?|as it should be|"
    r"it is what it is|"
    r"(?:oh )?for crying out loud|well fancy that|(?:well|ah|oh) now|now then|ah stop|(?:oh,? )?(?:god )?bless "
    r"(?:you|him|"
    r"her)\b.{0,40}|"
    r"(?:well )?(?:oh )?for goodness sake|(?:do )?enjoy (?:it|yourself|yourselves|your .{0,30})|"
    r"bon voyage|all the best to .{0,30}|you what|fair's fair|oh dear(?:[, ]+(?:okay|ok|right|no))?|uff+|oof|phew|"
    r"blimey|(?:oh )?my (?:god|goodness|"
    r"days|word)(?:,? (?:okay|ok|right))*|"
    r"let me just (?:(?:go|look) (?:to|at) )?(?:page|line|row|box|section|column|paragraph|clause|item) "
    r"(?:\d+|[a-z]+)|"
    r"(?:it's|that's|there's|he's|she's)\s*(?:\.\.\.|…)\s*(?:no|yes|wait|oh|hang on)|"
    r"let me just(?:, (?:okay|ok|bear with me|hang on|right|see)\b.{0,20})?|"
    r"what an? (?:relief|shame|pity|pain|mess|nuisance|surprise|joy|nightmare|joke)\b[^,?]{0,30}|"
    r"(?:many |huge )?congratulations\b[^,?]{0,20}|(?:my|our) (?:best |kind |warm )?(?:regards|greetings|"
    r"love) to .{0,30}|"
    r"(?:best |kind |warm )?(?:greetings|regards) to .{0,40}|(?:warmest|warm|kind|kindest|best|with .{0,12}) "
    r"(?:wishes|regards|greetings)",
    r"oh no(?: no)*|(?:i )?wish(?: i could)?|poor (?:thing|pup|puppy|you|boy|girl|lamb|soul|kid|cat|dog|love|him|her)|"
    r"(?:i )?(?:swear|promise)(?: (?:to god|you))?|i mean(?: it)?",
    r"\[?(?:inaudible|crosstalk|laughs?|pause|silence)\]?",
    r"obviously|whatever|finally|serious|for real|geez|omg|gosh|oh gosh|aight|chill|man|dude|hurray|aw|no way|really|"
    r"fair|fair warning|imagine|simple|please please|i beg you|i'm begging you|unreal",
]

LEADS = (
    r"one (?:more|last)(?=, )|you what(?= (?:i|i've|i'm)\b)|course(?= (?:i|we|you) (?:would|will|can|"
    r"could) [a-z])|(?:oh )?thank (?:god|goodness|"
    r"heavens?)(?: for that)?(?= (?:my|the|i|i'm|i've|it|it's|we|he|she|they)\b)|"
    r"(?:(?:that's|it's) (?:alright|all right|fine|okay|ok),? )?(?:you )?take your time(?=,? (?!to\b)[a-z])|"
    r"to whom it may concern|(?:dear )?(?:sirs|gentlemen)(?=,)|i know(?= i'm (?:so |really |very )?sorry\b)|"
    r"yeah,? no(?=,? (?:i|i'm|i've|it|it's|we|that|that's|the)\b)|"
    r"right,? (?:listen|look)(?= (?:i|i'm|i've|we|it|my)\b)|"
    r"i (?:do )?get (?:that|it)(?=,? (?:would|could|can|but|do|did|have|is)\b)|"
    r"(?:please )?don't worry(?: about (?:it|that|this))?(?=,? (?:i|i'll|i've|we|we'll|we've|it|it's|you|"
    r"you'll)\b)|"
    r"(?:oh )?never ?mind(?= (?:i|i'm|i'll|it|it's|we|the)\b)|"
    r"(?:I )?hope you don't mind (?:me|my) asking,?(?: but)?|i'll be honest(?=,? (?:i|i've|i'm|it|it's|the|we)\b)|"
    r"what(?:'s| has| is) (?:happened|happening|going on|gone wrong) is(?: that)?(?= (?:i|i've|i'm|we've|it|it's|"
    r"the|they|they're|you|"
    r"you're|we|that|there|your|our|a)\b)|"
    r"(?:put|seen|said) (?:that|this) way|(?:put|said) like that(?=,? (?:i|it|we|that|you)\b)|"
    r"(?:(?:sure|ok|okay|right|yes|alright|certainly|understood|hello|hi),? )?(?:mr|mrs|ms|miss|dr)\.? "
    r"(?-i:[A-Z])[\w'-]+(?=,? (?:i|we|you|it|that|this|there|please|can|could|would|are|do|have|what|when|how|your)"
    r"(?:'\w+)?\b)|(?:just )?to (?:confirm|make sure|be (?:sure|clear|safe)|check|clarify|double[ -]check)(?=,)|"
    r"that(?:'s| is) (?:nice|great|good|lovely|fine|cool|wonderful|perfect|brilliant)(?=, (?:do|does|did|can|could|"
    r"what|when|where|which|how|is|are|have|would|will)\b)|"
    r"(?:i )?hope (?:you(?:'re| are)|all is|this (?:message )?finds you)(?: (?:all|doing|keeping))* (?:well|good|"
    r"fine|"
    r"ok|"
    r"okay)|sorry to (?:bother|trouble|chase) you(?: again)?(?=,? but\b)|this is (?:ridiculous|unacceptable|a joke|"
    r"crazy|"
    r"insane)(?= (?:i|i've|i'm|my|we|we've|it's)\b)|"
    r"(?:please )?help(?: me)?(?=[!,.]* (?:(?:my|the|our) [\w-]+ (?:is|was|got|has|won't|wont|doesn't|doesnt|isn't|"
    r"isnt|"
    r"keeps|stopped)|i (?:can't|cant|lost|am|think|have|need|got)|i've|i'm)\b)|(?:all )?done(?=[!,.]+ (?:you|"
    r"your|the|it|we|i)\b)|"
    r"(?:but )?(?:next|one|another|first|last) (?:[a-z]+ )?(?:try|step|point|tip|note|warning|thing|option|idea|"
    r"trap|catch|snag|request|question|hiccup)(?: [^:,.!?]{1,24})?(?=:)|"
    r"(?:just )?(?:one|another) (?:more |last |other )(?:thing|question|point)(?: though)?(?=,| (?:can|could|how|do|"
    r"is|what|when|i)\b)|"
    r"(?:i want to|i'll|i will|let me|i have to|to) be (?:honest|straight|frank|open|clear) with you|"
    r"(?:I )?just (?:wanted )?to (?:say|let you know)(?: that)?(?=,? (?:the|my|your|our|it|it's|that|that's|we|I|"
    r"I'm|I've)\b)|"
    r"no (?:rush|hurry|pressure),? but|"
    r"first thing|first of all|let me just(?=\s*(?:\.\.\.|,))|"
    r"let me (?:just )?(?:see|look|check|think)(?=\s*\.\.\.)|oh dear|sorry (?:for|about) (?:the|that|this|all|my|"
    r"going|being)\b[^,.;?]{0,30}(?=,)|"
    r"well well|aw|ooh|ha|(?:oh )?my (?:god|goodness|days|word)|uff+|oof|pff+t?|phew|blimey|crikey|"
    r"there we (?:are|go)|here we (?:are|go)|you know(?: what)?(?= (?:i|i'm|i've|we|we've|it's|there's)\b)|now then|"
    r"before (?:i|we) (?:close|end|finish|go)\b[^,:.!?]{0,24}(?=:)|"
    r"(?:2nd|3rd|second|third) (?:thing|question|point)(?=[,:])|"
    r"(?:the )?thing is(?: that)?|heads[ -]up|hola|"
    r"let's see(?= (?:can|could|do|have|is|right|okay)\b)|(?:yes,? )?now then|"
    r"oh no|(?:morning|afternoon|evening)(?=,? (?:(?-i:[A-Z])\w+ (?:here|speaking)\b|this is\b|my name\b|i'm\b|"
    r"it's\b))"
)


def drop_call(text: str) -> str:
    """The sentence without the `hello?` at its end that calls somebody, and a question broken off at its start."""
    if "..." in text:
        text = _ASKS_NO_MORE.sub("", text)
    lowered = text.lower()
    call = _CALL.search(text) if "lo" in lowered or " there" in lowered else None
    return f"{text[: call.start()]}." if call and len(text[: call.start()].split()) > 2 else text
