"""Refuses pictures of numbers that overflowed, before anybody keeps them."""

from torch import Tensor

from schemas.errors import StoryboardError


def check_finite(values: Tensor, what: str) -> None:
    """Refuse numbers that overflowed, or that a damaged file brought along.

    Raises:
        StoryboardError: one of them is infinite or not a number; it says what they are.
    """
    if not bool(values.isfinite().all()):
        raise StoryboardError(
            f"{what} is not finite, and so there is no picture",
            hint="Set dtype: float32; if it stays so, the file of that part is damaged.",
        )
