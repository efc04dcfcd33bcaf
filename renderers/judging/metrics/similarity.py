"""Likeness of pictures to references and to prompts: CLIP-I, DINO, SAS, M-DINO, CLIP-T, CLIPScore.

Embeddings are rows, of any length and scale; similarity is the cosine, from -1 to 1.
"""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.float64]
"""Embeddings, `[n, size]`."""

CLIP_SCORE_SCALE = 2.5
"""What CLIPScore multiplies the cosine by (arXiv 2104.08718), so that values spread over 0 to 1."""
CLIP_SCORE_PREFIX = "A photo depicts "
"""What CLIPScore puts before a caption."""


def cosines(one: Rows, other: Rows) -> Rows:
    """Return the cosine of every row of one with every row of the other, `[n, m]`.

    Raises:
        ValueError: a row is all zeros, and points nowhere.
    """
    return _unit(one) @ _unit(other).T


def reference_similarity(pictures: Rows, references: Rows) -> float:
    """Return the mean cosine of all pictures with all references of a subject.

    With the embeddings of CLIP's image encoder this is **CLIP-I**, with those of DINO **DINO**
    (both arXiv 2208.12242, whole pictures), with the features of the encoder of the segmenter that
    guides **SAS** (arXiv 2405.12742).

    Raises:
        ValueError: there is no picture or no reference.
    """
    if not (len(pictures) and len(references)):
        raise ValueError("a similarity needs pictures and references")
    return float(cosines(pictures, references).mean())


def m_similarity(by_subject: Sequence[float]) -> float:
    """Return the product of the subjects' similarities, so that neglecting one is punished.

    **M-DINO** of MS-Diffusion (arXiv 2406.07209), where each is the picture's DINO similarity to
    one subject. A negative similarity counts as none.
    """
    product = 1.0
    for each in by_subject:
        product *= max(each, 0.0)
    return product


def text_similarity(pictures: Rows, texts: Rows) -> float:
    """Return the mean cosine of each picture with its own text: **CLIP-T** as most papers have it.

    Raises:
        ValueError: there are not as many texts as pictures.
    """
    return fmean(_own_cosines(pictures, texts))


def clip_score(pictures: Rows, texts: Rows) -> float:
    """Return the mean **CLIPScore** (arXiv 2104.08718), `2.5 max(cosine, 0)`.

    It is taken of CLIP ViT-B/32 with `CLIP_SCORE_PREFIX` before each caption. What MSP-Diffusion
    (arXiv 2405.12742) calls CLIP-T is this: its values, of 0.5 to 0.83, are no bare cosines.

    Raises:
        ValueError: there are not as many texts as pictures.
    """
    own = _own_cosines(pictures, texts)
    return fmean(CLIP_SCORE_SCALE * max(each, 0.0) for each in own)


def best_of_each(scores: Mapping[str, Sequence[float]]) -> float:
    """Return the mean over prompts of the best picture's score, as MSP-Diffusion's tables have it.

    Raises:
        ValueError: there is no prompt, or one without pictures.
    """
    if not scores or not all(scores.values()):
        raise ValueError("the best picture of each prompt needs pictures of each")
    return fmean(max(each) for each in scores.values())


def _own_cosines(pictures: Rows, texts: Rows) -> list[float]:
    if len(pictures) != len(texts) or not len(pictures):
        raise ValueError(f"{len(pictures)} pictures and {len(texts)} texts are no pairs")
    own: list[float] = (_unit(pictures) * _unit(texts)).sum(axis=1).tolist()
    return own


def _unit(rows: Rows) -> Rows:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not lengths.all():
        raise ValueError("an embedding of zeros has no direction")
    scaled: Rows = rows / lengths
    return scaled
