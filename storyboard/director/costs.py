"""What asking costs, before and after: tokens always, money where the user names a price.

`STORYBOARD_DIRECTOR_PRICE=0.15,0.60` is dollars a million prompt tokens and answer tokens. No
list of prices comes along: a wrong price is worse than none.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

from storyboard.director.questions import Question

_LETTERS_A_TOKEN = 4
_ANSWER = 250
"""Tokens of a typical answer."""


class Cost(NamedTuple):
    """How much is asked."""

    questions: int
    prompt_tokens: int
    answer_tokens: int

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.prompt_tokens + self.answer_tokens

    def dollars(self, price: tuple[float, float] | None) -> float | None:
        """Return the price in US dollars, where one is known."""
        if price is None:
            return None
        return (self.prompt_tokens * price[0] + self.answer_tokens * price[1]) / 1e6

    def told(self, price: tuple[float, float] | None) -> str:
        """Say it in a line."""
        money = self.dollars(price)
        told = f" (about ${money:.4f})" if money is not None else ""
        what = "question" if self.questions == 1 else "questions"
        return f"{self.questions} {what}, about {self.tokens} tokens{told}"


def estimated(questions: Sequence[Question]) -> Cost:
    """Estimate what questions cost before they are asked."""
    letters = sum(len(each.orders) + len(each.material) for each in questions)
    return Cost(len(questions), letters // _LETTERS_A_TOKEN, _ANSWER * len(questions))


def price() -> tuple[float, float] | None:
    """Return the price that the user's environment names."""
    return price_of(os.environ.get("STORYBOARD_DIRECTOR_PRICE"))


def price_of(text: str | None) -> tuple[float, float] | None:
    """Read a price such as `0.15,0.60`; None where there is none or it is not one.

    >>> price_of("0.15, 0.60")
    (0.15, 0.6)
    """
    try:
        prompt, answer = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    return prompt, answer
