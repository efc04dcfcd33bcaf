"""A verdict counts what was judged, and a panel's segments are where they are seen."""

import numpy as np

from renderers.judging.verdict import (
    SegmentFinding,
    Verdict,
    box_of,
    cast_of,
    seen_segments,
    token_of,
)
from schemas.geometry import Box, Size
from schemas.plan import Figure
from tests.renderers.panels import box, panel, segment

WHOLE = Box(left=0, top=0, right=1, bottom=1)
SQUARE = Size(width=100, height=100)


def finding(subject: str, found: str | None, *, judged: bool = True) -> SegmentFinding:
    return SegmentFinding(subject, found, 0.9, WHOLE, judged)


def test_identity_is_the_share_of_the_judged_who_are_right() -> None:
    verdict = Verdict((finding("a", "a"), finding("b", "a"), finding("c", "x", judged=False)))
    assert verdict.identity == 0.5
    assert verdict.confused == (("b", "a"),)


def test_nobody_to_judge_is_nothing_wrong() -> None:
    assert Verdict(()).identity == 1
    assert Verdict((finding("a", None, judged=False),)).identity == 1


def test_nobody_in_a_place_is_wrong_but_no_confusion() -> None:
    verdict = Verdict((finding("a", None),))
    assert verdict.identity == 0
    assert verdict.confused == ()


def test_a_box_is_where_a_mask_is() -> None:
    mask = np.zeros((10, 20), np.float32)
    mask[2:5, 4:10] = 1
    assert box_of(mask) == Box(left=0.2, top=0.2, right=0.5, bottom=0.5)


def test_what_stands_before_hides_what_is_behind() -> None:
    before = segment(box(0.15, 0.0, 0.7, 1.0), "b")
    seen = list(seen_segments(panel(segment(box(0.1, 0.1, 0.6, 0.9), "a"), before), SQUARE))
    assert [each.large for each in seen] == [True, True]
    assert seen[0].box.right <= 0.16
    sliver = segment(box(0.14, 0.1, 0.6, 0.9), "a")
    seen = list(seen_segments(panel(sliver, before), SQUARE))
    assert [each.large for each in seen] == [False, True]


def test_who_is_partly_another_is_right_on_the_whole_and_no_identity() -> None:
    blend = finding("a", "a")._replace(mixed="b")
    assert blend.right
    assert not blend.unmixed
    assert Verdict((blend, finding("c", "c"))).identity == 0.5


def shown(*layers: str) -> Figure:
    return Figure(layers=layers, placement=Box(left=0, top=0, right=1, bottom=1))


def test_the_cast_is_known_by_its_pictures_posed_or_not() -> None:
    area = box(0, 0, 1, 1)
    dee = segment(area, "anna", figure=shown("cast:dee/a.png"))
    assert cast_of(dee) == "dee"
    assert cast_of(dee.but(figure=shown("posed:abc:cast:dee/a.png", "cast:dee/f.png"))) == "dee"
    assert cast_of(segment(area, "dee", figure=shown("mira.png"))) is None
    assert cast_of(segment(area, "dee")) is None


def test_whoever_has_a_packaged_name_is_that_one_whatever_is_exchanged() -> None:
    area = box(0, 0, 1, 1)
    words = segment(area, "dee", figure=shown("cast:dee/a.png")).but(prompt="zwx man")
    pictures = segment(area, "dee", figure=shown("cast:ringo/a.png")).but(prompt="sks woman")
    assert token_of(words) == token_of(pictures) == "sks"


def test_an_author_s_own_character_is_not_known_by_its_token() -> None:
    area = box(0, 0, 1, 1)
    assert token_of(segment(area, "mira", figure=shown("mira.png"))) is None
    assert token_of(segment(area, "mira")) == "sks"
