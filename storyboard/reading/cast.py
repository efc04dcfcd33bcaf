"""Who is in the story: packaged characters, the author's own, and how the text names them."""

import re
from collections.abc import Callable
from typing import Protocol

from schemas.story import Character, Voice
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading import values
from storyboard.reading.files import WEIGHTS, references
from storyboard.reading.font_names import FONT
from storyboard.reading.keys import Key, Kind, Section, WithReport
from storyboard.reading.kinds import ID, decimal, described, file, mapping, text, texts, word
from storyboard.reading.nodes import Mapping, Node, Scalar, kind, span
from storyboard.reading.packaged import packaged_characters
from storyboard.reading.report import Report
from storyboard.reading.synonyms import BALLOONS, KINDS, RESERVED_IDS
from storyboard.reading.values import fold, items


def _voice(node: Node, context: WithReport) -> Voice:
    return Voice.model_validate(VOICE.read(node, context).values)


VOICE = Section[WithReport](
    "a voice",
    (
        Key(
            "balloon",
            word(BALLOONS, "a balloon shape"),
            "the balloon's shape: `round`, `square` or `rough`",
            default="`round`",
        ),
        Key(
            "font",
            FONT,
            "a font family of the package, `Comic Neue` or `Bangers`, or a font file such as "
            "`fonts/Mine.ttf`",
            default="the story's",
        ),
    ),
    short="balloon",
)
CHARACTER = Section[WithReport](
    "a character",
    (
        Key(
            "name",
            text("a character's name"),
            "the name that readers see",
            default="the id: `old-mira` is *Old Mira*",
        ),
        Key(
            "token",
            text("a character's token"),
            "the rare word by which the model knows the character, such as `sks`",
            default="the id",
        ),
        Key(
            "class",
            text("a character's class"),
            "the class noun that follows the token in prompts, such as `woman cartoon`",
            default="`person`, `animal` or `object`",
            field="class_noun",
        ),
        Key(
            "look",
            text("a character's look"),
            "the looks in words, for renderers without training and for alternative texts",
            default="nothing",
        ),
        Key(
            "kind",
            word(KINDS, "a kind of character"),
            "one of `person`, `animal` and `object`",
            default="`person`",
        ),
        Key(
            "references",
            described(references, texts("a reference")),
            "pictures of the character: paths, folders, or patterns such as `cast/mira/*.png` "
            "(PNG, JPEG, WebP, GIF, BMP, TIFF, AVIF)",
            default="none",
        ),
        Key(
            "weights",
            file("weights", suffixes=WEIGHTS),
            "a LoRA or textual-inversion file of this character alone",
            default="none",
        ),
        Key(
            "height",
            decimal("height", low=0, high=10, above=True),
            "standing height relative to the others' 1",
            default="`1`",
        ),
        Key(
            "voice",
            described(_voice, mapping(VOICE)),
            "how the character's words look: `balloon` and `font`, or the balloon's shape alone",
            default="round, the book's font",
        ),
    ),
)


CAST_FILES = (".yaml", ".yml")
"""How files of shared characters end."""
SharedCast = Callable[[Report, Node], tuple[str, dict[str, Character]] | None]
"""Reads the cast file that a node names: its path, and its characters by id."""


class Cast:
    """The characters of a story while it is read, found by id or display name.

    A packaged character that the story uses without listing joins when it is first met.
    """

    def __init__(self, report: Report, shared: SharedCast | None = None) -> None:
        """Begin with nobody; `shared` reads the cast files that `cast` names."""
        self._shared = shared
        self._unread = False
        self.files: list[str] = []
        """The cast files that were read."""
        self.characters: dict[str, Character] = {}
        self.report = report
        self._packaged = packaged_characters()
        self.nodes: dict[str, Node] = {}
        """Where each of the characters is listed or described."""
        self._by_name: dict[str, str] = {}
        self._broken: set[str] = set()

    def read_listed(self, node: Node) -> None:
        """Read `cast`: packaged characters by id, and files of shared ones."""
        for item in items(node):
            written = values.text(self.report, item, what="a member of cast")
            if written is None:
                continue
            if self._shared is not None and written.lower().endswith(CAST_FILES):
                self._list_shared(item, self._shared)
            else:
                self._list(item, written)

    def read_own(self, node: Node) -> None:
        """Read `characters`: the author's own, or changes to packaged ones."""
        if not isinstance(node, Mapping):
            self.report.add(
                "SB022",
                node,
                f"characters must be a mapping of ids, not {kind(node)}",
                hint="packaged characters are listed under cast",
            )
            return
        for key, value in node.pairs:
            self._own(key, value)

    def find(self, node: Node, *, what: str = "a character") -> str | None:
        """Return the id of the character that a node names, or report that there is none."""
        written = values.text(self.report, node, what=what)
        if written is None:
            return None
        found = self.known(written) or self._adopted(written, node)
        if found is None and fold(written) not in self._broken and not self._unread:
            near = did_you_mean(written, self._by_name) or did_you_mean(written, self._packaged)
            self.report.add(
                "SB030",
                node,
                f"{quoted(written)} is not in the cast",
                expected=listed(self.characters) or None,
                hint=near or "list packaged characters under cast, your own under characters",
            )
        return found

    def known(self, written: str) -> str | None:
        """Return the id of the character of that id or display name, if the story has one."""
        return self._by_name.get(fold(written))

    def adoptable(self, written: str) -> bool:
        """Whether a name is that of a packaged character."""
        return fold(written) in self._packaged

    def _adopted(self, written: str, node: Node) -> str | None:
        identity = fold(written)
        if identity not in self._packaged:
            return None
        if not self._broken:  # A mistyped member of cast may have meant this one.
            self.report.add(
                "SB032",
                node,
                f"{quoted(identity)} is a packaged character that cast does not list",
                hint=f"add {identity} to cast",
            )
        self._add(self._packaged[identity], node)
        return identity

    def _list_shared(self, node: Node, shared: SharedCast) -> None:
        name, characters = shared(self.report, node) or (None, {})
        self.files += [name] if name else []
        self._unread = self._unread or not characters
        for identity, character in characters.items():
            if identity in self.characters:
                self._report_twice(node, identity)
            else:
                self._add(character, node)

    def _list(self, node: Node, written: str) -> None:
        identity = fold(written)
        if identity not in self._packaged:
            self.report.add(
                "SB031",
                node,
                f"{quoted(written)} is not a packaged character",
                expected=listed(self._packaged),
                hint=did_you_mean(written, self._packaged)
                or "characters of your own belong under characters",
            )
            self._broken.add(identity)
        elif identity in self.characters:
            self._report_twice(node, identity)
        else:
            self._add(self._packaged[identity], node)

    def _report_twice(self, node: Node, identity: str) -> None:
        first = span(self.nodes[identity])
        message = f"{quoted(identity)} is listed twice"
        self.report.add("SB038", node, message, related=((first, "first listed here"),))

    def _own(self, key: Scalar, value: Node) -> None:
        identity = key.text.strip()
        reserved = fold(identity) in RESERVED_IDS
        if not ID.fullmatch(identity) or reserved:
            self.report.add(
                "SB026",
                key,
                f"no character can have the id {quoted(identity)}",
                expected=None if reserved else "letters, digits, - and _",
                hint="choose another word" if reserved else "the name for readers goes under name",
            )
            self._broken.add(fold(identity))
            return
        given = {
            field: found
            for field, found in CHARACTER.read(value, self).values.items()
            if found is not None
        }
        base = self.characters.get(identity)
        if base is None and identity in self._packaged and "references" not in given:
            base = self._packaged[identity]
        if base is None:
            base = Character(
                id=identity,
                name=_display(identity),
                token=identity,
                class_noun=given.get("kind", "person"),
            )
        if given.get("references"):
            given["packaged"] = None
        self._add(base.but(**given), key)

    def _add(self, character: Character, place: Node) -> None:
        self.characters[character.id] = character
        self.nodes[character.id] = place
        self._by_name[fold(character.id)] = character.id
        self._by_name.setdefault(fold(character.name), character.id)

    def warn_of_shared_tokens(self) -> None:
        """Report characters that the model would take for one another."""
        seen: dict[tuple[str, str], str] = {}
        for identity, character in self.characters.items():
            token = character.token, character.class_noun
            other = seen.setdefault(token, identity)
            if other != identity:
                self.report.add(
                    "SB039",
                    self.nodes[identity],
                    f"{identity} and {other} have the same token and class",
                    related=((span(self.nodes[other]), f"{other} is here"),),
                )


class WithCast(WithReport, Protocol):
    """What reading a character's name needs."""

    @property
    def cast(self) -> Cast:
        """The story's characters."""


def character(what: str) -> Kind[WithCast]:
    """Take the id or name of a character; the value is the id."""

    def read(node: Node, context: WithCast) -> str | None:
        return context.cast.find(node, what=what)

    return Kind(read, text(what).schema)


def _display(identity: str) -> str:
    """Return the name that an id suggests: `old-sophie` is Old Sophie."""
    return " ".join(part.capitalize() for part in re.split(r"[-_]", identity) if part)
