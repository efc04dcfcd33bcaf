"""The words for faces."""

from schemas.vocabulary.words import MoodWord, listed

_UNHAPPY = frozenset(
    (
        "annoyed",
        "irritated",
        "angry",
        "sad",
        "cry",
        "crying loudly",
        "worried",
        "afraid",
        "shocked",
        "tired",
    )
)


def _mood(
    word: str, *, aliases: str = "", nouns: str = "", codes: str = "", nearest: str = ""
) -> MoodWord:
    """Return a mood with its other words; `nouns` stand for "with joy" and "in joy"."""
    adverbs = (_adverb(each) for each in (word, *listed(aliases)) if " " not in each)
    named = (f"{how} {noun}" for noun in listed(nouns) for how in ("with", "in"))
    others = (*listed(aliases), *filter(None, adverbs), *named)
    return MoodWord(
        word=word,
        unhappy=word in _UNHAPPY,
        aliases=tuple(dict.fromkeys(others)),
        codes=listed(codes),
        nearest=listed(nearest),
    )


def _adverb(adjective: str) -> str | None:
    """Return the -ly form of an adjective that is no participle; None where there is none."""
    if adjective.endswith(("ed", "ing", "ly")) or adjective in _NO_ADVERB:
        return None
    if adjective.endswith("y"):
        return f"{adjective[:-1]}ily"
    return f"{adjective[:-1]}y" if adjective.endswith("le") else f"{adjective}ly"


_NO_ADVERB = frozenset(
    (
        "smile",
        "grin",
        "laugh",
        "laughter",
        "wink",
        "smirk",
        "cry",
        "asleep",
        "blank",
        "afraid",
        "hmm",
        "aghast",
        "unsure",
        "cross",
    )
)
"""Words without a form in -ly of that meaning."""
_MOODS = (
    _mood(
        "neutral",
        aliases="relaxed, peaceful, serene, unmoved, calm, serious, blank, expressionless, "
        "composed",
        codes="backsidehead",
        nearest="thinking, curious, smile, looking right, looking left",
    ),
    _mood(
        "smile",
        aliases="satisfied, contented, grateful, thankful, hopeful, sighing with relief, "
        "simpering, smiling, content, pleased, friendly, glad, relieved, kindly, gentle",
        nouns="relief, satisfaction",
        nearest="happy, wink, smirk, embarrassed, laugh, neutral",
    ),
    _mood(
        "happy",
        aliases="gleeful, jolly, jubilant, elated, ecstatic, cheery, radiant, rejoicing, "
        "cheerful, joyful, delighted, grinning, grin, beaming, merry, happily, crying with joy, "
        "crying for joy, weeping with joy, weeping for joy, tears of joy, happy tears",
        codes="yuhoo",
        nouns="joy, delight, glee, happiness",
        nearest="laugh, excited, smile",
    ),
    _mood(
        "laugh",
        aliases="chortling, tittering, snickering, sniggering, guffawing, cackling, joking, "
        "laughing, laughter, giggling, chuckling, amused",
        nouns="laughter",
        nearest="laughing hard, happy, excited, smile",
    ),
    _mood(
        "laughing hard",
        aliases="roaring with laughter, cracking up, laughing out loud",
        codes="rofl",
        nearest="laugh, happy, excited",
    ),
    _mood(
        "excited",
        aliases="exhilarated, thrilled, eager, enthusiastic, excitedly, overjoyed",
        nouns="excitement",
        nearest="happy, laugh, surprised",
    ),
    _mood("wink", aliases="winking, cheeky, flirting", nearest="smirk, smile"),
    _mood(
        "smirk",
        aliases="triumphant, haughty, arrogant, conceited, boastful, boasting, smirking, smug, "
        "proud, proudly, confident",
        nouns="pride, triumph",
        nearest="sly, wink, smile",
    ),
    _mood(
        "sly",
        aliases="wily, sneaky, crafty, roguish, cunning, scheming, mischievous, naughty, "
        "plotting, devious",
        nearest="smirk, wink, smile",
    ),
    _mood(
        "curious",
        aliases="inquisitive, nosy, interested, intrigued, curiously, attentive",
        nouns="curiosity",
        nearest="thinking, amazed, confused, neutral",
    ),
    _mood(
        "thinking",
        aliases="contemplating, musing, brooding, thoughtful, pensive, doubtful, sceptical, "
        "skeptical, pondering, suspicious, hmm, wondering",
        nearest="curious, confused, neutral",
    ),
    _mood(
        "confused",
        aliases="mystified, disoriented, dazed, mixed up, puzzled, baffled, perplexed, "
        "bewildered, unsure",
        nouns="confusion",
        nearest="curious, thinking, worried, amazed",
    ),
    _mood(
        "annoyed",
        aliases="grouchy, crabby, moody, sullen, disgruntled, peeved, grumbling, complaining, "
        "moaning, groaning, nagging, whining, fed up, bothered, displeased, grumpy, sulking, "
        "sulky, offended",
        nearest="irritated, angry, rolling eyes, thinking",
    ),
    _mood(
        "irritated",
        aliases="grimacing, frustrated, impatient, exasperated, disgusted, frowning",
        nouns="disgust, frustration",
        nearest="annoyed, angry, rolling eyes",
    ),
    _mood(
        "angry",
        aliases="livid, irate, outraged, indignant, seething, snarling, scolding, telling off, "
        "shaking fist, swearing, glowering, slamming, mad, furious, enraged, raging, angrily, "
        "fuming, scowling, glaring",
        nouns="anger, rage, fury",
        nearest="irritated, shouting, annoyed",
    ),
    _mood(
        "shouting",
        aliases="bellowing, hollering, shrieking, screeching, squealing, roaring, calling out, "
        "yelling, screaming, crying out",
        codes="shout",
        nearest="angry, shocked, surprised",
    ),
    _mood(
        "sad",
        aliases="glum, downcast, sorrowful, dejected, mournful, crestfallen, forlorn, "
        "homesick, mourning, moping, sighing, unhappy, gloomy, depressed, disappointed, "
        "heartbroken, upset, sadly, miserable, lonely",
        nouns="sorrow, grief, despair, sadness",
        nearest="worried, cry, tired",
    ),
    _mood(
        "cry",
        aliases="whimpering, sniffling, blubbering, crying, weeping, tearful, in tears",
        nearest="crying loudly, sad, worried",
    ),
    _mood(
        "crying loudly",
        aliases="sobbing, bawling, wailing",
        codes="cryingloudly, loudcry",
        nearest="cry, sad",
    ),
    _mood(
        "worried",
        aliases="agitated, tense, apprehensive, restless, fretting, biting nails, sweating, "
        "nervous, anxious, concerned, uneasy, stressed, worrying, nervously, sorry, desperate",
        nouns="worry, concern",
        nearest="afraid, sad, confused, cry",
    ),
    _mood(
        "afraid",
        aliases="petrified, panic-stricken, alarmed, quaking, scared, frightened, fearful, "
        "terrified, panicking, panicked",
        nouns="fear, terror, fright, panic",
        nearest="worried, shocked, surprised",
    ),
    _mood(
        "surprised",
        aliases="gasping, gaping, gawking, astonished, startled, taken aback",
        nouns="surprise, astonishment",
        nearest="shocked, amazed, excited",
    ),
    _mood(
        "shocked",
        aliases="dumbfounded, flabbergasted, thunderstruck, turning pale, in disbelief, "
        "horrified, stunned, aghast, speechless, appalled",
        nouns="horror, shock",
        nearest="surprised, afraid, amazed",
    ),
    _mood(
        "amazed",
        aliases="astounded, awestruck, dazzled, spellbound, enchanted, impressed, awed, "
        "in awe, fascinated, mouth open, mouth wide open, open mouth, mouths open, open-mouthed",
        codes="ooh",
        nouns="awe, amazement, wonder, admiration",
        nearest="surprised, curious, shocked",
    ),
    _mood(
        "embarrassed",
        aliases="sheepish, red-faced, mortified, humiliated, timid, blushing, shy, shyly, "
        "ashamed, in love, flattered, bashful",
        codes="blush",
        nouns="shame, embarrassment",
        nearest="looking down, worried, smile",
    ),
    _mood(
        "tired",
        aliases="fatigued, worn out, groggy, panting, out of breath, exhausted, weary, bored, "
        "sleepy, yawning, drowsy, wearily",
        nouns="exhaustion, boredom",
        nearest="asleep, sad, rolling eyes",
    ),
    _mood(
        "asleep",
        aliases="nodding off, slumbering, snoozing, falling asleep, fallen asleep, sleeping, "
        "dozing, snoring, napping, dozing off",
        codes="sleep",
        nearest="tired, looking down, sad",
    ),
    _mood(
        "rolling eyes",
        aliases="sarcastic, eye roll, unimpressed",
        codes="rollingeyes",
        nearest="annoyed, irritated, thinking, tired",
    ),
    _mood(
        "looking down",
        aliases="eyes down, gazing down, staring down, glancing down",
        codes="lookingdown",
        nearest="sad, thinking, neutral",
    ),
    _mood(
        "looking up",
        aliases="eyes up, gazing up, staring up, glancing up, peering up",
        codes="lookingup",
        nearest="rolling eyes, curious, thinking, neutral",
    ),
    _mood(
        "looking left", aliases="glancing left", codes="lookingleft", nearest="neutral, thinking"
    ),
    _mood(
        "looking right", aliases="glancing right", codes="lookingright", nearest="neutral, thinking"
    ),
)

MOODS: dict[str, MoodWord] = {mood.word: mood for mood in _MOODS}
"""Every mood by its canonical word."""
