"""Make the library of things and animals: `emoji.zip` and `index.json`.

A maintainer's tool; nothing else imports it. It reads `library.toml` and the drawings in `own/`
beside it, and three npm packages in a folder given on the command line:

    npm install --prefix build @iconify-json/fluent-emoji-flat @iconify-json/noto \
        cldr-annotations-full
    python stories/props/make_props.py build/node_modules

`--sheet FILE.png` draws all of them on one picture, to look at.
"""

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

import numpy as np  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from renderers.cast.outlines import outline_of  # noqa: E402
from renderers.props.drawings import inked, rasterised  # noqa: E402

ADULT = 170
"""The height of a standing adult, in the table's centimetres."""
SETS = {"fluent": "fluent-emoji-flat", "noto": "noto"}
WORDS = ("also", "anchors", "bodies", "faces", "keywords")
"""The tables that hold no drawings but say something about them."""
TRACED = 256

Table = dict[str, Any]


class Item(NamedTuple):
    """One drawing as the table has it."""

    key: str
    """What the set, or the file in `own/`, calls it."""
    name: str
    size: float
    noto: bool
    group: Table


def main(packages: Path, sheet: Path | None) -> None:
    """Make archive and index, telling what is missing and how large they are."""
    tables = tomllib.loads((HERE / "library.toml").read_text("utf-8"))
    sets = {name: icons_of(packages, package) for name, package in SETS.items()}
    said = annotations_of(packages)
    items: dict[str, Item] = {}
    for item in items_of(tables):
        items.setdefault(item.name, item)
    drawings = {name: drawing_of(item, sets, tables["bodies"]) for name, item in items.items()}
    missing = [name for name, drawing in drawings.items() if drawing is None]
    print("not drawn:", ", ".join(missing) or "none")
    found = {name: drawing for name, drawing in drawings.items() if drawing is not None}
    items = {name: item for name, item in items.items() if name in found}
    also = synonyms_of(items, found, sets, said, tables)
    index = {name: entry_of(item, *found[name], also[name], tables) for name, item in items.items()}
    write_archive({path: svg for path, svg in found.values() if not path.startswith("own/")})
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in index.items()]
    (HERE / "index.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(len(index), "props;", (HERE / "emoji.zip").stat().st_size // 1024, "KiB of drawings")
    if sheet:
        contact_sheet(found, items).save(sheet)


def items_of(tables: Table) -> Iterator[Item]:
    """Yield the table's items, our own first: they win over an emoji of the same name."""
    groups = [
        (kind, group) for kind in tables if kind not in WORDS for group in tables[kind].values()
    ]
    for kind, group in sorted(groups, key=lambda pair: not pair[1].get("own", False)):
        for entry in filter(str.strip, group["items"].replace("\n", " ").split(",")):
            words, _, size = entry.strip().rpartition(" ")
            key, _, name = words.partition("=")
            about = {"kind": "animal" if kind == "animals" else "thing"} | group
            noto, key = size.endswith("*"), key.strip()
            yield Item(
                key, name or key.replace("-", " "), float(size.strip("*")) / ADULT, noto, about
            )


def icons_of(packages: Path, package: str) -> Table:
    """Return one icon set with its aliases resolved."""
    data: Table = json.loads((packages / "@iconify-json" / package / "icons.json").read_text())
    icons: Table = data["icons"]
    for name, alias in data.get("aliases", {}).items():
        if alias.get("parent") in icons:
            icons.setdefault(name, icons[alias["parent"]])
    chars = json.loads((packages / "@iconify-json" / package / "chars.json").read_text())
    return {
        "icons": icons,
        "chars": {name: code for code, name in chars.items()},
        "side": data["width"],
    }


def drawing_of(item: Item, sets: Table, bodies: Table) -> tuple[str, str] | None:
    """Return where an item's drawing lies, and its SVG; None where nobody drew it."""
    own = HERE / "own" / f"{item.key}.svg"
    if item.group.get("own"):
        return (f"own/{own.name}", own.read_text("utf-8")) if own.exists() else None
    for name in ("noto", "fluent") if item.noto else ("fluent", "noto"):
        if item.key in sets[name]["icons"]:
            side, body = sets[name]["side"], sets[name]["icons"][item.key]["body"]
            if item.name in bodies:
                side, body = 150, embodied(side, body, *bodies[item.name])
            head = '<svg xmlns="http://www.w3.org/2000/svg" '
            head += 'xmlns:xlink="http://www.w3.org/1999/xlink" '
            return f"{name}/{item.key}.svg", f'{head}viewBox="0 0 {side} {side}">{body}</svg>'
    return None


def embodied(side: int, head: str, coat: str, paw: str, belly: str) -> str:
    """Set a head upon a body that sits and looks at the reader."""
    return (
        f'<g stroke="#1e1c28" stroke-width="2" stroke-linejoin="round">'
        f'<path d="M104 128c30 6 36-22 22-34" fill="none" stroke="{coat}" stroke-width="9"/>'
        f'<path d="M44 140c-14-36 4-76 31-76s45 40 31 76z" fill="{coat}"/>'
        f'<ellipse cx="75" cy="112" rx="19" ry="26" fill="{belly}" stroke="none"/>'
        f'<path d="M56 92c-4 20-4 34-2 50h14V92zM94 92c4 20 4 34 2 50H82V92z" fill="{coat}"/>'
        f'<ellipse cx="46" cy="140" rx="18" ry="8" fill="{paw}"/>'
        f'<ellipse cx="104" cy="140" rx="18" ry="8" fill="{paw}"/></g>'
        f'<svg x="34" y="2" width="82" height="82" viewBox="0 0 {side} {side}">{head}</svg>'
    )


def annotations_of(packages: Path) -> Table:
    """Return CLDR's English names and keywords, by character; British ones win."""
    merged: Table = {}
    for language in ("en", "en-GB"):
        path = packages / "cldr-annotations-full/annotations" / language / "annotations.json"
        merged |= json.loads(path.read_text("utf-8"))["annotations"]["annotations"]
    return merged


def synonyms_of(
    items: dict[str, Item], found: Table, sets: Table, said: Table, tables: Table
) -> dict[str, tuple[str, ...]]:
    """Return other words for each prop: ours by hand, CLDR's names, its chosen keywords."""
    names = {name: cldr_of(item, found, sets, said) for name, item in items.items()}
    taken = set(tables["keywords"]["take"].split()) - set(items)
    result = {}
    for name, item in items.items():
        titles, keywords = names[name]
        own = [word for word in keywords if word in taken]
        plain = item.key.replace("-", " ")
        hand = [word.strip() for word in tables["also"].get(name, "").split(",")]
        words = dict.fromkeys([*hand, plain, *titles, *own])
        result[name] = tuple(word for word in words if word and word != name)
    return result


def cldr_of(item: Item, found: Table, sets: Table, said: Table) -> tuple[list[str], list[str]]:
    """Return CLDR's names and keywords of a drawing, in lower case."""
    source = found[item.name][0].split("/")[0]
    code = sets[source]["chars"].get(item.key) if source in sets else None
    if code is None:
        return [], []
    character = "".join(chr(int(part, 16)) for part in code.split("-") if part != "fe0f")
    about = said.get(character, {})
    titles = [title.lower() for title in about.get("tts", [])]
    keywords = [word.lower() for word in about.get("default", []) if word.isascii()]
    return titles, keywords


def entry_of(item: Item, path: str, svg: str, also: tuple[str, ...], tables: Table) -> Table:
    """Return what the index says of a prop."""
    picture = inked(rasterised(svg, TRACED), item.size)
    outline = outline_of(picture, points=28, speck=0.02)
    assert outline is not None, item.name
    loops = [
        " ".join(f"{round(x * 1000)},{round(y * 1000)}" for x, y in loop)
        for loop in outline.polygons
    ]
    entry = {
        "drawing": path,
        "kind": item.group["kind"],
        "size": float(f"{item.size:.3g}"),
        "aspect": round(picture.width / picture.height, 3),
        "ways": item.group["ways"],
        "main": main_colour(picture),
    }
    for way, names in tables["faces"].items():
        if item.name in [name.strip() for name in names.replace("\n", " ").split(",")]:
            entry["facing"] = way
    if item.name in tables["anchors"]:
        entry["anchors"] = tables["anchors"][item.name]
    return entry | ({"also": also} if also else {}) | {"outline": " ; ".join(loops)}


def main_colour(picture: Image.Image) -> str:
    """Return the colour that most of a drawing has, black and white left aside where it can be."""
    counts: Counter[tuple[int, ...]] = Counter()
    pixels = np.asarray(picture).reshape(-1, 4)
    colours, uses = np.unique(pixels, axis=0, return_counts=True)
    for (red, green, blue, alpha), count in zip(colours.tolist(), uses.tolist(), strict=True):
        if alpha > 200:
            vivid = max(red, green, blue) > 60 and min(red, green, blue) < 235
            counts[red, green, blue] += count if vivid else count // 1000
    return "#" + bytes(counts.most_common(1)[0][0]).hex()


def write_archive(drawings: dict[str, str]) -> None:
    """Write the emoji's drawings, the same bytes every time."""
    with ZipFile(HERE / "emoji.zip", "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(drawings):
            entry = ZipInfo(path, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, drawings[path])


def contact_sheet(found: Table, items: dict[str, Item], side: int = 90) -> Image.Image:
    """Draw every prop with its name."""
    columns = 20
    rows = -(-len(items) // columns)
    board = Image.new("RGB", (columns * side, rows * (side + 14)), "#dfe8ef")
    draw = ImageDraw.Draw(board)
    for index, (name, item) in enumerate(items.items()):
        x, y = index % columns * side, index // columns * (side + 14)
        picture = inked(rasterised(found[name][1], TRACED), item.size)
        picture.thumbnail((side - 8, side - 8))
        board.paste(picture, (x + 4, y + 4), picture)
        draw.text((x + 2, y + side), name[:15], fill="black")
    return board


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--sheet", type=Path)
    given = parser.parse_args()
    main(given.packages, given.sheet)
