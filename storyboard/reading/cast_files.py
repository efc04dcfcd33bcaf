"""Cast files: characters that several stories share, in a file beside them.

    characters:
      pip: {token: hwx, class: robot cartoon, references: pip/*.png}

A story lists it as it lists packaged characters, `cast: [dee, family.yaml]`. Pictures and weights
are looked for beside the cast file.
"""

from pathlib import PurePosixPath

from schemas.story import Character
from storyboard.reading.cast import CAST_FILES, CHARACTER, Cast, WithCast
from storyboard.reading.files import PACKAGED, one_file
from storyboard.reading.keys import Key, Kind, Section
from storyboard.reading.kinds import by_name, mapping
from storyboard.reading.nodes import Node, is_null
from storyboard.reading.report import Report
from storyboard.reading.source import Unreadable, load
from storyboard.reading.syntax import parse

CAST_FILE = Section[WithCast](
    "a cast file",
    (
        Key(
            "characters",
            Kind(
                lambda node, context: context.cast.read_own(node),
                lambda known: by_name(mapping(CHARACTER).schema(known)),
            ),
            "characters by id, as a story has its own",
            default="required",
        ),
    ),
    hint="a cast file has the one key characters:, as a story has it",
)


class _CastReading:
    """What reading a cast file needs."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.cast = Cast(report)


def shared_characters(report: Report, node: Node) -> tuple[str, dict[str, Character]] | None:
    """Read the cast file that a node names: its path, and its characters by id.

    Paths in the characters become relative to the story. Problems of the file are reported with
    its own name and lines.
    """
    name = one_file(report, node, what="a cast file", suffixes=CAST_FILES)
    if name is None:
        return None
    source = load(report.source.folder / name)
    if isinstance(source, Unreadable):
        report.include(source.diagnostic)
        return None
    parsed = parse(source)
    reading = _CastReading(Report(source, painted=parsed.painted))
    if parsed.root is not None and parsed.complete and not is_null(parsed.root):
        CAST_FILE.read(parsed.root, reading)
    report.include(*parsed.problems, *reading.report.problems)
    if not reading.cast.characters and not reading.report.has_errors and parsed.complete:
        report.add("SB031", node, f"{name} has no characters", hint=CAST_FILE.hint)
    folder = PurePosixPath(name).parent
    return name, {
        identity: _moved(character, folder)
        for identity, character in reading.cast.characters.items()
    }


def _moved(character: Character, folder: PurePosixPath) -> Character:
    """Return a character whose files are named from the story, and not from a folder in it."""
    weights = character.weights and (folder / character.weights).as_posix()
    references = tuple(
        each if each.startswith(PACKAGED) else (folder / each).as_posix()
        for each in character.references
    )
    voice = character.voice
    if voice.font is not None and PurePosixPath(voice.font).suffix:
        voice = voice.but(font=(folder / voice.font).as_posix())
    return character.but(references=references, weights=weights, voice=voice)
