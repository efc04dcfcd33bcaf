"""Whether several subjects stay apart and themselves: MuDI's D&C, ViStoryBench's OCCM and CIDS."""

import math
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Literal

import numpy as np

from renderers.judging.metrics.assignment import best_pairs, greedy_pairs
from renderers.judging.metrics.similarity import Rows, cosines


def detect_and_compare(
    figures: Rows,
    references: Sequence[Rows],
    *,
    pairing: Literal["greedy", "best"] = "greedy",
) -> float:
    """Return **D&C** of MuDI (arXiv 2404.04243): 1 where all are themselves and unlike each other.

    Found figures' likeness to the subjects is compared with the subjects' likeness to one another:
    1 less the spectral norm of the difference. Where figures and subjects are not as many, it is 0.
    The paper's figures are found by OWLv2, cut out square on white, and embedded by DreamSim
    (D&C-DS) or DINOv2 (D&C-DINO).

    Args:
        figures: an embedding a found figure.
        references: each subject's embeddings of its own pictures.
        pairing: `greedy` is the published one; `best` the assignment of the greatest likeness,
            which does not hang on the subjects' order.

    Raises:
        ValueError: a subject has no pictures.
    """
    if len(figures) != len(references):
        return 0.0
    truth = np.array([[_mean(one, other) for other in references] for one in references])
    found = np.array([[_mean(row[None], own) for own in references] for row in figures])
    pairs = greedy_pairs(found) if pairing == "greedy" else best_pairs(found)
    ordered = found[[row for row, _ in pairs]]
    return 1.0 - float(np.linalg.norm(ordered - truth, ord=2))


def _mean(one: Rows, other: Rows) -> float:
    if not (len(one) and len(other)):
        raise ValueError("a subject without pictures has no likeness")
    return float(cosines(one, other).mean())


def on_stage_count_matching(found: int, expected: int) -> float:
    """Return **OCCM** of ViStoryBench (arXiv 2505.24862), 0 to 100: how near the number found is.

    `100 exp(-|found - expected| / (1e-6 + expected))`; where nobody is expected, anybody is fatal.
    """
    return 100.0 * math.exp(-abs(found - expected) / (1e-6 + expected))


def count_error(found: int, expected: int) -> int:
    """Return how many figures are too many (positive) or too few (negative)."""
    return found - expected


def cids_cross(shots: Sequence[tuple[Rows, Mapping[str, Rows]]]) -> float:
    """Return **CIDS-cross** of ViStoryBench (arXiv 2505.24862): likeness to the references.

    In every shot the found figures are paired with those who are on stage by the greatest likeness
    to any one reference; a character's value is the mean cosine to all its references. A character
    for whom no figure is left counts 0.

    Args:
        shots: the embeddings of the found figures, and each on-stage character's references.

    Raises:
        ValueError: nobody is on stage in any shot.
    """
    found = [value for figures, known in shots for value in _crossed(figures, known).values()]
    if not found:
        raise ValueError("nobody is on stage")
    return fmean(found)


def _crossed(figures: Rows, known: Mapping[str, Rows]) -> dict[str, float]:
    values = dict.fromkeys(known, 0.0)
    for row, name in matched(figures, known).items():
        values[name] = _mean(figures[row][None], known[name])
    return values


def matched(figures: Rows, known: Mapping[str, Rows]) -> dict[int, str]:
    """Pair figures with characters by the greatest likeness to any one reference, as CIDS does."""
    names = [*known]
    if not (len(figures) and names):
        return {}
    likeness = np.array(
        [[cosines(row[None], known[who]).max() for who in names] for row in figures]
    )
    return {row: names[column] for row, column in best_pairs(likeness)}


def cids_self(figures: Mapping[str, Rows]) -> float:
    """Return **CIDS-self** of ViStoryBench: how like a character's figures are to one another.

    The mean over characters of the mean cosine of all pairs of its figures; one figure is like
    itself (1), and a character who is never found counts 0.

    Args:
        figures: the embeddings of all figures that were matched with each character.

    Raises:
        ValueError: there are no characters.
    """
    if not figures:
        raise ValueError("nobody is on stage")
    return fmean(_alike(rows) for rows in figures.values())


def _alike(rows: Rows) -> float:
    if len(rows) < 2:
        return float(len(rows))
    return float(cosines(rows, rows)[np.triu_indices(len(rows), k=1)].mean())
