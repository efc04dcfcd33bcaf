"""How well pictures of several subjects fit their prompt, whoever is named first in it.

Networks that compare a picture with a text hear the first words best. So MuDI (arXiv 2404.04243)
scores each picture with the prompt in every order of its subjects, and averages: the marks of its
tables, written + here.
"""

from collections.abc import Callable, Sequence
from itertools import permutations
from statistics import fmean

from renderers.judging.metrics.similarity import Rows, cosines


def in_every_order(
    subjects: Sequence[str], write: Callable[[Sequence[str]], str]
) -> tuple[str, ...]:
    """Return a prompt with its subjects named in every order, as planned first.

    Args:
        subjects: what the prompt calls them.
        write: writes the prompt of subjects in an order.
    """
    return tuple(write(order) for order in permutations(subjects))


def clips_plus(pictures: Rows, prompts: Sequence[Rows]) -> float:
    """Return **CLIPs+**: CLIP's bare cosine of each picture with its prompt in every order.

    Args:
        pictures: embeddings of CLIP's image encoder, one row a picture.
        prompts: for each picture the embeddings of its prompt in every order.

    Raises:
        ValueError: there is no picture, or one without prompts.
    """
    if len(pictures) != len(prompts):
        raise ValueError(f"{len(pictures)} pictures and prompts of {len(prompts)} are no pairs")
    pairs = zip(pictures, prompts, strict=True)
    return _over_orders([cosines(row[None], own)[0].tolist() for row, own in pairs])


def image_reward_plus(rewards: Sequence[Sequence[float]]) -> float:
    """Return **ImageReward+** of what ImageReward-v1.0 (arXiv 2304.05977) gives.

    Its rewards are standardised by the network itself: about 0 on the average of what people
    compared, and may be negative.

    Args:
        rewards: for each picture its reward with the prompt in every order.

    Raises:
        ValueError: there is no picture, or one without rewards.
    """
    return _over_orders(rewards)


def _over_orders(scores: Sequence[Sequence[float]]) -> float:
    if not scores or not all(map(len, scores)):
        raise ValueError("the mean over orders needs pictures, and scores of each")
    return fmean(fmean(own) for own in scores)
