"""Panels on pages: authored layouts, the automatic one, reading directions, bleed."""

import random
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import StoryInvalid
from schemas.geometry import Box
from schemas.plan import PagePlan
from schemas.shots import ShotName
from schemas.story import PageFormat
from storyboard.planning.pages.flow import PanelShape, SceneShape, natural_aspect
from storyboard.planning.pages.pagination import lay_out

PAGE = PageFormat()


def scene(name: str, *aspects: float, layout: object = None) -> SceneShape:
    panels = tuple(PanelShape(f"{name}-{index}", aspect) for index, aspect in enumerate(aspects))
    return SceneShape(name, layout, panels)


def ids(page: PagePlan) -> list[str]:
    return [frame.panel for frame in page.frames]


def content() -> Box:
    return Box(left=0, top=0, right=PAGE.width, bottom=PAGE.height).grown(-PAGE.margin)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.floats(0.8, 3.2), min_size=1, max_size=9), min_size=1, max_size=4),
    st.sampled_from(["ltr", "rtl", "scroll"]),
)
def test_every_panel_has_one_place_in_order(scenes: list[list[float]], reading: str) -> None:
    shapes = [scene(f"s{index}", *aspects) for index, aspects in enumerate(scenes)]
    page = PageFormat.model_validate({"reading": reading})
    pages, _ = lay_out(page, shapes)
    assert [who for one in pages for who in ids(one)] == [
        panel.id for shape in shapes for panel in shape.panels
    ]
    for one in pages:
        boxes = [frame.box for frame in one.frames]
        for index, box in enumerate(boxes):
            assert all(box.overlap(other) == 0 for other in boxes[:index])
            assert content().grown(0.1).overlap(box) == pytest.approx(box.area)
            assert 0.4 < box.width / box.height < 7


def test_shapes_follow_the_shots() -> None:
    shots = [("wide", 1), ("close", 1), ("medium", 2), ("close", 1), ("wide", 2)]
    panels = tuple(
        PanelShape(shot + str(index), natural_aspect(shot, figures=who, letters=20, opens=False))
        for index, (shot, who) in enumerate(shots)
    )
    pages, _ = lay_out(PAGE, [SceneShape("s", None, panels)])
    assert len(pages) == 1
    aspects = {frame.panel: frame.box.width / frame.box.height for frame in pages[0].frames}
    assert max(aspects["close1"], aspects["close3"]) < min(aspects["wide0"], aspects["wide4"])


def test_scenes_begin_pages_so_that_changes_stay_in_a_scene() -> None:
    before, _ = lay_out(PAGE, [scene("a", *[1.2] * 5), scene("b", *[1.2] * 4)])
    after, _ = lay_out(PAGE, [scene("a", *[1.2] * 6), scene("b", *[1.2] * 4)])
    assert before[-1] == after[-1]


Sizes = dict[str, tuple[float, float]]


def sizes(page: PageFormat, shapes: Sequence[SceneShape]) -> Sizes:
    """Return every panel's width and height in points."""
    pages, _ = lay_out(page, shapes)
    boxes = {frame.panel: frame.box for one in pages for frame in one.frames}
    return {name: (round(box.width, 2), round(box.height, 2)) for name, box in boxes.items()}


def drawn_scene(draw: random.Random, count: int) -> SceneShape:
    """Return a scene of panels with all kinds of contents."""
    shots: list[ShotName] = ["wide", "full", "medium", "medium", "close"]
    panels = tuple(
        PanelShape(
            f"p{number}",
            natural_aspect(draw.choice(shots), figures=draw.randint(1, 4), letters=20, opens=False),
            who=str(draw.randrange(6)),
            what=str(draw.random()),
        )
        for number in range(count)
    )
    return SceneShape("s", None, panels)


def with_one_more(scene: SceneShape, place: int) -> SceneShape:
    more = PanelShape("new", natural_aspect("medium", figures=1, letters=20, opens=False))
    return scene._replace(panels=(*scene.panels[:place], more, *scene.panels[place:]))


def disturbed(page: PageFormat, scene: SceneShape, place: int) -> int:
    """Count the panels that another one, put in at some place, makes larger or smaller."""
    before, after = sizes(page, [scene]), sizes(page, [with_one_more(scene, place)])
    return sum(after[name] != size for name, size in before.items())


def test_a_panel_put_in_disturbs_few_others() -> None:
    """Whoever adds a panel waits for it and for a few beside it, not for the scene."""
    found = []
    for seed in range(25):
        draw = random.Random(seed)
        scene = drawn_scene(draw, draw.randint(6, 16))
        found += [disturbed(PAGE, scene, place) for place in range(len(scene.panels) + 1)]
    assert mean(found) < 3
    assert max(found) <= 9
    assert sum(count <= 2 for count in found) > 0.5 * len(found)


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False), st.integers(1, 12), st.data())
def test_a_panel_put_into_a_scroll_disturbs_none(
    draw: random.Random, count: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, count))
    assert disturbed(PAGE.but(reading="scroll"), drawn_scene(draw, count), place) == 0


def test_a_word_more_changes_no_frame() -> None:
    aspects = {natural_aspect("medium", figures=2, letters=n, opens=False) for n in range(70, 100)}
    assert len(aspects) <= 2


@pytest.mark.parametrize("size", [(477, 738), (738, 477), (400, 400), (300, 1200), (90, 120)])
def test_pages_of_any_shape_are_full_of_panels_near_their_own(size: tuple[float, float]) -> None:
    page = PAGE.but(width=size[0], height=size[1], margin=10.0)
    pages, _ = lay_out(page, [drawn_scene(random.Random(3), 24)])
    for one in pages:
        bottom = max(frame.box.bottom for frame in one.frames)
        right = max(frame.box.right for frame in one.frames)
        assert (right, bottom) == pytest.approx((size[0] - 10, size[1] - 10), abs=0.02)
        assert all(0.4 < frame.box.width / frame.box.height < 4 for frame in one.frames)


def test_a_short_scene_shares_a_page() -> None:
    pages, _ = lay_out(PAGE, [scene("a", *[1.2] * 3), scene("b", 1.2)])
    assert [ids(page) for page in pages] == [["a-0", "a-1", "a-2", "b-0"]]
    tops = [frame.box.top for frame in pages[0].frames]
    assert tops[3] > tops[2]  # a new scene, a new tier


def test_an_authored_layout_is_kept_and_repeated() -> None:
    pages, notes = lay_out(
        PAGE, [scene("a", *[1.0] * 8, layout=[[2, 1], [1, 1, 1]]), scene("b", 1.0)]
    )
    assert [len(page.frames) for page in pages] == [5, 3, 1]
    first, second = pages[0].frames[0].box, pages[0].frames[1].box
    assert first.width == pytest.approx(2 * second.width, rel=0.02)
    assert "holds 5 panels and the scene has 8" in notes[0]


def test_a_strip_shares_its_page() -> None:
    pages, _ = lay_out(PAGE, [scene("a", 1.5, 1.5, layout=[[1, 1]]), scene("b", 1.5, 1.5)])
    assert len(pages) == 1
    left, right = pages[0].frames[:2]
    assert left.box.top == right.box.top
    assert left.box.width == pytest.approx(right.box.width, abs=0.1)


def test_right_to_left_is_the_mirror_image() -> None:
    shapes = [scene("a", *[1.0] * 5, layout=[[2, 1], [1, 1, 1]])]
    ltr, _ = lay_out(PAGE, shapes)
    rtl, _ = lay_out(PAGE.but(reading="rtl"), shapes)
    for one, other in zip(ltr[0].frames, rtl[0].frames, strict=True):
        assert one.box.left == pytest.approx(PAGE.width - other.box.right, abs=0.02)
        assert one.box.top == other.box.top


def test_scrolling_is_one_column_with_wide_gaps() -> None:
    pages, _ = lay_out(PAGE.but(reading="scroll"), [scene("a", *[1.2] * 6)])
    for page in pages:
        boxes = [frame.box for frame in page.frames]
        assert {box.left for box in boxes} == {PAGE.margin}
        for above, below in pairwise(boxes):
            assert below.top - above.bottom >= 0.05 * PAGE.width - 0.1


def test_a_splash_page_bleeds() -> None:
    page = PAGE.but(bleed=9)
    pages, _ = lay_out(
        page, [scene("a", 1.0, layout="splash"), scene("b", *[1.0] * 4, layout="four")]
    )
    assert pages[0].frames[0].box == Box(
        left=-9, top=-9, right=page.width + 9, bottom=page.height + 9
    )
    assert pages[1].frames[0].box.left == page.margin


def test_thin_panels_are_mentioned() -> None:
    _, notes = lay_out(PAGE, [scene("a", *[1.0] * 6, layout=[[1] * 6])])
    assert not notes  # a strip of six is low, so nobody is thin
    _, notes = lay_out(PAGE, [scene("a", *[1.0] * 8, layout=[[1] * 4] * 2)])
    assert notes == ("page 1: the layout leaves a-0, a-1, a-2, a-3, a-4, a-5, a-6, a-7 very thin",)


def test_margins_that_leave_nothing_are_refused() -> None:
    with pytest.raises(StoryInvalid, match="margins"):
        lay_out(PAGE.but(margin=230), [scene("a", 1.0)])


def test_a_bad_layout_names_its_scene() -> None:
    with pytest.raises(StoryInvalid, match="scene a: no layout is called 'nix'"):
        lay_out(PAGE, [scene("a", 1.0, layout="nix")])
