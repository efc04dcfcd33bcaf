"""What a director makes of forty actions in German, Spanish and Japanese, against the same facts.

`python -m benchmarks.directed` replays the recording beside the corpus. Its answers were written by
hand, in the form in which a model gives them: they show that questions, recording, reading and
facts work in any language, and nothing of how well a model reads. `--director record` asks the
server of the user's configuration, records its answers elsewhere, and measures that.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.staging import FOLDER, Case, Outcome, cases, cast, checked
from schemas.directions import Directions
from schemas.story import Panel
from storyboard.director.answers import read_answer
from storyboard.director.asking import RecordedModel
from storyboard.director.choosing import model_for
from storyboard.director.panel_questions import PanelContext, question_about
from storyboard.director.recording import Recording
from storyboard.director.replies import NotRecorded, Unanswered, Unfit

BY_HAND = FOLDER / "by-hand.director.jsonl"
LANGUAGES = ("de", "es", "ja")


def replayed() -> RecordedModel:
    """Return the recorded answers, of which all must be there."""
    return RecordedModel("by-hand", recording=Recording(BY_HAND), server=None, mode="replay")


def translated(language: str) -> Iterator[tuple[Case, str]]:
    """Yield forty cases of the held-out half, and their actions in a language."""
    known = {case.action: case for case in cases("heldout")}
    action = ""
    for line in (FOLDER / "translated.txt").read_text("utf-8").splitlines():
        if line.startswith(f" {language}: "):
            yield known[action], line.partition(": ")[2]
        elif not line.startswith((" ", "#")):
            action = line


def outcomes(language: str, model: RecordedModel) -> Iterator[Outcome]:
    """Yield whether each fact of the actions in a language is told by a model.

    An answer that cannot be had or used tells nothing.

    Raises:
        NotRecorded: the model replays, and an answer is missing.
    """
    people = cast()
    for number, (case, action) in enumerate(translated(language), 1):
        question = question_about(
            Panel(id="1", action=action),
            people,
            case.present,
            model=model.name,
            context=PanelContext(language=language),
        )
        read = partial(read_answer, characters=people)
        try:
            found = model.answer(question, read, about=f"{language}-{number:02}", words=action)
        except NotRecorded:
            raise
        except (Unanswered, Unfit):
            found = Directions()
        for fact in case.facts:
            kind, right = checked(fact, found, case.present)
            yield Outcome(case, fact, kind, right)


def main() -> None:
    """Print the share of facts told right, by language."""
    asking = sys.argv[1:] == ["--director", "record"]
    model = model_for(Path("runs/directed.director.jsonl"), mode="auto") if asking else replayed()
    assert model is not None
    print(f"answers by {model.name}")
    for language in LANGUAGES:
        found = list(outcomes(language, model))
        right = Counter(each.right for each in found)[True]
        print(f"{language}: {right} of {len(found)} facts ({right / len(found):.1%})")
        for each in found:
            if not each.right:
                print(f"  {each.case.action}\n    {each.fact}")


if __name__ == "__main__":
    main()
