"""Weather and water that an action tells, where the setting says none: rain pours, Dee swims."""

import re

from renderers.places.words import understand
from schemas.directions import Directions
from schemas.story import Setting

_FALLS = "falls|pours|starts|begins|drums|patters|comes|is falling|is pouring|beats"
_TOLD = {
    "confetti": r"confetti",
    "storm": r"thunder (?:rolls|roars|crashes)|thunderstorm|lightning (?:strikes|flashes)"
    r"|in (?:the|a) storm|storm (?:breaks|rages|comes|is raging)",
    "rain": rf"rain (?:{_FALLS})|it(?:'s| is)? (?:raining|rains)|(?:in|through) the (?:\w+ )?rain",
    "snow": rf"snow (?:{_FALLS})|it(?:'s| is)? (?:snowing|snows)|(?:in|through) the falling snow"
    r"|snowflakes",
    "fog": rf"(?:fog|mist) (?:{_FALLS}|rolls|rises)|(?:in|through) the (?:\w+ )?(?:fog|mist)",
}
_SHORES = frozenset({"beach", "island", "harbour", "ship"})
"""Places from which one swims in the sea."""
_NOT = r"(?<!no )(?<!without )(?<!stops )(?<!after the )"
_RULES = {
    name: re.compile(rf"\b{_NOT}(?:{words})\b", re.IGNORECASE) for name, words in _TOLD.items()
}


def weathered(setting: Setting, action: str) -> Setting:
    """Return a setting with the weather that the action tells; the setting's own wins."""
    weather = next((name for name, rule in _RULES.items() if rule.search(action)), None)
    if weather is None or understand(setting).weather is not None:
        return setting
    return setting.but(weather=weather)


def afloat(setting: Setting, directions: Directions) -> Setting:
    """Return the sea for a shore, where everybody in the panel swims."""
    roles = directions.roles.values()
    swim = bool(roles) and all("swimming" in role.poses for role in roles)
    if not swim or setting.art is not None or understand(setting).place not in _SHORES:
        return setting
    words = setting.prompt.removeprefix("the ").strip()
    return setting.but(prompt="in the sea" if words == "sea" else f"in the sea, {setting.prompt}")
