"""Every place's recipe, by its name in `words.PLACES`."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from renderers.places import (
    green_places,
    home_places,
    public_places,
    town_places,
    wild_places,
    work_places,
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
        "office": work_places.office,
        "meeting room": work_places.meeting_room,
        "classroom": work_places.classroom,
        "hospital": work_places.hospital,
        "laboratory": work_places.laboratory,
        "shop": work_places.shop,
        "kitchen": home_places.kitchen,
        "living room": home_places.living_room,
        "bedroom": home_places.bedroom,
        "bathroom": home_places.bathroom,
        "hallway": home_places.hallway,
        "room": home_places.plain_room,
        "plain": home_places.plain,
        "café": public_places.cafe,
        "library": public_places.library,
        "museum": public_places.museum,
        "stage": public_places.theatre,
    }
)
