"""Every shot and angle on one sheet, drawn as a collage, each with its name.

    python -m benchmarks.camera_sheet docs/camera.jpg

What a horizon, sizes, overlaps and a tilt look like is judged by eye; the story is
`benchmarks/camera_sheet.yaml`.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from renderers.conditioning.maps import panel_size
from renderers.methods.collage import compose
from schemas.plan import PanelPlan
from storyboard.planning.planner import plan_story
from storyboard.reading import read_file

STORY = Path(__file__).with_suffix(".yaml")
CELL, LABEL, EDGE, ACROSS = 210, 22, 4, 6
"""Pixels of a panel's width, of its name's height, between panels, and panels in a row."""


def panels() -> Iterator[PanelPlan]:
    """Yield the sheet's panels.

    Raises:
        ValueError: the story cannot be read.
    """
    document, problems = read_file(STORY)
    if document is None:
        raise ValueError("\n".join(each.message for each in problems))
    yield from plan_story(document.story, root=STORY.parent).panels


def named(panel: PanelPlan) -> Image.Image:
    """Draw a panel and write its name above it."""
    picture = compose(panel, panel_size(panel.aspect, 2 * CELL, multiple=8), STORY.parent)
    height = round(CELL / panel.aspect)
    cell = Image.new("RGB", (CELL + EDGE, height + LABEL + EDGE), "white")
    cell.paste(picture.resize((CELL, height), Image.Resampling.LANCZOS), (0, LABEL))
    name = panel.id.partition("-")[2].replace("-", " ")
    ImageDraw.Draw(cell).text((3, 4), name, fill="black", font=ImageFont.load_default(14))
    return cell


def sheet() -> Image.Image:
    """Return all panels, row by row."""
    cells = [named(panel) for panel in panels()]
    width, height = cells[0].size
    rows = -(-len(cells) // ACROSS)
    whole = Image.new("RGB", (ACROSS * width, rows * height), "white")
    for at, cell in enumerate(cells):
        whole.paste(cell, (at % ACROSS * width, at // ACROSS * height))
    return whole


def main() -> None:
    """Write the sheet as a JPEG."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("picture", type=Path)
    sheet().save(parser.parse_args().picture, quality=82, optimize=True)


if __name__ == "__main__":
    main()
