"""The story's `training`: a recipe's name, or a mapping of its settings.

Nothing here knows any setting: names, types and ranges come from `schemas.training`.
"""

from typing import Any, get_args

from schemas.training import Training, TrainingSettings
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.keys import Definitions, Kind, Schema, WithReport
from storyboard.reading.model_settings import settings_of
from storyboard.reading.nodes import Mapping, Node, Scalar

RECIPES: dict[str, type[TrainingSettings]] = {
    model.model_fields["recipe"].default: model for model in get_args(get_args(Training)[0])
}
"""Every recipe's settings, by name."""
_KINDS: dict[str, Kind[WithReport]] = {
    name: settings_of(model, f"the recipe {name}", short="recipe")
    for name, model in RECIPES.items()
}


def read_training(node: Node, context: WithReport) -> Any:
    """Return the settings of the recipe that is named; None where it could not be understood."""
    named = _recipe(node)
    if named is None:
        context.report.add(
            "SB021", node, "training without recipe", hint="add recipe: lora, for instance"
        )
        return None
    if named.text.strip() not in RECIPES:
        context.report.add(
            "SB023",
            named,
            f"there is no recipe {quoted(named.text)}",
            expected=listed(RECIPES),
            hint=did_you_mean(named.text, RECIPES),
        )
        return None
    return _KINDS[named.text.strip()].read(node, context)


def _recipe(node: Node) -> Scalar | None:
    if isinstance(node, Scalar):
        return node
    pairs = node.pairs if isinstance(node, Mapping) else ()
    found = next((value for key, value in pairs if key.text == "recipe"), None)
    return found if isinstance(found, Scalar) else None


def training_schema(definitions: Definitions) -> Schema:
    """Describe a recipe's name or its settings, as their models do."""
    if "training" not in definitions:
        kinds = [kind.schema(definitions)["anyOf"][0] for kind in _KINDS.values()]
        for kind in kinds:
            kind["required"] = ["recipe"]
        definitions["training"] = {"anyOf": [{"enum": list(RECIPES)}, *kinds]}
    return {"$ref": "#/definitions/training"}


TRAINING = Kind(read_training, training_schema)
