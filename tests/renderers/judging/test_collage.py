"""The collage tells who is drawn where by what it would have pasted there."""

from pathlib import Path

import pytest
from PIL import Image

from renderers.judging.collage import CollageJudge
from renderers.judging.expected import company_of
from renderers.methods.collage import compose
from schemas.geometry import Box, Size
from schemas.plan import Figure, PanelPlan, Segment
from schemas.story import Setting
from tests.renderers.panels import box, panel, segment

SIZE = Size(width=96, height=96)
LEFT, RIGHT = (
    Box(left=0.1, top=0.1, right=0.4, bottom=0.9),
    Box(left=0.6, top=0, right=0.9, bottom=1),
)
COLOURS = {
    "mira": ("black", "seagreen", "navy"),
    "tom": ("orange", "crimson", "grey"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Draw two people of three colours each: head, body and legs."""
    for name, colours in COLOURS.items():
        figure = Image.new("RGBA", (48, 108))
        for row, colour in zip((4, 40, 64), colours, strict=True):
            figure.paste(colour, (4, row, 44, 104))
        figure.save(tmp_path / f"{name}.png")
    return tmp_path


def somebody(name: str, where: Box, picture: str | None = None) -> Segment:
    figure = Figure(layers=(picture or f"{name}.png",), placement=where)
    return segment(box(where.left, where.top, where.right, where.bottom), name, figure)


def both(**more: str) -> PanelPlan:
    return panel(somebody("mira", LEFT), somebody("tom", RIGHT), **more)


def found(plan: PanelPlan, picture: Image.Image, root: Path) -> list[tuple[str | None, str | None]]:
    verdict = CollageJudge(root).judge(plan, picture)
    return [(each.found, each.mixed) for each in verdict.findings]


def test_the_collage_itself_is_right_in_any_weather_and_light(root: Path) -> None:
    for setting in ("a park", "a park in fog", "a park in heavy rain", "a street at night"):
        plan = both(setting=setting)
        assert found(plan, compose(plan, SIZE, root), root) == [("mira", None), ("tom", None)]


def test_who_stands_in_another_s_place_is_named(root: Path) -> None:
    swapped = panel(somebody("mira", RIGHT), somebody("tom", LEFT))
    assert found(both(), compose(swapped, SIZE, root), root) == [("tom", None), ("mira", None)]


@pytest.mark.parametrize("rows", [(4, 40), (54, 104)])
def test_part_of_another_is_told_as_mixed(root: Path, rows: tuple[int, int]) -> None:
    own, other = (Image.open(root / f"{name}.png") for name in COLOURS)
    own.paste(other.crop((0, rows[0], 48, rows[1])), (0, rows[0]))
    own.save(root / "glued.png")
    glued = panel(somebody("mira", LEFT, "glued.png"), somebody("tom", RIGHT))
    assert found(both(), compose(glued, SIZE, root), root) == [("mira", "tom"), ("tom", None)]


def test_other_colours_and_nobody_are_doubted(root: Path) -> None:
    plan = both()
    dyed = Image.open(root / "mira.png")
    dyed.paste("olive", (4, 40, 44, 64))
    dyed.save(root / "dyed.png")
    for left in (somebody("mira", LEFT, "dyed.png"), None):
        people = [left] if left else []
        picture = compose(panel(*people, somebody("tom", RIGHT)), SIZE, root)
        said = CollageJudge(root).opinions(plan, picture)
        assert [each.found if each else "" for each in said] == [None, "tom"]
        assert said[0] is not None
        assert said[0].likeness < 0.95


def test_nothing_is_said_of_who_has_no_picture_or_another_s(root: Path) -> None:
    plain = segment(box(0.1, 0.1, 0.4, 0.9), "mira")
    plan = panel(plain, somebody("dee", RIGHT, "cast:ringo/lent.png"))
    picture = Image.new("RGB", (SIZE.width, SIZE.height))
    judge = CollageJudge(root)
    assert judge.opinions(plan, picture) == (None, None)
    assert not any(each.judged for each in judge.judge(plan, picture).findings)


def test_what_it_expects_has_the_collage_s_own_weather(root: Path) -> None:
    rain = Setting(prompt="a park", weather="rain")
    dry = somebody("mira", LEFT).but(face=LEFT)
    wet = somebody("mira", LEFT)
    covered = []
    for who in (dry, wet):
        plan = panel(who).but(setting=rain)
        veil = company_of(plan, SIZE, root).veil
        assert veil is not None
        covered.append(veil[30:65, 15:33, 3].sum())
    assert covered[0] == 0 < covered[1]
