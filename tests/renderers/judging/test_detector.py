"""A detector and an embedding of the story's choice judge: whoever is found is compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from renderers.judges import judge_for
from renderers.judging.detector import (
    DetectedFigure,
    DetectorJudge,
    class_of,
    load_detector,
    overlap,
    prepared,
)
from renderers.judging.metrics.similarity import Rows
from schemas.errors import AssetMissing, StoryInvalid
from schemas.geometry import Box
from schemas.quality import JudgeSettings
from tests.renderers.judging import tiny_networks
from tests.renderers.panels import box, panel, segment

LEFT, RIGHT = (0.1, 0.1, 0.4, 0.9), (0.6, 0.1, 0.9, 0.9)
SETTINGS = JudgeSettings(name="detector", detector="d", embedding="e", likeness=0.5)
COLOURS = {"red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 255, 0)}


class SeesColours(NamedTuple):
    """Finds a figure in each half that is not white; a detector that needs no network."""

    def found(
        self, picture: Image.Image, queries: Sequence[str], *, least: float
    ) -> list[DetectedFigure]:
        boxes = [Box(left=a, top=b, right=c, bottom=d) for a, b, c, d in (LEFT, RIGHT)]
        middles = [picture.getpixel((int(each.centre[0] * picture.width), 50)) for each in boxes]
        return [
            DetectedFigure(each, 0.9)
            for each, colour in zip(boxes, middles, strict=True)
            if colour != (255, 255, 255)
        ]


class MeanColour(NamedTuple):
    """The middle's colour as an embedding."""

    def pictures(self, pictures: Sequence[Image.Image]) -> Rows:
        return np.array([each.getpixel((each.width // 2, 5)) for each in pictures], float) + 1e-3


def painted(left: str, right: str) -> Image.Image:
    board = Image.new("RGB", (100, 100), "white")
    for (x0, y0, x1, y1), colour in ((LEFT, left), (RIGHT, right)):
        if colour:
            board.paste(COLOURS[colour], tuple(round(100 * v) for v in (x0, y0, x1, y1)))
    return board


def judged(left: str, right: str):
    known = {
        name: MeanColour().pictures([Image.new("RGB", (9, 9), COLOURS[name])])
        for name in ("red", "blue")
    }
    judge = DetectorJudge(SeesColours(), MeanColour(), known, SETTINGS)
    planned = panel(segment(box(*LEFT), "red"), segment(box(*RIGHT), "blue"))
    return judge.judge(planned, painted(left, right))


def test_everybody_in_their_places_is_right() -> None:
    verdict = judged("red", "blue")
    assert (verdict.identity, verdict.missing, verdict.extra) == (1, (), ())


def test_who_stands_in_whose_place_is_named() -> None:
    assert judged("blue", "red").confused == (("red", "blue"), ("blue", "red"))
    doubled = judged("red", "red")
    assert doubled.confused == (("blue", "red"),)
    assert doubled.missing == ("blue",)


def test_who_is_not_found_is_missing_and_a_stranger_is_nobody() -> None:
    gone = judged("red", "")
    assert [each.found for each in gone.findings] == ["red", None]
    assert gone.missing == ("blue",)
    assert [each.found for each in judged("red", "green").findings] == ["red", None]


def test_somebody_beside_the_plan_is_extra() -> None:
    judge = DetectorJudge(SeesColours(), MeanColour(), {"red": np.array([[255.0, 0, 0]])}, SETTINGS)
    verdict = judge.judge(panel(segment(box(*LEFT), "red")), painted("red", "red"))
    assert verdict.extra == ("red",)
    strange = judge.judge(panel(segment(box(*LEFT), "red")), painted("red", "green"))
    assert strange.extra == ("somebody",)


def test_a_query_is_the_subject_s_class() -> None:
    part = segment(box(*LEFT), "mira").but(prompt="sks old woman, sitting, happy")
    assert class_of(part) == "old woman"


def test_overlap_is_the_share_of_the_union() -> None:
    one = Box(left=0, top=0, right=0.5, bottom=1)
    assert overlap(one, one) == pytest.approx(1)
    assert overlap(one, Box(left=0.25, top=0, right=0.75, bottom=1)) == pytest.approx(1 / 3)
    assert overlap(one, Box(left=0.5, top=0, right=1, bottom=1)) == 0


@pytest.mark.parametrize("kind", ["owlv2", "owlvit"])
def test_both_kinds_of_owl_are_read(kind: str, tmp_path: Path) -> None:
    detector = load_detector(str(tiny_networks.detector(tmp_path / kind, kind)))
    picture = Image.new("RGB", (90, 60), "orange")
    found = detector.found(picture, ["a cat", "a dog"], least=0.0)
    assert found
    assert all(
        overlap(one.box, other.box) < 0.6 for at, one in enumerate(found) for other in found[:at]
    )
    assert [each.score for each in found] == sorted((f.score for f in found), reverse=True)
    assert detector.found(picture, ["a cat"], least=1.0) == []


def test_owlv2_pads_to_a_square_before_it_shrinks() -> None:
    wide = Image.new("RGB", (40, 20), "white")
    padded, squashed = (prepared(wide, 8, pads=pads)[0, 0] for pads in (True, False))
    assert padded[7, 0] < padded[0, 0]
    assert squashed.std() == pytest.approx(0, abs=1e-6)


def test_the_whole_judge_is_made_from_a_story_s_words(tmp_path: Path) -> None:
    tiny_networks.detector(tmp_path / "owl")
    tiny_networks.dinov2(tmp_path / "dino")
    settings = JudgeSettings(name="detector", detector="owl", embedding="dino", confidence=0)
    judge = judge_for(settings, [], tmp_path)
    planned = panel(segment(box(*LEFT), "mira"))
    (finding,) = judge.judge(planned, painted("red", "blue")).findings
    assert not finding.judged


def test_what_is_absent_or_no_detector_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoryInvalid, match="needs a detector and an embedding"):
        judge_for("detector", [], tmp_path)
    dino = tiny_networks.dinov2(tmp_path / "dino")
    with pytest.raises(AssetMissing, match="is a dinov2 network") as refused:
        load_detector(str(dino))
    assert refused.value.hint == "The detectors are: owlv2, owlvit."
