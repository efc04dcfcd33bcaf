import pytest

from renderers.places.words import understand
from schemas.directions import Directions, Role
from schemas.story import Setting
from storyboard.planning.script.weather import afloat, weathered


@pytest.mark.parametrize(
    ("action", "weather"),
    [
        ("Rain pours on Ethan and Priya.", "rain"),
        ("They dance in the rain.", "rain"),
        ("It is snowing. Dee laughs.", "snow"),
        ("Everybody dances, confetti falls.", "confetti"),
        ("Ringo walks through the thick fog.", "fog"),
        ("Lightning strikes the tower.", "storm"),
        ("Dee storms out.", None),
        ("Ringo reads about rain.", None),
        ("No rain falls.", None),
    ],
)
def test_an_action_tells_the_weather(action: str, weather: str | None):
    assert weathered(Setting(prompt="a park"), action).weather == weather


def test_the_setting_s_own_weather_wins():
    snow = Setting(prompt="a park", weather="snow")
    assert weathered(snow, "They dance in the rain.") == snow
    assert weathered(Setting(prompt="a foggy park"), "They dance in the rain.").weather is None


def swims(*who: str) -> Directions:
    """Return directions in which some swim and Bill waits unless he is told to swim."""
    roles = {one: Role(poses=("swimming",)) for one in who}
    return Directions(roles=roles if "bill" in who else {**roles, "bill": Role(poses=("waiting",))})


def test_whoever_swims_from_a_shore_is_in_the_sea():
    assert understand(afloat(Setting(prompt="the sea"), swims("dee", "bill"))).place == "open sea"
    shore = afloat(Setting(prompt="a beach at dusk"), swims("bill"))
    assert understand(shore).place == "open sea"
    assert understand(shore).hour == "dusk"


def test_the_place_stays_where_somebody_stands_or_where_the_water_is_seen():
    beach, pool = Setting(prompt="a beach"), Setting(prompt="a swimming pool")
    own = Setting(prompt="a beach", art="beach.png")
    assert afloat(beach, swims("dee")) == beach
    assert afloat(beach, Directions()) == beach
    assert afloat(pool, swims("bill")) == pool
    assert afloat(own, swims("bill")) == own
