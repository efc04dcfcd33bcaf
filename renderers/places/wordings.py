"""The words for places, hours and weathers, as authors write them."""

from renderers.places.data import data_places

PLACES: dict[str, tuple[str, ...]] = {
    **{place.name: place.says for place in data_places().values()},
    "park": ("a park", "a park with trees and a bench", "a city park", "in the park"),
    "forest": ("a forest", "the woods", "a path through a forest", "among tall trees in a wood"),
    "garden": ("a garden", "a garden with flowers", "a back garden with a fence", "the backyard"),
    "playground": (
        "a playground",
        "a playground with a slide and swings",
        "the children's playground",
    ),
    "street": ("a street", "a city street", "a quiet street with shops", "outside on the pavement"),
    "city": ("a city", "a city skyline", "downtown", "a big city with tall buildings"),
    "rooftop": ("a rooftop", "on a roof above the city", "a rooftop terrace"),
    "bus stop": ("a bus stop", "at the bus stop", "a bus shelter by the road"),
    "station": ("a train station", "a railway platform", "on the platform of a station"),
    "bridge": ("a bridge", "on a bridge over the river", "a stone bridge"),
    "house": ("a house", "in front of a house", "a front yard with a house", "a village"),
    "market": ("a market", "a street market", "market stalls with fruit", "a farmers' market"),
    "beach": ("a beach", "a sandy beach by the sea", "the seaside", "a beach with a palm tree"),
    "castle": ("a castle", "in front of a castle", "a castle on a hill", "a fairy tale kingdom"),
    "lake": ("a lake", "by a lake", "a lake with a wooden pier", "the shore of a lake"),
    "river": ("a river", "a river bank", "beside a stream"),
    "mountains": ("mountains", "a mountain meadow", "high in the mountains", "a mountain trail"),
    "desert": ("a desert", "a desert with cacti", "sand dunes", "the middle of the desert"),
    "snow": ("a snowy field", "a snow field with fir trees", "a winter landscape", "snowy hills"),
    "farm": ("a farm", "a farmyard with a barn", "a farm with a red barn and a fence"),
    "field": ("a field", "a wheat field", "a meadow", "open fields with hills"),
    "hill": ("a hill under the stars", "a hilltop", "under the night sky", "a grassy hill"),
    "moon": ("the moon", "space", "the surface of a strange planet", "outer space with planets"),
    "stage": ("a stage", "a theatre stage with red curtains", "on stage"),
    "plain": ("a plain background", "a plain coloured background", "nothing but colour"),
}
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
    "confetti": ("confetti", "confetti is falling"),
}
"""Every weather, with some ways in which authors write it."""
