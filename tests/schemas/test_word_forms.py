"""Looking words up in lemminflect's tables finds what lemminflect says."""

import gzip
import subprocess
import sys

import lemminflect

from schemas.vocabulary.phrases import POSES
from schemas.vocabulary.word_forms import _folder, lemmas_of, verb_forms_of

RARE = ["Dee", "xyzzy", "gon", "'ll", "children", "i", "all", "better", "can", "is", "", "lay"]


def some_words() -> list[str]:
    rows = gzip.decompress((_folder() / "lemma_lu.csv.gz").read_bytes()).decode().splitlines()
    return [row.partition(",")[0].lower() for row in rows[::23]]


def test_every_word_has_the_lemmas_that_lemminflect_knows() -> None:
    words = [*some_words(), *(word.lower() for word in RARE)]
    assert {word: lemmas_of(word) for word in words} == {
        word: lemminflect.getAllLemmas(word) for word in words
    }


def test_every_verb_has_the_forms_that_lemminflect_knows() -> None:
    verbs = [word for word in some_words() if word.endswith("ing")]
    verbs += [phrase.partition(" ")[0] for pose in POSES.values() for phrase in pose.aliases]
    verbs = [verb for verb in (*verbs, "being") if verb.endswith("ing")]
    known = {
        verb: lemminflect.getAllInflections(lemminflect.getLemma(verb, "VERB")[0], "VERB")
        for verb in verbs
    }
    assert {verb: verb_forms_of(verb) for verb in verbs} == {
        verb: tuple(form for forms in known[verb].values() for form in forms) for verb in verbs
    }


def test_the_vocabulary_is_known_without_lemminflect() -> None:
    program = (
        "import sys; from schemas.vocabulary.phrases import canonical_pose;"
        "assert canonical_pose('ran') == 'running'; assert 'lemminflect' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
