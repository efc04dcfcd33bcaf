"""Prints the vocabulary of poses and moods, or looks a word up in it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from schemas.errors import StoryboardError
from schemas.vocabulary.phrases import MOODS, POSES, canonical_mood, canonical_pose
from storyboard import files
from storyboard.commands.console import answer, answer_json, say
from storyboard.commands.stories import existing
from storyboard.skeletons.poses import Row, pose_sheet, pose_table


def list_poses(word: str | None, *, sheet: Path | None, json: bool) -> None:
    """Print every word, or all about one; draw the sheet where it is asked for.

    Raises:
        StoryboardError: the word is not in the vocabulary, or the sheet cannot be written.
    """
    rows = pose_table() if word is None else _meanings(word, pose_table())
    if json:
        answer_json([row._asdict() for row in rows])
    elif word is None:
        answer("\n".join(_table(rows)))
    else:
        answer("\n\n".join("\n".join(_entry(row)) for row in rows))
    if sheet:
        _write_sheet(sheet)


def of_character(story: Path, *, check: str | None, mark: str | None, sheet: Path | None) -> None:
    """Show what was understood of a character, or let it be corrected on a page.

    Raises:
        StoryboardError: there is no such story or character, or it has no pictures.
    """
    existing(story)
    if mark is not None:
        from storyboard.commands.joint_marking import mark_character

        mark_character(story, mark)
    if check is not None:
        from storyboard.commands.character_sheet import check_character

        check_character(story, check, sheet=sheet)


def _meanings(word: str, rows: Sequence[Row]) -> list[Row]:
    meant = {("pose", canonical_pose(word)), ("mood", canonical_mood(word))}
    found = [row for row in rows if (row.kind, row.word) in meant]
    if found:
        return found
    from storyboard.diagnostics import did_you_mean

    hint = did_you_mean(word, [*POSES, *MOODS]) or "See all words with storyboard poses."
    raise StoryboardError(f'"{word}" is neither a pose nor a mood that is known', hint=hint)


def _table(rows: Sequence[Row]) -> Iterator[str]:
    width = max(len(row.word) for row in rows) + 2
    for kind in ("pose", "mood"):
        yield f"{kind}s"
        for row in rows:
            if row.kind == kind:
                yield f"  {row.word:<{width}}{' '.join(row.drawn_by) or _unseen(row)}"
    yield ""
    yield "After each word: who has it drawn. For other words and likenesses: storyboard poses WORD"


def _unseen(row: Row) -> str:
    near = f", shown as {row.nearest[0]}" if row.nearest else ""
    return f"(nobody{near})"


def _entry(row: Row) -> Iterator[str]:
    yield f"{row.word} ({row.kind})"
    yield f"  drawn by    {', '.join(row.drawn_by) or 'nobody yet'}"
    if row.aliases:
        yield f"  also        {', '.join(row.aliases)}"
    if row.nearest:
        yield f"  otherwise   {', '.join(row.nearest)}"
    yield f"  in a story  {'pose' if row.kind == 'pose' else 'mood'}: {row.word}"


def _write_sheet(path: Path) -> None:
    if path.suffix.lower() != ".png":
        raise StoryboardError(f"a sheet is written as PNG, not as {path.name}")
    sheet = pose_sheet()
    with files.explained(path), files.replacing(path) as fresh:
        sheet.save(fresh, "PNG")
    say(f"{path}: written")
