"""What words mean which place, hour, weather, thing or colour: alternatives of patterns."""

from renderers.places.data import data_places

PLACE_WORDS = {
    **{place.name: place.words for place in data_places().values()},
    "park": "park|lawn|bandstand",
    "forest": "forest|rainforest|woods|woodland|wood|jungle|glade|clearing",
    "garden": "garden|backyard|back yard|orchard|greenhouse",
    "playground": "playground|play area|schoolyard|sandpit",
    "bus stop": "bus stop|bus shelter|bus station|busstop",
    "station": "train station|railway station|railway|platform|subway|metro|station|trains?|tram",
    "rooftop": "rooftop|roof terrace|roof|balcony",
    "market": "market|bazaar|fair|stalls?",
    "bridge": "bridge",
    "house": "house|cottage|front yard|driveway|village|porch|suburb|home front",
    "castle": "castle|palace|fortress|kingdom|dragon'?s lair|fairy ?tale",
    "beach": "beach|seaside|sea|ocean|shore|coast|island|harbou?r",
    "lake": (
        "lakes?|pond|pier|lakeside|lake ?shore|(?:shores?|edge|banks?) of (?:a|the) (?:lake|pond)"
    ),
    "river": (
        "river|river ?bank|(?:edge|banks?) of (?:a|the) (?:river|stream)|riverside|stream|"
        "creek|waterfall|canal"
    ),
    "mountains": (
        "mountains?|mountain (?:meadow|trail|path|top|pass)|alps|peak|summit|cliffs?|valley|canyon"
    ),
    "desert": "desert|dunes?|savannah?|oasis",
    "snow": (
        "snowy|snowy (?:fields?|hills?|landscape|plain)|winter|arctic|ice field|ski slope|"
        "snow field|snowfield|north pole|snow"
    ),
    "farm": "farm|farmyard|barn|ranch",
    "field": "fields?|meadow|prairie|countryside|plain of grass|pasture|camp ?site|camping",
    "hill": "hill|hills|hilltop|night sky|under the stars|stars",
    "moon": (
        "outer space|space|moon surface|on the moon|the moon|planets?|mars|galaxy|space station|"
        "spaceship|asteroid"
    ),
    "city": "city|downtown|skyline|skyscrapers?|metropolis",
    "street": (
        "petrol station|gas station|fire station|city streets?|street corner|street|road|"
        "sidewalk|pavement|alley|avenue|crossing|crosswalk|town|car park|parking lot|outside|"
        "highway|square|plaza"
    ),
    "stage": "stage|theat(?:re|er)|concert|concert hall|auditorium|circus|cinema",
    "plain": "plain|abstract|blank|coloured background|colored background|background",
}
"""What names a place; where several do, the first in the text counts."""

LIGHT_WORDS = {
    "dawn": "dawn|sunrise|daybreak|early morning|early in the morning|first light",
    "morning": "morning|breakfast",
    "lamplight": "lamp ?light|candle ?light|fire ?light|lamps? on|dim|cosy light|lit by lamps?",
    "afternoon": "afternoon",
    "sunset": "sunset|golden hour|sundown|setting sun",
    "dusk": "dusk|twilight|nightfall|blue hour|gloaming",
    "evening": "evening|supper|dinner",
    "night": (
        "nights?|midnight|moon ?light|moonlit|moon|stars|starry|after dark|in the dark|dark sky"
    ),
    "day": "day|daytime|daylight|noon|midday|bright|sunny|lunch",
}
"""What names an hour, the most telling first."""

WEATHER_WORDS = {
    "confetti": "confetti|paper streamers",
    "storm": "storm\\w*|thunder\\w*|lightning",
    "rain": "rain|rains|rained|rainy|raining|drizzl\\w+|pouring|downpour|shower of rain",
    "snow": "snow|snows|snowing|snowfall|snowy|blizzard|snowflakes",
    "fog": "fog|foggy|mist|misty|haze|hazy",
    "wind": "wind|windy|breez\\w+|gale|gust\\w*|blustery",
    "cloudy": "cloudy|overcast|grey sky|gray sky|grey clouds|dark clouds|heavy clouds|clouded",
    "sunny": "sunny|sunshine|clear sky|clear weather|fine weather|bright sun|cloudless",
}
"""What names a weather, the most telling first."""

THING_WORDS = {
    "tree": "trees?",
    "pine": "pines?|firs?|fir trees?",
    "palm": "palms?|palm trees?",
    "bush": "bush(?:es)?|hedge|shrubs?",
    "flowers": "flowers?|flower ?beds?|roses|tulips",
    "bench": "bench(?:es)?",
    "fountain": "fountain",
    "lamp post": "lamp ?posts?|street ?lamps?|street ?lights?|lantern",
    "fence": "fence|railing",
    "rock": "rocks?|boulders?|stones?",
    "car": "cars?|taxi|cab",
    "bus": "bus(?:es)?",
    "bicycle": "bicycles?|bikes?",
    "boat": "boats?|sailboat",
    "tent": "tents?|camp ?site|camping",
    "house": "houses?|cottage|cabin|hut",
    "barn": "barn",
    "snowman": "snowm[ae]n",
    "cactus": "cact(?:us|i|uses)",
    "log": "logs?|tree trunk",
    "mushroom": "mushrooms?|toadstools?",
    "birds": "birds?|seagulls?|gulls",
    "hydrant": "hydrant",
    "bin": "bins?|trash can|litter bin",
    "sign": "signs?|signpost",
    "campfire": "campfire|bonfire",
    "swing": "swings?",
    "slide": "slide",
    "desk": "desks?",
    "table": "tables?",
    "chair": "chairs?|stools?",
    "sofa": "sofa|couch",
    "armchair": "armchairs?|easy chair",
    "bed": "beds?|bunk",
    "lamp": "lamps?|floor lamp",
    "bookcase": "book ?cases?|book ?shel(?:f|ves)|shelves|shelf|books",
    "plant": "plants?|pot plant|potted plant|houseplant",
    "picture": "pictures?|paintings?|portraits?|photos?",
    "poster": "posters?",
    "clock": "clock",
    "window": "windows?",
    "door": "doors?",
    "mirror": "mirror",
    "rug": "rug|carpet",
    "fireplace": "fireplace|hearth",
    "television": "tv|television",
    "fridge": "fridge|refrigerator",
    "umbrella stand": "umbrella stand|umbrellas",
    "board": "whiteboard|blackboard|chalkboard",
    "cabinet": "cabinets?|cupboards?|drawers|sideboard",
    "moon": "moon",
    "sun": "sun",
    "rainbow": "rainbow",
    "cloud": "clouds?",
    "balloons": "balloons?",
    "parasol": "parasol|beach umbrella|sunshade",
}
"""What names a thing that can be drawn."""
