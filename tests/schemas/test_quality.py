"""Who judges is a name, or a mapping with networks of the story's own."""

import pytest
from pydantic import ValidationError

from schemas.quality import JudgeSettings, Quality


def test_a_name_alone_is_a_judge() -> None:
    assert Quality(judge="pixels").judge == JudgeSettings(name="pixels")
    assert Quality.model_validate_json(Quality().model_dump_json()).judge.name == "auto"


def test_the_detector_needs_networks_and_nobody_else_takes_any() -> None:
    both = {"name": "detector", "detector": "owl", "embedding": ["clip", "dino"]}
    assert Quality(judge=both).judge.networks == ("owl", "clip", "dino")
    for wrong in ({"name": "detector", "detector": "owl"}, {"embedding": "clip"}):
        with pytest.raises(ValidationError):
            JudgeSettings(**wrong)
