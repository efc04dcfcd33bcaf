"""Every place's recipe, by its name in `words.PLACES`."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from renderers.places import (
    green_places,
    home_places,
    public_places,
    town_places,
    wild_places,
)
from renderers.places.data import data_places
from renderers.places.drawn_places import recipe_of
from renderers.places.stage import Stage

RECIPES: Mapping[str, Callable[[Stage], None]] = MappingProxyType(
    {
        **{name: recipe_of(place) for name, place in data_places().items()},
        "park": green_places.park,
        "forest": green_places.forest,
        "garden": green_places.garden,
        "playground": green_places.playground,
        "field": green_places.field,
        "hill": green_places.hill,
        "farm": green_places.farm,
        "beach": wild_places.beach,
        "lake": wild_places.lake,
        "river": wild_places.river,
        "mountains": wild_places.mountain_place,
        "desert": wild_places.desert,
        "castle": wild_places.castle_place,
        "snow": wild_places.snow,
        "moon": wild_places.moon_place,
        "street": town_places.street,
        "city": town_places.city,
        "rooftop": town_places.rooftop,
        "bus stop": town_places.bus_stop,
        "station": town_places.station,
        "bridge": town_places.bridge,
        "house": town_places.house,
        "market": town_places.market,
        "plain": home_places.plain,
        "stage": public_places.theatre,
    }
)
