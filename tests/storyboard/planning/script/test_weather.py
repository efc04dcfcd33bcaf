import pytest

from schemas.story import Setting
from storyboard.planning.script.weather import weathered


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
