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


def _mood(word: str, *, aliases: str = "", codes: str = "", nearest: str = "") -> MoodWord:
    return MoodWord(
        word=word,
        unhappy=word in _UNHAPPY,
        aliases=listed(aliases),
        codes=listed(codes),
        nearest=listed(nearest),
    )


_MOODS = (
    _mood(
        "neutral",
        aliases="calm, serious, blank, expressionless, composed",
        codes="backsidehead",
        nearest="thinking, curious, smile, looking right, looking left",
    ),
    _mood(
        "smile",
        aliases="smiling, content, pleased, friendly, glad, relieved, kindly, gentle",
        nearest="happy, wink, smirk, embarrassed, laugh, neutral",
    ),
    _mood(
        "happy",
        aliases="cheerful, joyful, delighted, grinning, grin, beaming, merry, happily",
        codes="yuhoo",
        nearest="laugh, excited, smile",
    ),
    _mood(
        "laugh",
        aliases="laughing, laughter, giggling, chuckling, amused",
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
        aliases="thrilled, eager, enthusiastic, excitedly, overjoyed",
        nearest="happy, laugh, surprised",
    ),
    _mood("wink", aliases="winking, cheeky, flirting", nearest="smirk, smile"),
    _mood("smirk", aliases="smirking, smug, proud, proudly, confident", nearest="sly, wink, smile"),
    _mood(
        "sly",
        aliases="cunning, scheming, mischievous, naughty, plotting, devious",
        nearest="smirk, wink, smile",
    ),
    _mood(
        "curious",
        aliases="interested, intrigued, curiously, attentive",
        nearest="thinking, amazed, confused, neutral",
    ),
    _mood(
        "thinking",
        aliases="thoughtful, pensive, doubtful, sceptical, skeptical, pondering, "
        "suspicious, hmm, wondering",
        nearest="curious, confused, neutral",
    ),
    _mood(
        "confused",
        aliases="puzzled, baffled, perplexed, bewildered, unsure",
        nearest="curious, thinking, worried, amazed",
    ),
    _mood(
        "annoyed",
        aliases="bothered, displeased, grumpy, sulking, sulky, offended",
        nearest="irritated, angry, rolling eyes, thinking",
    ),
    _mood(
        "irritated",
        aliases="frustrated, impatient, exasperated, disgusted, frowning",
        nearest="annoyed, angry, rolling eyes",
    ),
    _mood(
        "angry",
        aliases="mad, furious, enraged, raging, angrily, fuming, scowling, glaring",
        nearest="irritated, shouting, annoyed",
    ),
    _mood(
        "shouting",
        aliases="yelling, screaming, crying out",
        codes="shout",
        nearest="angry, shocked, surprised",
    ),
    _mood(
        "sad",
        aliases="unhappy, gloomy, depressed, disappointed, heartbroken, upset, sadly, "
        "miserable, lonely",
        nearest="worried, cry, tired",
    ),
    _mood(
        "cry", aliases="crying, weeping, tearful, in tears", nearest="crying loudly, sad, worried"
    ),
    _mood(
        "crying loudly",
        aliases="sobbing, bawling, wailing",
        codes="cryingloudly, loudcry",
        nearest="cry, sad",
    ),
    _mood(
        "worried",
        aliases="nervous, anxious, concerned, uneasy, stressed, worrying, nervously, "
        "sorry, desperate",
        nearest="afraid, sad, confused, cry",
    ),
    _mood(
        "afraid",
        aliases="scared, frightened, fearful, terrified, panicking, panicked",
        nearest="worried, shocked, surprised",
    ),
    _mood(
        "surprised", aliases="astonished, startled, taken aback", nearest="shocked, amazed, excited"
    ),
    _mood(
        "shocked",
        aliases="horrified, stunned, aghast, speechless, appalled",
        nearest="surprised, afraid, amazed",
    ),
    _mood(
        "amazed",
        aliases="impressed, awed, in awe, fascinated, mouth open, mouth wide open, open mouth, "
        "mouths open, open-mouthed",
        codes="ooh",
        nearest="surprised, curious, shocked",
    ),
    _mood(
        "embarrassed",
        aliases="blushing, shy, shyly, ashamed, in love, flattered, bashful",
        codes="blush",
        nearest="looking down, worried, smile",
    ),
    _mood(
        "tired",
        aliases="exhausted, weary, bored, sleepy, yawning, drowsy, wearily",
        nearest="asleep, sad, rolling eyes",
    ),
    _mood(
        "asleep",
        aliases="sleeping, dozing, snoring, napping, dozing off",
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
        "looking down", aliases="eyes down", codes="lookingdown", nearest="sad, thinking, neutral"
    ),
    _mood(
        "looking up",
        aliases="eyes up",
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
