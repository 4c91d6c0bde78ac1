"""How pleased or displeased the words of a message sound: a word list with weights, negation, capitals, marks.

Weights and rules follow VADER (Hutto and Gilbert 2014, MIT licence), cut to the words of customer service and rounded.
"""

import math
import re

import numpy as np

from assist.core.encoding import FloatArray
from assist.core.text.remembered import remembered

VALENCE = 4
_WEIGHTED: dict[float, str] = {
    -3.5: "dead evil heartbroken hell kill",
    -3.0: "crisis death devastated die disaster disgust doomed ffs fraud hated havoc infuriated pissed ruin scams "
    "terrified torture violently war worst wtf",
    -2.5: "anger angrier angry bad bankrupt bastard cheated cheater cheating choke crime criminal criminals "
    "damaging damnit danger depressed destroy destroying destruction dick died disappointment disasters "
    "disgusted disgusting dishonest distress dumb fail failed failing failure fiasco fired frustrated fuck "
    "fuming furious fury harassed harassment harm hate horrible hurt idiot illegal incompetence infuriating "
    "injustice insult insulted insultingly irritation liar livid lying nasty negative numbskull outrage "
    "outraged pain panic pathetic prejudice puke punish regrettable rejected rejection revenge rotten scam "
    "shit sick stealing steals stinking stressful stupid suffer thief threat threatening traumatic ugly "
    "unethical unjust unprofessional villain violates wars worsen wth",
    -2.0: "accident aching aggravated agony angrily annoy annoys appalled apprehension arrogant ashamed attack "
    "awful badly banned blaming block bloody bomb broke broken burden cheat cheaters crushed cry crying "
    "damage damaged damages dangerous dangerously deceived defective defectives denied desperation destroyed "
    "dire dirty disabling disappointed disappointing disappointments discomfort discourage disgrace dismay "
    "displeased dissatisfaction distressed distrust duped embarrassment erroneous fails failures fake fakes "
    "faults fear flawed fool fools forced fraudulent freaking frustrating frustration gross guilty harass "
    "hates haunted heartless helpless hopeless hurts ill immoral impatience incompetent infected injury "
    "insecure insensitivity insulting irresponsible irritated irritating lame lies mad madness meaningless "
    "miserable misrepresentation misunderstanding moron obnoxious offensive outrageous panicking penalty poor "
    "problematic punished punishes regret regrettably rejecting rejects ridicules rude ruined ruins sad sadly "
    "scare scared scary screwed severely shame shattered starve starving steal stolen stress struggling suck "
    "suffered suffering suspended temper terrible threats ticked tired trauma troubles ugh unacceptable "
    "unfair unfortunate unfulfilled unhappy unpleasant upsetting useless violate violation waste wasted weak "
    "weaker weakness worries worry worse worthless wrong",
    -1.5: "accidentally accidents accusations adverse alarm annoyance annoyed annoying appalling argue argued "
    "arrest avoided avoiding blame blind blocking boredom boring bother botheration bothered bothering "
    "boycotting bummer burdened careless clueless combat complain complained complains complaints conflict "
    "conflicting confused contradict contradicts crap craziness crazy critical damn damned deadlock debt "
    "deceive defect defects delay deny desperate desperately difficult difficulty dirt disappears disappoint "
    "discarded disoriented dispute disputed disputing disruption disruptions dissatisfied distorted "
    "distracted distressing disturbed doom doubt doubtful doubting drunk dull dullness dumped dumping dumps "
    "dupe embarrassed embarrassing emergency error errors excluded exhausted exhausting fallen fault faulty "
    "fight fire flu fooled fooling fright funeral ghost hacked hooligan hurting ignore ignored ignoring "
    "illness impatiently impolite inability inadequate inconvenience inconvenient inferior injured insane "
    "interruption isolated jerk lack lag lags lamest lazy leak lied loose lose losing loss losses lost lowest "
    "mess messed messy misinformation misinformed misinterpreted misleading mistake mistaken mistakes "
    "nonsense numb nuts odd paining panicky prblm problem problems rash refusing regretting reject reluctance "
    "restrict restricted ridiculous ridiculously scold scream screamed screaming screwup severe shock shocked "
    "shocking shoot smh snobby sore spam stink stinky stressed stressing sucks suspicion suspicions "
    "suspicious suspiciously sux tense tension threaten trap trouble uncomfortable unfortunately unimportant "
    "unsatisfied unsuccessful upset warning wasting worrying",
    -1.0: "accusation accuse aches alarms allergic alone anxious anxiously avoid blocked blocks bored bothers "
    "cancel cancelled cancelling cancels charged charges complaining complaint confusing confusion "
    "contradiction cut cuts defer delayed demanding difficulties disappear disappeared discard disputes "
    "disregard dizzy dodgy doubts drag drop dud empty envy exclude exhaust flustered forget forgetful "
    "forgotten haunts hesitancy hesitant hesitate hesitation hiding humiliating impatient insensitive "
    "interrupted isolate itchy lagging lethargic liabilities limitation limited low lowball lower madder "
    "manipulation misread missed misses missing mistakenly nervous no obsolete offence offend offended "
    "offense paranoid pity pressure questionable refuse refused remorse repetitive restless restriction "
    "ridiculousness rigorous risk risks risky ruining screwing screws screwups shaky shortage skepticism "
    "sneaky stalled stinks stop stopped strange stuck suing suspect suspected tears tensed torn unaware "
    "uncertain unclear uncredited unsure victim vulnerable warned weirdly worn worried",
    -0.5: "accusing affected anxiety avoids awkward cutting demand detached discarding exhaustively falling gravel "
    "hide ineffective ironic looming miss nervously noisy offline resent rig seriously shake shaking "
    "shortages startled stopping stops suspecting tough tricked tricks unconfirmed weird weirder",
    0.5: "careful carefully casually challenging cleaner commitments crediting defense emotional exclusive extend "
    "feeling fighter growing invite launched legal resolved resolves solid solutions troubleshooting verdict "
    "vigilant warming wishes",
    1.0: "accepted adequate admit advantage agreed agreements alert allow alright attachment attachments casual "
    "certain certainty chance chances cheerio chic commit committed compelling comprehensive consent create "
    "created creates creating creation definite desired dream easing energy ensuring entitled fine fitness "
    "flexible forgive freelance fyi god granted guarantee helping important impression increased intact "
    "interests join joke jokes joking lenient ok okay outgoing playing plays prepared reaching recommended "
    "recommends restore restores restoring retreat share significance significant solve solved stable "
    "straight strongly substantial successor surprise surprised surprises surviving swift swiftly tnx "
    "tolerance top treasure troubleshoot unbelievable urgent validated vital vitamin warm well wells "
    "willingness wiser worth yeah yep",
    1.5: "ability accept acceptable accepting accepts achievable active actively adventure agree agreeing "
    "apologise apologized apologizes appreciate approves assurance assurances assure assured assures benefits "
    "boost brighter brightness calm calmer capable certainly charm clarity clean clear clearly comedy comfort "
    "commitment competent cool courtesy credit credited credits curious dear definitely desire determination "
    "determined diamond dreams dynamic dynamically eager eagerness easily efficiency efficiently engage "
    "engaged engaging ensure excited fair fan favor festivals fit flexibility focused fresh giving gladly "
    "grant greater greeting ha healthy heavens help helps highlight hilarious holiday holidays hoped "
    "hopefully huge importance importantly improvements incentive incentives increase integrity interested "
    "interesting inviting like liking meaningful neatly novel np optimistic optimization original parties "
    "party play played please pray praying pride privilege privileges prominent promise promised promises "
    "promising protect protects ready reassurance reassure reassuring recommend redeemed relieved resolve "
    "resolving responsible responsive restored robust romantic safeguard safest satisfactorily satisfactory "
    "secure secured securely securing security sentimental shared sincere smart smile solution soothe "
    "sparkles special strengthen stunning support supported supports sure thank thks thx treat trusting truth "
    "tx ty validating value values wealthy wish yes",
    2.0: "acceptance accomplish accomplished agreeable agreement approval approved attractions attractive "
    "attractiveness beneficial beneficiary benefit better bless bright care cared cares champ charity cheers "
    "classy comfortably complimentary confident considerate creative cute dearer dearie deary dedicated "
    "easier easiest easy effective effectively efficient enjoy entertainment esteemed excel exciting faith "
    "faithfully favorable favorite favour festival festive festivities fond forgiving friend friendly friends "
    "fulfill fulfilled funny gaining gift glad good goodness grace grand grateful greetings haha handsome "
    "helpful honestly honesty honor hope hopes hoping ideally impress impressed improve improved improvement "
    "improves improving innovate intelligence interest kindly kiss laughing laughs liked likes lol loyal luck "
    "lucky nice nicely nicer opportunity optimize passion peaceful pleased popular powerful pretty proactive "
    "progress protected proud relax relaxing relief respect respected respectful respective rewards safe "
    "safely safer safety satisfaction satisfied save saved serene sharing sincerely sincerest strengthens "
    "succeeds successfully sunny sunshine supporting surely sweet sweets terrific thanked thankfully thanks "
    "thrilled truly trusted united useful valuable valued wealth welcome wise",
    2.5: "appreciated beautifully bonus celebrate comfortable confidence congrats courteous cuter delicious "
    "delighted encourage enjoyed enjoying enjoys ethical excellent fabulous fantastic flawless free fun gain "
    "generosity generous gratitude happily happiness happy hero honest honoring honour hopeful ideal "
    "impressing impressive inspire intellectual justice kind laugh liberty loves loyalty peace peacefully "
    "perfect perfection pleasant pleasing pleasure positive positively precious prize rich sexy strong "
    "success superior survived talented tops trust trustable trustworthy vibrant winning wins won wonderful "
    "woohoo yay yummy",
    3.0: "amazing awesome beautiful beauty best blessed brilliant congratulations freedom glorious great greatest "
    "heart honored lifesaver love loved lovely lover loving miracle outstanding paradise perfectly splendor "
    "successful super superb win wonderfully wow",
    3.5: "sweetheart",
}
_WORDS = {word: weight for weight, words in _WEIGHTED.items() for word in words.split()}
_WORD = re.compile(r"[A-Za-z']+|[:;][-']?[()dp]|<3")
_SMILES = {":)": 2.0, ":-)": 2.0, ";)": 1.0, ":d": 2.0, "<3": 2.0, ":(": -2.0, ":-(": -2.0, ":'(": -2.5}
_NEGATION = frozenset(
    "not no never none nothing nobody neither nor without hardly isnt dont cant wont didnt doesnt".split()
)
_FLIP, _CAPITALS, _MARK, _NORM = -0.74, 0.73, 0.29, 15.0


@remembered(maxsize=16_384)
def valence(text: str) -> FloatArray:
    """(VALENCE,): sum squashed into -1..1, shares of pleased, displeased and plain words."""
    words = [(word, word.lower()) for word in _WORD.findall(text.replace("’", "'"))]
    if not words:
        return np.zeros(VALENCE, dtype=np.float32)
    mixed = not text.isupper()
    pleased = displeased = 0.0
    plain = 0
    for place, (word, lower) in enumerate(words):
        weight = _WORDS.get(lower, _SMILES.get(lower, 0.0))
        if weight == 0.0:
            plain += 1
            continue
        if mixed and len(word) > 2 and word.isupper():
            weight += math.copysign(_CAPITALS, weight)
        if any(before in _NEGATION or before.endswith("n't") for _, before in words[max(0, place - 3) : place]):
            weight *= _FLIP
        if weight > 0:
            pleased += weight + 1
        else:
            displeased += 1 - weight
    total = pleased - displeased
    total += math.copysign(_MARK * min(text.count("!"), 4), total) if total else 0.0
    share = 1.0 / (pleased + displeased + plain)
    return np.array(
        [total / math.sqrt(total * total + _NORM), pleased * share, displeased * share, plain * share],
        dtype=np.float32,
    )
