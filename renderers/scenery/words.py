"""Which place, hour and weather some words mean, and which things they mention."""

import re
from typing import NamedTuple

from schemas.story import Setting

PLACES: dict[str, tuple[str, ...]] = {
    "park": ("a park", "a park with trees and a bench", "a city park", "in the park"),
    "forest": ("a forest", "the woods", "a path through a forest", "among tall trees in a wood"),
    "garden": ("a garden", "a garden with flowers", "a back garden with a fence", "the backyard"),
    "playground": ("a playground", "a playground with a slide and swings", "the children's playground"),
    "street": ("a street", "a city street", "a quiet street with shops", "outside on the pavement"),
    "city": ("a city", "a city skyline", "downtown", "a big city with tall buildings"),
    "rooftop": ("a rooftop", "on a roof above the city", "a rooftop terrace"),
    "bus stop": ("a bus stop", "at the bus stop", "a bus shelter by the road"),
    "station": ("a train station", "a railway platform", "on the platform of a station"),
    "bridge": ("a bridge", "on a bridge over the river", "a stone bridge"),
    "house": ("a house", "in front of a house", "a front yard with a house", "a village"),
    "market": ("a market", "a street market", "market stalls with fruit", "a farmers' market"),
    "beach": ("a beach", "a sandy beach by the sea", "the seaside", "a beach with a palm tree"),
    "lake": ("a lake", "by a lake", "a lake with a wooden pier", "the shore of a lake"),
    "river": ("a river", "a river bank", "beside a stream"),
    "mountains": ("mountains", "a mountain meadow", "high in the mountains", "a mountain trail"),
    "desert": ("a desert", "a desert with cacti", "sand dunes", "the middle of the desert"),
    "snow": ("a snowy field", "a snow field with fir trees", "a winter landscape", "snowy hills"),
    "farm": ("a farm", "a farmyard with a barn", "a farm with a red barn and a fence"),
    "field": ("a field", "a wheat field", "a meadow", "open fields with hills"),
    "hill": ("a hill under the stars", "a hilltop", "under the night sky", "a grassy hill"),
    "moon": ("the moon", "space", "the surface of a strange planet", "outer space with planets"),
    "office": ("an office", "an office with desks", "at the office", "a modern office"),
    "meeting room": ("a meeting room", "a conference room with a whiteboard", "a boardroom"),
    "classroom": ("a classroom", "a school classroom with a blackboard", "at school"),
    "kitchen": ("a kitchen", "a kitchen with a stove", "in the kitchen", "a tidy kitchen"),
    "café": ("a café", "a coffee shop", "a small restaurant", "a cosy café with tables"),
    "living room": ("a living room", "a living room with a sofa", "at home", "a lounge"),
    "bedroom": ("a bedroom", "a bedroom with a bed and a lamp", "a small bedroom"),
    "bathroom": ("a bathroom", "a tiled bathroom with a mirror"),
    "library": ("a library", "a library full of books", "between bookshelves", "a study"),
    "shop": ("a shop", "a shop with shelves", "a grocery store", "a supermarket"),
    "hospital": ("a hospital room", "a hospital", "a hospital ward with a bed", "a clinic"),
    "laboratory": ("a laboratory", "a science lab", "a lab with flasks", "a workshop of an inventor"),
    "museum": ("a museum", "an art gallery", "a museum hall with paintings"),
    "stage": ("a stage", "a theatre stage with red curtains", "on stage"),
    "hallway": ("a hallway", "a corridor with doors", "an entrance hall", "a lobby"),
    "room": ("a room", "a room with a window", "an empty room", "indoors"),
    "plain": ("a plain background", "a plain coloured background", "nothing but colour"),
}  # fmt: skip
"""Every place that is drawn, with some ways in which authors write it."""

LIGHTS: dict[str, tuple[str, ...]] = {
    "dawn": ("at dawn", "at sunrise", "early in the morning"),
    "morning": ("in the morning", "morning light", "morning"),
    "day": ("by day", "at noon", "in daylight", "day"),
    "afternoon": ("in the afternoon", "afternoon light", "late afternoon"),
    "sunset": ("at sunset", "sunset light", "golden hour"),
    "dusk": ("at dusk", "at twilight", "dusk"),
    "evening": ("in the evening", "evening", "late in the evening"),
    "night": ("at night", "by moonlight", "night", "at midnight"),
    "lamplight": ("by lamplight", "in warm lamplight", "by candlelight"),
}
"""Every hour, with some ways in which authors write it."""

WEATHERS: dict[str, tuple[str, ...]] = {
    "sunny": ("sunny", "clear sky", "sunshine"),
    "cloudy": ("cloudy", "overcast", "grey clouds"),
    "rain": ("rain", "rainy", "it is raining", "drizzle"),
    "storm": ("storm", "thunderstorm", "lightning"),
    "snow": ("snow", "snowing", "snowfall"),
    "fog": ("fog", "foggy", "mist"),
    "wind": ("wind", "windy", "a strong wind"),
}
"""Every weather, with some ways in which authors write it."""

INDOORS = frozenset({
    "office", "meeting room", "classroom", "kitchen", "café", "living room", "bedroom", "bathroom",
    "library", "shop", "hospital", "laboratory", "museum", "stage", "hallway", "room",
})  # fmt: skip

_PLACE_WORDS = {
    "park": "park|lawn",
    "forest": "forest|woods|woodland|wood|jungle|glade|clearing",
    "garden": "garden|backyard|back yard|orchard|greenhouse",
    "playground": "playground|play area|schoolyard|sandpit",
    "bus stop": "bus stop|bus shelter|bus station|busstop",
    "station": "train station|railway station|railway|platform|subway|metro|station",
    "rooftop": "rooftop|roof terrace|roof|balcony",
    "market": "market|bazaar|fair|stalls?",
    "bridge": "bridge",
    "house": "house|cottage|front yard|driveway|village|porch|suburb|home front",
    "beach": "beach|seaside|sea|ocean|shore|coast|island|harbou?r",
    "lake": "lake|pond|pier|lakeside",
    "river": "river|riverbank|stream|creek|waterfall|canal",
    "mountains": "mountains?|alps|peak|summit|cliffs?|valley|canyon",
    "desert": "desert|dunes?|savannah?|oasis",
    "snow": "snowy|winter|arctic|ice field|ski slope|snow field|snowfield|north pole",
    "farm": "farm|farmyard|barn|ranch",
    "field": "fields?|meadow|prairie|countryside|plain of grass|pasture|camp ?site|camping",
    "hill": "hill|hills|hilltop|night sky|under the stars|stars",
    "moon": "outer space|space|moon surface|on the moon|the moon|planets?|mars|galaxy|spaceship|asteroid",
    "city": "city|downtown|skyline|skyscrapers?|metropolis",
    "street": "city streets?|street corner|street|road|sidewalk|pavement|alley|avenue|crossing|crosswalk|town|car park"
    "|parking lot|outside|highway|square|plaza",
    "meeting room": "meeting room|conference room|boardroom|meeting|conference",
    "office": "office|cubicle|workplace|newsroom|police station|at work",
    "classroom": "classroom|school|lecture hall|university|kindergarten|blackboard",
    "kitchen": "kitchen|bakery|pantry",
    "café": "caf[eé]|coffee ?shop|coffee house|restaurant|diner|bistro|bar|pub|canteen|tea ?room",
    "living room": "living ?room|lounge|sitting room|apartment|flat|at home|sofa|parlou?r|den",
    "bedroom": "bed ?room|nursery|hotel room|dormitory",
    "bathroom": "bath ?room|shower|washroom|toilet",
    "library": "library|bookshop|book ?store|bookshelves|archive|study",
    "shop": "shop|store|supermarket|mall|boutique|grocer\\w*|pharmacy|bakery counter",
    "hospital": "hospital|clinic|ward|sick ?room|doctor'?s|waiting room|surgery",
    "laboratory": "lab|laboratory|workshop|garage|observatory",
    "museum": "museum|gallery|exhibition",
    "stage": "stage|theat(?:re|er)|concert|auditorium|circus|cinema",
    "hallway": "hallway|corridor|hall|lobby|entrance|stairs|staircase|elevator|stairwell|airport|bank",
    "room": "room|indoors|inside|cellar|attic|basement|studio|cabin|interior|tent|gym",
    "plain": "plain|abstract|blank|coloured background|colored background|background",
}
_LIGHT_WORDS = {
    "dawn": "dawn|sunrise|daybreak|early morning|first light",
    "morning": "morning|breakfast",
    "lamplight": "lamp ?light|candle ?light|fire ?light|lamps? on|dim|cosy light|lit by lamps?",
    "afternoon": "afternoon",
    "sunset": "sunset|golden hour|sundown|setting sun",
    "dusk": "dusk|twilight|nightfall|blue hour|gloaming",
    "evening": "evening|supper|dinner",
    "night": "nights?|midnight|moon ?light|moonlit|moon|stars|starry|dark",
    "day": "day|daytime|daylight|noon|midday|bright|sunny|lunch",
}
_WEATHER_WORDS = {
    "storm": "storm\\w*|thunder\\w*|lightning",
    "rain": "rain|rains|rained|rainy|raining|drizzl\\w+|pouring|downpour|shower of rain|wet",
    "snow": "snow|snows|snowing|snowfall|snowy|blizzard|snowflakes",
    "fog": "fog|foggy|mist|misty|haze|hazy",
    "wind": "wind|windy|breez\\w+|gale|gust\\w*|blustery",
    "cloudy": "cloudy|overcast|grey sky|gray sky|dull|grey clouds|clouds|clouded",
    "sunny": "sunny|sunshine|clear|fair|bright sun|cloudless",
}
_THING_WORDS = {
    "tree": "trees?", "pine": "pines?|firs?|fir trees?", "palm": "palms?|palm trees?",
    "bush": "bush(?:es)?|hedge|shrubs?", "flowers": "flowers?|flower ?beds?|roses|tulips",
    "bench": "bench(?:es)?", "fountain": "fountain", "lamp post": "lamp ?posts?|street ?lamps?|"
    "street ?lights?|lantern", "fence": "fence|railing", "rock": "rocks?|boulders?|stones?",
    "car": "cars?|taxi|cab", "bus": "bus(?:es)?", "bicycle": "bicycles?|bikes?", "boat": "boats?|sailboat",
    "tent": "tents?", "house": "houses?|cottage|cabin|hut", "barn": "barn", "snowman": "snowm[ae]n",
    "cactus": "cact(?:us|i|uses)", "log": "logs?|tree trunk", "mushroom": "mushrooms?|toadstools?",
    "birds": "birds?|seagulls?|gulls", "hydrant": "hydrant", "bin": "bins?|trash can|litter bin",
    "sign": "signs?|signpost", "campfire": "campfire|bonfire", "swing": "swings?", "slide": "slide",
    "desk": "desks?", "table": "tables?", "chair": "chairs?|stools?", "sofa": "sofa|couch",
    "armchair": "armchairs?|easy chair", "bed": "beds?|bunk", "lamp": "lamps?|floor lamp",
    "bookcase": "book ?cases?|book ?shel(?:f|ves)|shelves|shelf|books", "plant": "plants?|pot plant|"
    "potted plant|houseplant", "picture": "pictures?|paintings?|portraits?|photos?", "poster": "posters?",
    "clock": "clock", "window": "windows?", "door": "doors?", "mirror": "mirror", "rug": "rug|carpet",
    "fireplace": "fireplace|hearth", "television": "tv|television", "fridge": "fridge|refrigerator",
    "umbrella stand": "umbrella stand|umbrellas", "board": "whiteboard|blackboard|chalkboard",
    "cabinet": "cabinets?|cupboards?|drawers|sideboard", "moon": "moon", "sun": "sun", "rainbow": "rainbow",
    "cloud": "clouds?", "balloons": "balloons?", "parasol": "parasol|beach umbrella|sunshade",
}  # fmt: skip

COLOURS = {
    "red": "#d0574e", "orange": "#eb9a4f", "yellow": "#f3ce62", "green": "#7db27a", "blue": "#6ea3d3",
    "purple": "#9a7cc0", "violet": "#9a7cc0", "pink": "#eba4b4", "brown": "#a3744f", "grey": "#a9aeb8",
    "gray": "#a9aeb8", "white": "#f4f1ea", "black": "#4a4a58", "teal": "#5fa6a4", "turquoise": "#67c0bd",
    "beige": "#eadcc0", "cream": "#f6ead0", "gold": "#dcb456", "golden": "#dcb456", "lilac": "#c4abdc",
    "navy": "#3d5688", "mint": "#b4dcc4", "peach": "#f5c6a5", "lavender": "#c6b9e2",
}  # fmt: skip


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{words})(?!\w)")


_PLACE_RULES = {place: _any(words) for place, words in _PLACE_WORDS.items()}
_LIGHT_RULES = {light: _any(words) for light, words in _LIGHT_WORDS.items()}
_WEATHER_RULES = {weather: _any(words) for weather, words in _WEATHER_WORDS.items()}
_THING_RULES = {
    thing: re.compile(rf"(?<!\w)(?:(no|without) )?(?:(\w+) )?(?:{words})(?!\w)")
    for thing, words in _THING_WORDS.items()
}
_ASIDE = re.compile(r"(?:near|beside|next to|opposite|overlooking|outside|view of|behind|above) "
                    r"(?:an? |the |her |his |their |our |my )?$")  # fmt: skip


class Words(NamedTuple):
    """A setting, understood."""

    place: str
    hour: str
    weather: str | None
    things: tuple[tuple[str, str | None], ...]
    """What is mentioned, each with the colour it is said to have."""
    without: frozenset[str]
    """What is said not to be there."""
    colour: str | None
    """The first colour named at all."""
    text: str
    """The place's own words, which decide how it looks: no hour, no weather."""

    @property
    def inside(self) -> bool:
        """Whether there is a roof over the place."""
        return self.place in INDOORS


def understand(setting: Setting) -> Words:
    """Read a setting. Words that mean nothing are a place of their own, drawn in plain colours."""
    text = " ".join(setting.prompt.lower().split())
    place = _place(text)
    light = " ".join(part.lower() for part in (setting.light, text) if part)
    weather = " ".join(part.lower() for part in (setting.weather, text) if part)
    found = {thing: rule.search(text) for thing, rule in _THING_RULES.items()}
    there = tuple((t, COLOURS.get(m[2] or "")) for t, m in found.items() if m and not m[1])
    colour = next((word for word in re.findall(r"\w+", text) if word in COLOURS), None)
    return Words(
        place, _hour(light, place), _first(_WEATHER_RULES, weather), there,
        frozenset(t for t, m in found.items() if m and m[1]),
        COLOURS[colour] if colour else None, _stripped(text),
    )  # fmt: skip


def _place(text: str) -> str:
    """Return the place named first; what is only `near` or `outside` it counts less."""
    best, score = "plain", 1e9
    for place, rule in _PLACE_RULES.items():
        for match in rule.finditer(text):
            aside = 500 if _ASIDE.search(text[: match.start()]) else 0
            vague = 1000 if place in ("room", "plain", "street", "house", "hill", "city") else 0
            rank = match.start() + aside + vague - 0.01 * len(match.group())
            if rank < score:
                best, score = place, rank
    return "street" if best in INDOORS and re.search(r"\boutside\b", text) else best


def _first(rules: dict[str, re.Pattern[str]], text: str) -> str | None:
    return next((name for name, rule in rules.items() if rule.search(text)), None)


def _hour(text: str, place: str) -> str:
    if place == "moon":
        return "night"
    return _first(_LIGHT_RULES, text) or ("night" if "night" in text else "day")


def _stripped(text: str) -> str:
    """Drop the hour and the weather: a park at night is the same park."""
    for rule in (*_LIGHT_RULES.values(), *_WEATHER_RULES.values()):
        text = rule.sub("", text)
    small = r"\b(?:a|an|the|in|at|on|by|with|and|of|is|it|its|some|there|early|late)\b"
    return " ".join(re.sub(r"[^\w]+", " ", re.sub(small, "", text)).split())


def said_colour(text: str, surface: str) -> str | None:
    """Return the colour that a text gives to a surface, as in `green walls`."""
    match = re.search(rf"(\w+) {surface}s?\b", text)
    return COLOURS.get(match[1]) if match else None
