"""Make the packaged cast from its sources: pictures in `<id>/<view>/…` and `<id>/card.json`.

A maintainer's tool; nothing else imports it. It needs the `svg` folder of the npm package
comicgen 1.9.9 and resvg-py, and reads `cast.toml` and `keypoints.json` beside it:

    npm pack comicgen@1.9.9 && tar xf comicgen-1.9.9.tgz
    python stories/cast/make_cast.py package/svg [name …]

Pictures are 1800×1440, twice the sources' canvas, in at most 256 exact colours each.
"""

import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import resvg_py
from PIL import Image, ImageDraw

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from renderers.cast.outlines import area_of, loops_of, outline_of  # noqa: E402
from schemas.cast import Card, Drawing, Face, View  # noqa: E402
from schemas.geometry import Box, Keypoint, Pose, Region, Size  # noqa: E402
from schemas.vocabulary.phrases import POSES, canonical_mood, canonical_pose  # noqa: E402

CANVAS, BOARD, ORIGIN = (900, 720), (500, 600), (200, 60)
ICON = 136
"""An icon's canvas: Noto's 128 units with a margin of 4."""
SPECK = 150
"""Detached marks of fewer pixels are dirt, where nothing else is within `ASIDE` pixels."""
ASIDE = 40
CC0 = "CC0-1.0"
APACHE = "Apache-2.0"

Table = dict[str, Any]


def main(svg: Path, only: list[str]) -> None:
    """Make the characters named, or all, telling their size on disk."""
    tables = tomllib.loads((HERE / "cast.toml").read_text("utf-8"))
    tables["keypoints"] = json.loads((HERE / "keypoints.json").read_text("utf-8"))
    for name in only or [key for key in tables if "token" in tables[key]]:
        about = tables[name]
        card = icon_card(name, about, svg) if "icon" in about else comic_card(name, tables, svg)
        text = card.model_dump_json(by_alias=True, exclude_defaults=True)
        (HERE / name / "card.json").write_text(text + "\n", "utf-8")
        size = sum(path.stat().st_size for path in (HERE / name).rglob("*") if path.is_file())
        print(f"{name}: {size / 2**20:.2f} MiB")


def comic_card(name: str, tables: Table, svg: Path) -> Card:
    """Make a Comicgen character's pictures and card."""
    about = tables[name]
    views = {view: comic_view(name, view, tables, svg) for view in about["views"]}
    for view, table in about["views"].items():
        if "stature_of" in table:
            views[view] = views[view].but(stature=views[table["stature_of"]].stature)
    credit = f"{about['artist']}, for Comicgen by Gramener"
    return make_card(name, about, tuple(views.values()), credit=credit, licence=CC0)


def make_card(
    name: str, about: Table, views: tuple[View, ...], *, credit: str, licence: str
) -> Card:
    """Return the card that `about` describes."""
    fields = {key: about[key] for key in ("name", "token", "class", "look", "height")}
    kind = about.get("kind", "person")
    return Card(id=name, kind=kind, views=views, credit=credit, licence=licence, **fields)


def comic_view(name: str, view: str, tables: Table, svg: Path) -> View:
    """Make the pictures of one angle."""
    about = tables[name]["views"][view]
    folder = svg / tables[name]["source"]
    folder = folder / view if (folder / view).is_dir() else folder
    drawings = tuple(
        make_drawing(f"{name}/{view}", path, tables) for path in sorted(folder.glob("pose/*.svg"))
    )
    faces = tuple(
        make_face(f"{name}/{view}", path, tables) for path in sorted(folder.glob("emotion/*.svg"))
    )
    return View(
        name=view,
        facing=about["facing"],
        face_over=about.get("face_over", False),
        canvas=Size(width=2 * CANVAS[0], height=2 * CANVAS[1]),
        drawings=rest_on_ground(drawings),
        faces=faces,
        **places(about, CANVAS),
        **standing(drawings, about["head"][1] / CANVAS[1], object_like="kind" in tables[name]),
    )


def places(about: Table, canvas: tuple[int, int]) -> Table:
    """Return the head and the mouth in the unit square."""
    (left, top, right, bottom), (x, y) = about["head"], about["mouth"]
    width, height = canvas
    head = Box(left=left / width, top=top / height, right=right / width, bottom=bottom / height)
    return {"head": rounded_box(head), "mouth": (round(x / width, 4), round(y / height, 4))}


def standing(drawings: tuple[Drawing, ...], crown: float, *, object_like: bool) -> Table:
    """Return the ground under upright drawings and the height from there to the crown."""
    upright = [
        drawing.outline.bounds
        for drawing in drawings
        if drawing.pose in ("standing", "hands in pockets", "hands behind back", "arms folded")
    ] or [drawing.outline.bounds for drawing in drawings]
    ground = float(np.median([bounds.bottom for bounds in upright]))
    if object_like:
        crown = min(bounds.top for bounds in upright)
    return {"ground": round(ground, 4), "stature": round(ground - crown, 4)}


def rest_on_ground(drawings: tuple[Drawing, ...]) -> tuple[Drawing, ...]:
    """Let drawings that sit or ride rest on their own lowest point."""
    return tuple(
        drawing.but(ground=round(drawing.outline.bounds.bottom, 4))
        if drawing.pose and POSES[drawing.pose].posture in ("sitting", "riding")
        else drawing
        for drawing in drawings
    )


def make_drawing(where: str, source: Path, tables: Table) -> Drawing:
    """Rasterise a body and describe it."""
    picture = without_specks(rasterised(source, CANVAS, BOARD, ORIGIN))
    known = tables["keypoints"]
    key, code = f"{where}/{source.stem}", f"{where}/pose/{source.stem}"
    rows = known["poses"].get(key)
    pose = tables["means"].get(code) or canonical_pose(source.stem)
    assert pose is not None, code
    return Drawing(
        picture=saved(picture, f"{where}/pose/{source.stem}.png"),
        pose=pose,
        keypoints=rows and Pose(keypoints=tuple(map(keypoint, rows))),
        outline=rounded(outline_of(picture)),
        prop=known["props"].get(key) or POSES[pose].prop,
        facing=tables["turns"].get(key),
    )


def make_face(where: str, source: Path, tables: Table) -> Face:
    """Rasterise a head and describe it."""
    picture = rasterised(source, CANVAS, BOARD, ORIGIN)
    code = f"{where}/mood/{source.stem}"
    mood = tables["means"].get(code) or canonical_mood(source.stem)
    assert mood is not None, code
    rows = tables["keypoints"]["head_overrides"].get(f"{where}/{source.stem}")
    return Face(
        picture=saved(picture, f"{where}/mood/{source.stem}.png"),
        mood=mood,
        head=rows and tuple(keypoint(row) for row in rows),
        outline=rounded(outline_of(picture, points=36)),
    )


def keypoint(row: list[float]) -> Keypoint | None:
    """Return a row of keypoints.json in the unit square."""
    x, y, visible = row
    if not visible:
        return None
    return Keypoint(x=round(x / CANVAS[0], 4), y=round(y / CANVAS[1], 4), visible=visible)


def icon_card(name: str, about: Table, svg: Path) -> Card:
    """Make a pet from one of Noto's icons."""
    ((view, table),) = about["views"].items()
    source = svg / "noto" / "icon" / f"{about['icon']}.svg"
    picture = rasterised(source, (ICON, ICON), (128, 128), (4, 4), scale=6)
    outline = rounded(outline_of(picture))
    bounds = outline.bounds
    drawing = Drawing(
        picture=saved(picture, f"{name}/{view}/pose/{about['pose']}.png"),
        pose=about["pose"],
        outline=outline,
    )
    made = View(
        name=view,
        facing=table["facing"],
        mood="smile",
        drawings=(drawing,),
        canvas=Size(width=picture.width, height=picture.height),
        **places(table, (ICON, ICON)),
        ground=bounds.bottom,
        stature=round(bounds.height, 4),
    )
    return make_card(name, about, (made,), credit="Google Inc., Noto Emoji", licence=APACHE)


def rasterised(
    source: Path,
    canvas: tuple[int, int],
    board: tuple[int, int],
    origin: tuple[int, int],
    *,
    scale: int = 2,
) -> Image.Image:
    """Draw an SVG on its drawing board, which lies at `origin` on a larger canvas."""
    text = source.read_text("utf-8")
    document = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{scale * canvas[0]}" '
        f'height="{scale * canvas[1]}" '
        f'viewBox="{-origin[0]} {-origin[1]} {canvas[0]} {canvas[1]}">'
        f'<svg width="{board[0]}" height="{board[1]}">{text[text.index("<svg") :]}</svg></svg>'
    )
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=document)))).convert("RGBA")


def without_specks(picture: Image.Image) -> Image.Image:
    """Wipe away dots that the artist's pen left far beside a body."""
    alpha = picture.getchannel("A")
    specks = [loop for loop in loops_of(np.asarray(alpha) > 0) if area_of(loop) < SPECK]
    cleaned = alpha.copy()
    for loop in specks:
        ImageDraw.Draw(cleaned).polygon(loop, fill=0, outline=0)
    solid = np.asarray(cleaned)
    for loop in specks:
        xs, ys = zip(*loop, strict=True)
        left, top = max(0, min(xs) - ASIDE), max(0, min(ys) - ASIDE)
        if not solid[top : max(ys) + ASIDE, left : max(xs) + ASIDE].any():
            ImageDraw.Draw(alpha).polygon(loop, fill=0, outline=0)
    picture.putalpha(alpha)
    return picture


def saved(picture: Image.Image, name: str) -> str:
    """Write a picture with a palette and return its picture name."""
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    indexed, alphas = with_palette(picture)
    indexed.save(path, transparency=alphas, optimize=True)
    return f"cast:{name}"


def with_palette(picture: Image.Image) -> tuple[Image.Image, bytes]:
    """Keep the 256 most useful colours exactly and map the rest to the nearest of them.

    Flat art has few colours and many blends along its edges. The commonest 160 colours are
    kept; the rest of the palette goes, one by one, to the colour that is worst served.
    """
    pixels = np.array(picture).view(np.uint32).ravel()
    visible = np.asarray(picture)[..., 3].ravel() > 0
    found, inverse, counts = np.unique(pixels[visible], return_inverse=True, return_counts=True)
    found, counts = np.r_[np.uint32(0), found], np.r_[np.sum(~visible), counts]
    indices = np.zeros(pixels.size, np.intp)
    indices[visible] = inverse + 1
    colours = found.view(np.uint8).reshape(-1, 4).astype(np.float64)
    seen = np.column_stack([colours[:, :3] * colours[:, 3:] / 255, colours[:, 3]])
    chosen = list(np.argsort(counts)[::-1][:160])
    error = np.min([np.abs(seen - seen[index]).max(1) for index in chosen], axis=0)
    while len(chosen) < min(256, len(found)):
        worst = int(np.argmax(error * np.minimum(counts, 8)))
        chosen.append(worst)
        error = np.minimum(error, np.abs(seen - seen[worst]).max(1))
    nearest = np.argmin([np.abs(seen - seen[index]).max(1) for index in chosen], axis=0)
    table = colours[chosen].astype(np.uint8)
    indexed = Image.fromarray(
        nearest.astype(np.uint8)[indices].reshape(picture.height, picture.width), mode="P"
    )
    indexed.putpalette(table[:, :3].tobytes())
    return indexed, table[:, 3].tobytes()


def rounded(region: Region | None) -> Region:
    """Round to a tenth of a thousandth, which is finer than a pixel."""
    assert region is not None
    return Region(
        polygons=tuple(
            tuple((round(x, 4), round(y, 4)) for x, y in polygon) for polygon in region.polygons
        )
    )


def rounded_box(box: Box) -> Box:
    """Round a box likewise."""
    return Box(**{side: round(value, 4) for side, value in box.model_dump().items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
