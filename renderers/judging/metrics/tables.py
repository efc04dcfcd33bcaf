"""What a table says of many pictures: success by the number of subjects, and how sure a mean is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from statistics import fmean
from typing import NamedTuple


class Interval(NamedTuple):
    """A mean, and between what it lies with 95 % confidence."""

    mean: float
    low: float
    high: float


def success_rates(pictures: Iterable[tuple[int, bool]]) -> dict[int, float]:
    """Return the share of the pictures in which all subjects are right, by how many there are.

    Args:
        pictures: of each, the number of subjects, and whether all of them are right.
    """
    found: defaultdict[int, list[bool]] = defaultdict(list)
    for subjects, right in pictures:
        found[subjects].append(right)
    return {subjects: fmean(found[subjects]) for subjects in sorted(found)}


def bootstrapped(
    by_composition: Mapping[str, Sequence[float]], *, times: int = 2000, seed: int = 0
) -> Interval:
    """Return the mean of all values with its percentile bootstrap interval.

    Whole compositions are drawn with replacement, for pictures of one are no independent evidence.
    The same values give the same interval.

    Raises:
        ValueError: there is no value.
    """
    groups = [[*values] for _, values in sorted(by_composition.items()) if values]
    if not groups:
        raise ValueError("a mean needs values")
    dice = Random(seed)
    means = sorted(_mean_of(dice.choices(groups, k=len(groups))) for _ in range(times))
    low, high = (means[round(at * (times - 1))] for at in (0.025, 0.975))
    return Interval(_mean_of(groups), low, high)


def _mean_of(groups: Iterable[Sequence[float]]) -> float:
    return fmean(value for values in groups for value in values)
