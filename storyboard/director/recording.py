"""`story.director.jsonl`: every answer beside its story, one line an exchange.

It is committed with the story, reads well in a review, and makes the next run offline, free and
identical. It holds no address and no key.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from schemas.base import Value
from schemas.errors import StoryboardError
from storyboard import files

_LARGEST = 50_000_000


class Exchange(Value):
    """One answer, and what it cost."""

    key: str
    """Of the question."""
    panel: str
    action: str
    """What was asked about, for whoever reviews the file."""
    model: str
    answer: str
    attempt: int = 1
    """2 where the first answer had to be mended."""
    prompt_tokens: int = 0
    answer_tokens: int = 0


def recording_path(story: Path) -> Path:
    """Return where a story's answers are recorded."""
    return story.with_suffix(".director.jsonl")


class Recording:
    """The answers of a story; each new one is written at once.

    Raises:
        StoryboardError: the file is there and cannot be read; the line is named.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._exchanges: dict[str, Exchange] = {each.key: each for each in _read(path)}

    @property
    def model(self) -> str | None:
        """The model whose answers it holds, if they are one model's."""
        names = {each.model for each in self._exchanges.values()}
        return names.pop() if len(names) == 1 else None

    def find(self, key: str) -> Exchange | None:
        """Return the recorded answer to a question."""
        return self._exchanges.get(key)

    def keep(self, exchange: Exchange) -> None:
        """Remember an answer; an older one to the same panel stays for the words it answered.

        Raises:
            StoryboardError: the disk refuses.
        """
        self._exchanges[exchange.key] = exchange
        self._save()

    def forget(self, panel: str) -> int:
        """Drop a panel's answers, so that it is asked again; return how many there were."""
        kept = {key: each for key, each in self._exchanges.items() if each.panel != panel}
        dropped = len(self._exchanges) - len(kept)
        if dropped:
            self._exchanges = kept
            self._save()
        return dropped

    def _save(self) -> None:
        rows = sorted(self._exchanges.values(), key=lambda each: (each.panel, each.key))
        lines = (json.dumps(each.model_dump(), ensure_ascii=False) for each in rows)
        files.write(self.path, "".join(f"{line}\n" for line in lines))


def _read(path: Path) -> Iterator[Exchange]:
    if not path.is_file():
        return
    if path.stat().st_size > _LARGEST:
        raise StoryboardError(f"{path} is larger than 50 MB", hint="It is no recording of ours.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoryboardError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            yield Exchange.model_validate_json(line)
        except ValidationError as error:
            problem = error.errors()[0]
            raise StoryboardError(
                f"{path}:{number}: this is no recorded answer: {problem['msg']}",
                hint="Take the line out, and the panel is asked again.",
            ) from error
