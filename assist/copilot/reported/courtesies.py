"""Whole sentences of greeting, thanks, apology, empathy and closing, as patterns for `talk`."""

CAPITAL_NAME = r"(?-i:[A-Z][\w'.-]+(?:\s+[A-Z][\w'.-]+){0,2})"
# Whoever writes without capitals names one person at most: `hi priya`, but not `hi my order is late`.
_NAME = (
    rf"(?:{CAPITAL_NAME}|"
    r"(?!(?:help|problem|issue|question|cancel|refund|return|order|urgent|need|"
    r"please)\b)(?-i:[a-z][\w'.-]+)(?=[\s.!,?]*\Z))"
)
_OWN_CLAUSE = (
    r"(?!i (?:really |do |so )?(?:appreciate|understand|see)\b)"
    r"(?:my|the|i|i'm|i've|we|we've|it|it's|there|there's|he|she|they|this|that|that's|but)\b(?! \w+\W*\Z)"
)
VOCATIVE = (
    r"(?:sir|ma'?am|madam|mate|dude|bro|bhai|boss|buddy|man|guys|folks|dear|hun|"
    r"love(?! (?:the|your|my|this|how|that|it)\b)|"
    r"there(?!'s\b| (?:is|are|was|were|has|have|seems)\b)|team|all|everyone|"
    r"support|customer (?:service|care|support)|yaar|na|mr\.?|mrs\.?|ms\.?|sir ?(?:/|or) ?(?:madam|ma'am))"
)
CALLED = r"(?:sir|ma'?am|madam|mate|dude|bro|bhai|boss|buddy|guys|folks|hun|yaar)"
_ODD_ONE = (
    r"(?:(?:bit of an?|an?|slightly|rather|just) )*(?:odd|strange|weird|silly|quick|random|daft|funny) "
    r"(?:one|question)"
)
COURTESIES = [
    rf"(?:(?:hi+|hey+|hello+|hiya)[\s,]+)?{_ODD_ONE}(?: for you)?",
    r"(?:hi+|hey+|hello+|hiya) to (?:you|all|both|everyone)(?: (?:and|&) [\w']+)?",
    r"(?:[\w']+ ){0,3}(?:you're|you are) (?:now )?(?:through to|speaking (?:to|with))(?: [\w'-]+){1,4}?"
    r"(?: (?:this is|my name's|i'm) [\w'-]+)?",
    r"if you (?:ever )?(?:need|have|require) (?:us|anything|any (?:more|other|further)|further|more help)\b.*",
    r"(?:hi+|hey+|hello+|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|welcome(?: back)?(?: to .*)?|"
    r"namaste)"
    rf"\b[\s,]*(?:{VOCATIVE}|{_NAME}|again|customer service|support)?(?:[\s,]+{_NAME})?"
    rf"(?: from (?:the )?(?-i:[A-Z])[\w'-]+(?: \w+)?)?(?: here)?",
    rf"(?!(?:thanks|thank you|cheers|ta|thank (?:god|goodness|heavens?) for that)(?: (?:so|very) much| a lot)? "
    rf"{_OWN_CLAUSE})"
    r"(?:many |thank|thanks|cheers|ta\b|thank you|much appreciated|appreciated|tysm).*?(?:for (?:your |the |all |"
    r"contacting|"
    r"reaching|getting|providing|confirming|bringing|letting|sharing|waiting|choosing|calling|writing|clarifying|"
    r"holding|understanding|sending|following|using|being|flying|that|this|chatting|taking|checking|looking).*|"
    r"\b(?:so much|very much|a lot|again|everyone|anyway|goodbye|bye|mate|sir|man|then|you|much|lot|"
    r"help)?[\s,]*(?:\w+\s*){0,3})",
    r"(?:please )?accept (?:my|our|the) (?:(?:sincere|deepest|heartfelt) )*(?:condolences|sympathy)\b.*|"
    r"(?:you have )?(?:my|our) (?:(?:sincere|deepest|heartfelt) )*(?:condolences|sympathy)\b.*|hola",
    r"wish (?:me|us) luck\b.{0,20}|take your time|no (?:rush|hurry)|wait (?:though|up)|(?:yes,? )?now then",
    r"(?:i |we )?(?:really |truly |do |very much |certainly )*appreciate (?:your|you|it|that|the|all).*",
    r"(?:i(?:'m| am)|we(?:'re| are)|my|our|please accept|accept)?\s*(?:so|very|really|truly|terribly|deeply|"
    r"extremely|sincerely|genuinely|most|my|our|sincere|deepest|"
    r"sincerest|again|once)*\s*(?:sorry|apolog(?:y|ies|i[sz]e))\b(?!\s+(?:i|i've|my|wrong|it|"
    r"it's)\b)(?!.*(?:\b(?:but|however|because|unable|can't|"
    r"cannot|couldn't|not able|inform|tell you|let you know|say)\b|,\s*\w)).*",
    r"(?:i|we) (?:\w+ )?(?:do |am |are )?(?:sincerely |deeply |truly |really |again |once again |also |"
    r"completely |fully |must )*apologi[sz]e\b(?!.*\b(?:but|however)\b).*",
    r"(?:i|we) (?:\w+ )?(?:can )?(?:completely |fully |totally |truly |certainly |do |really |also |definitely |"
    r"absolutely )*"
    r"(?:understand|appreciate|acknowledge|recogni[sz]e|share|hear) (?:how |why |that this |that it(?:'s)? |this |"
    r"it |"
    r"the (?:urgency|frustration|inconvenience|importance)|"
    r"your (?:\w+ )?(?:and \w+ )?(?:frustration|concern|concerns|anger|disappointment|urgency|skepticism|"
    r"hesitation|feelings|point|situation|anxiety|worry|reluctance|annoyance|impatience|distress|displeasure|"
    r"dissatisfaction|apprehension|position)).*",
    r"(?:i|we) (?:completely |fully |totally |truly |do |certainly )*understand",
    r"(?:(?:and )?again[\s,]*)(?:my|our) (?:\w+ )?apologies\b[^,;]*|(?:please |kindly )?accept (?:my|our) (?:\w+ )?"
    r"apolog(?:y|ies)\b[^,;]*(?:, (?:especially|particularly|given)\b[^,;]*)?|me too|"
    r"(?:oh )?never ?mind|oh wait|actually|bummer|what|"
    r"(?:(?:ok(?:ay)?|so|yes),? )?(?:good|great|nice|lovely) to (?:hear|know)(?: (?:it|that|this))?|"
    r"(?:your|the customer's) (?:trust|satisfaction|business|loyalty|feedback|time) is (?:very |so |really |"
    r"extremely )*(?:important|valuable|precious)(?: to us)?|"
    r"(?:please |do )?have (?:a|an) (?:\w+ ){0,2}(?:day|evening|night|weekend|time|one|afternoon|morning|flight|"
    r"trip|stay|journey|holiday|"
    r"week|rest)\b.*|enjoy (?:your|the) .{0,40}",
    r"(?:good)?bye+(?: now| bye)?.*|cheerio.*|see (?:you|ya)\b.{0,20}|take care(?! of).*|all the best.*|(?:kind|best|"
    r"warm)? ?regards.*|sincerely.*|yours(?: (?:sincerely|faithfully|truly).*)?|farewell.*",
    r"you(?:'re| are) (?:most |very |always )?welcome(?! to \w+ (?:it|the|your|him|her|them|a|in)\b).*|"
    r"no (?:problem|worries|prob)(?: at all)?.*|"
    r"not a problem.*|my pleasure.*|anytime|don't mention it.*|glad (?:to|i|we|that).*|happy to (?:help|"
    r"assist).*|it(?:'s| was) (?:my|a|our) pleasure.*",
    r"(?:is there |was there |if there(?:'s| is) |do you (?:need|have) |can i (?:help|assist) you with |"
    r"may i help you with )?any(?:thing)? (?:else|other|further)\b.*",
    r"(?:[\w']+[\s,]+){0,3}anything else (?:i|we|you|that)\b.*|(?:please |kindly |just )*let (?:me|us) know",
    r".*\b(?:do not|don't) hesitate to\b.*|.*\bfeel free to (?:contact|reach|let|ask|get).*|.*\blet (?:me|"
    r"us) know if (?:you|there|i|we)(?:'d| would|'re| are| have| need| can|'s| is)? ?(?:need |have |are |any |"
    r"like |can |there )*(?:any|further|more|other|anything|help|assistance|else).*",
    r"(?:how|what) (?:can|may|could) (?:i|we) (?:help|assist|do for)\b.*|how may i .*|how are you.*|"
    r"how's it going.*|(?:i|we) (?:hope|trust) (?:this helps|that helps|it helps|you (?:have|enjoy|are doing|"
    r"understand)|your|all is|everything|this (?:answers|clarifies)).*|what can i do for you.*",
    r"(?:(?:hi|hiya|hello|hey)(?: there)?,? )?(?:(?:i|we) )?hope (?:you(?:'re| are)|all is|this (?:message )?finds you)"
    r"(?: (?:all|both|doing|keeping))* (?:well|good|fine|ok|okay)",
    r"(?:please |kindly |just |can you |could you )*(?:hold(?: on)?|bear with (?:me|us)|stand ?by|wait|"
    r"stay on the line)\b(?:[\s,]+(?:please|a|for|one|while|the|line|just|on|sec|second|moment|minute|min|couple|of|"
    r"few|"
    r"more|i|we|check|look|looks|this|that|me|us|with|bear|here|now|there|up|and|am|i'm|i'll|it|your|details|into|"
    r"checking|looking|so|then|okay|ok|to|get|pull|find|will|can)s?)*",
    r"(?:please |kindly )*(?:allow|give|grant) (?:me|us) (?:a|one|just|some|few|another)\b(?=.{0,20}\b(?:moment|min|"
    r"sec|"
    r"time))(?!.* (?:to|while|as|so) ).{0,40}",
    r"(?:just )?(?:one|a|1) (?:moment|sec|second|minute|min)s?(?:[\s,.!-]+(?:please|sorry|while|so|let|i|i'll|and|"
    r"to|for|"
    r"then|just|if|as|okay|ok|thanks|thank|okey)\b.{0,20})?",
    r"(?:mr|mrs|ms|dr)\.? [a-z']+",
    r"(?:(?:ok(?:ay)?|k+|kk|sure|certainly|of course|absolutely|definitely|great|perfect|excellent|wonderful|"
    r"awesome|lovely|brilliant|cool|nice|super|fantastic|alright|all right|"
    r"right|understood|got it|i see|noted|very well|fine|good|fair enough|amazing|wow|oh|ah|ugh|hmm|yay|phew|"
    r"indeed|exactly|nicely argued|grand|sorted|smart|"
    r"sounds good|that's (?:great|good|fine|all|it|perfect|ok|okay|helpful|wonderful|nice|lovely)|"
    r"that is (?:great|good|fine|all|perfect)|"
    r"will do(?: (?:thanks|thank you|cheers|ta|then|bye|goodbye|now))*|"
    r"works for me|no worries|you too|same to you|correct|i agree|deal|"
    r"true|exactly right|"
    r"makes sense|hope so|please do|that works)"
    r"(?:[\s,]+(?:then|thanks|thank you|please|sir|ma'am|sure|ok(?:ay)?|great|cool|so much|again|and|good|i see|"
    r"got it|fine|so|well|you|a lot|love|mate|hun))*[\s,.!]*)+",
    r"(?:rest assured|i assure you|be assured|trust me|frankly|honestly|seriously|come on|for god'?s sake|"
    r"oh my god|good grief|oh dear|what (?:a|an) \w+(?: \w+)?)",
    r"(?:this|that|it)(?:'s| is| must be) (?:very |so |really |just |totally |absolutely |beyond |truly |"
    r"utterly )*(?:ridiculous|unacceptable|frustrating|disappointing|outrageous|insane|crazy|a joke|bad|terrible|"
    r"horrible|pathetic|annoying|upsetting|bullshit|nonsense|awful|irritating|absurd|a nightmare|exhausting)",
    r"(?:we|i) (?:truly |really |greatly )?(?:value|appreciate|thank) (?:you|your|the)\b.*",
    r"(?-i:\^[A-Z]{1,3}|/[A-Z]{2})|\[link\]|https?://\S+",
    r"(?:that(?:'s| is| was)|it(?:'s| is)|what|quite|a) ?(?:such )?(?:a |an )?(?:very |really |perfectly |quite |"
    r"so )?"
    r"(?:nuisance|pity|shame|pain|fair (?:point|question|assumption|comment)|good (?:question|point)|useful "
    r"observation|"
    r"relief|right|surprise|handsome answer|common question)(?: indeed)?|fair (?:point|question)|good (?:point|"
    r"question)|"
    r"(?:it's |it is |i'm )?(?:good|great|glad|nice) (?:that )?you (?:ask|asked|mention|mentioned|"
    r"say|said|called|call|wrote|write|told|tell|"
    r"checked|"
    r"check|looked|got in touch)\b.*|lucky you|let's be quick(?: then)?|here you go|there you go|there we (?:go|are)|"
    r"here we (?:go|are)|"
    r"let's see(?: then)?|fair warning|i(?:'ll| will) be quick|to whom it may concern|with friendly greetings|"
    r"dear (?:sir|madam|all|team)(?: or (?:sir|madam))?|so|well|now|toh|hello|hang on|wait|no way",
    r"(?:absolutely |simply |totally )?(?:absurd|ridiculous|unbelievable|outrageous|unacceptable|pathetic|"
    r"disgraceful|shocking|"
    r"incredible|typical|charming|magic|marvellous|splendid)|(?:this|that|it)(?:'s| is) a (?:disgrace|scandal|"
    r"shambles|farce)|"
    r"(?:oh )?for (?:goodness|heaven|pity)(?:'?s?'?) sake|very well|anyway",
]  # fmt: skip
