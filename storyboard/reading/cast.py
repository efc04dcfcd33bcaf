"""Who is in the story: packaged characters, the author's own, and how the text names them."""

import re
from typing import Any

from schemas.story import Character, Voice
from storyboard.diagnostics import did_you_mean, listed, quoted
from storyboard.reading.files import WEIGHTS, one_file, references
from storyboard.reading.nodes import Mapping, Node, Scalar, is_null, kind, span
from storyboard.reading.packaged import packaged_characters
from storyboard.reading.report import Report
from storyboard.reading.values import Fields, decimal, fold, items, text
from storyboard.reading.words import BALLOONS, KINDS, RESERVED_IDS

CHARACTER_KEYS = {
    "name": "The name that readers see; the id with a capital letter if absent.",
    "token": "The rare DreamBooth token by which the model knows the character, such as sks.",
    "class": "The class noun that follows the token in prompts, such as woman cartoon.",
    "look": "The looks in words, for renderers without training and for alternative texts.",
    "kind": "person, animal or object.",
    "references": "Pictures of the character: paths or patterns relative to this file.",
    "weights": "A LoRA or textual-inversion file of this character alone.",
    "height": "Standing height relative to the other characters' 1.",
    "voice": "How the character's words look: balloon shape and font.",
}
VOICE_KEYS = {
    "balloon": "The balloon's shape: round, square or rough.",
    "font": "A font family of the package, such as Comic Neue.",
}
ID = re.compile(r"[^\W_][\w-]{0,59}")
"""What ids look like: letters, digits, - and _, a letter or digit first."""


class Cast:
    """The characters of a story while it is read, found by id or display name.

    A packaged character that the story uses without listing joins when it is first met.
    """

    def __init__(self, report: Report) -> None:
        self.characters: dict[str, Character] = {}
        self._report = report
        self._packaged = packaged_characters()
        self._places: dict[str, Node] = {}
        self._by_name: dict[str, str] = {}
        self._broken: set[str] = set()

    def read(self, cast: Node | None, own: Node | None) -> None:
        """Read `cast` and `characters`."""
        for node in items(cast) if cast is not None else ():
            self._list(node)
        if isinstance(own, Mapping):
            for key, value in own.pairs:
                self._own(key, value)
        elif own is not None and not is_null(own):
            self._report.add(
                "SB022", own, f"characters must be a mapping of ids, not {kind(own)}",
                hint="packaged characters are listed under cast",
            )  # fmt: skip
        self._warn_of_shared_tokens()

    def find(self, node: Node, *, what: str = "a character") -> str | None:
        """Return the id of the character that a node names, or report that there is none."""
        written = text(self._report, node, what=what)
        if written is None:
            return None
        found = self.known(written) or self._adopted(written, node)
        if found is None and fold(written) not in self._broken:
            near = did_you_mean(written, self._by_name) or did_you_mean(written, self._packaged)
            self._report.add(
                "SB030", node, f"{quoted(written)} is not in the cast",
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
            self._report.add(
                "SB032", node,
                f"{quoted(identity)} is a packaged character that cast does not list",
                hint=f"add {identity} to cast",
            )  # fmt: skip
        self._add(self._packaged[identity], node)
        return identity

    def _list(self, node: Node) -> None:
        written = text(self._report, node, what="a member of cast")
        if written is None:
            return
        identity = fold(written)
        if identity not in self._packaged:
            self._report.add(
                "SB031", node, f"{quoted(written)} is not a packaged character",
                expected=listed(self._packaged),
                hint=did_you_mean(written, self._packaged)
                or "characters of your own belong under characters",
            )  # fmt: skip
            self._broken.add(identity)
        elif identity in self.characters:
            first = span(self._places[identity])
            self._report.add("SB038", node, f"{quoted(written)} is listed twice",
                             related=((first, "first listed here"),))  # fmt: skip
        else:
            self._add(self._packaged[identity], node)

    def _own(self, key: Scalar, value: Node) -> None:
        identity = key.text.strip()
        reserved = fold(identity) in RESERVED_IDS
        if not ID.fullmatch(identity) or reserved:
            self._report.add(
                "SB026", key, f"no character can have the id {quoted(identity)}",
                expected=None if reserved else "letters, digits, - and _",
                hint="choose another word" if reserved else "the name for readers goes under name",
            )  # fmt: skip
            self._broken.add(fold(identity))
            return
        fields = Fields(self._report, value, CHARACTER_KEYS, what="a character")
        given = self._given(fields)
        base = self.characters.get(identity)
        if base is None and identity in self._packaged and "references" not in given:
            base = self._packaged[identity]
        if base is None:
            base = Character(
                id=identity, name=_display(identity), token=identity,
                class_noun=given.get("kind", "person"),
            )  # fmt: skip
        if given.get("references"):
            given["packaged"] = None
        self._add(base.but(**given), key)

    def _given(self, fields: Fields) -> dict[str, Any]:
        """Return the fields that an entry of `characters` gives."""
        names = {"name": "name", "token": "token", "class": "class_noun", "look": "look"}
        found: dict[str, Any] = {
            field: fields.text(key, what=f"a character's {key}") for key, field in names.items()
        }
        found["kind"] = fields.word("kind", KINDS, what="a kind of character")
        if node := fields.get("height"):
            found["height"] = decimal(
                self._report, node, what="height", low=0, high=10, above=True
            )  # fmt: skip
        if node := fields.get("references"):
            found["references"] = references(self._report, node)
        if node := fields.get("weights"):
            found["weights"] = one_file(self._report, node, what="weights", suffixes=WEIGHTS)
        if node := fields.get("voice"):
            found["voice"] = self._voice(node)
        return {key: value for key, value in found.items() if value is not None}

    def _voice(self, node: Node) -> Voice:
        if isinstance(node, Scalar) and fold(node.text) in BALLOONS:
            return Voice.model_validate({"balloon": BALLOONS[fold(node.text)]})
        fields = Fields(self._report, node, VOICE_KEYS, what="a voice")
        balloon = fields.word("balloon", BALLOONS, what="a balloon shape") or "round"
        font = fields.text("font", what="a font")
        return Voice.model_validate({"balloon": balloon, "font": font})

    def _add(self, character: Character, place: Node) -> None:
        self.characters[character.id] = character
        self._places[character.id] = place
        self._by_name[fold(character.id)] = character.id
        self._by_name.setdefault(fold(character.name), character.id)

    def _warn_of_shared_tokens(self) -> None:
        seen: dict[tuple[str, str], str] = {}
        for identity, character in self.characters.items():
            token = character.token, character.class_noun
            other = seen.setdefault(token, identity)
            if other != identity:
                self._report.add(
                    "SB039", self._places[identity],
                    f"{identity} and {other} have the same token and class",
                    related=((span(self._places[other]), f"{other} is here"),),
                )  # fmt: skip


def _display(identity: str) -> str:
    """Return the name that an id suggests: `old-sophie` is Old Sophie."""
    return " ".join(part.capitalize() for part in re.split(r"[-_]", identity) if part)
