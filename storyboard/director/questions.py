"""A question to a model: what it is told to do, and the material, which gives no orders."""

import json
from hashlib import sha256
from typing import Any

from schemas.base import Value

VERSION = 1
"""Of what our questions ask: another version asks everything anew.

Additions after which older answers are still right leave it as it is.
"""


class Question(Value):
    """One question, whole: equal questions have equal keys, whoever is asked."""

    model: str
    orders: str
    material: str
    answer: str
    """The JSON Schema of the answer, as canonical JSON."""

    @property
    def key(self) -> str:
        """The digest under which its answer is recorded; it holds no address and no secret.

        Of the answer's schema it knows nothing: when the vocabulary grows, an answer stays good as
        long as it can be read, and is not paid for twice.
        """
        asked = f"{VERSION}\n{self.model}\n{self.material}"
        return sha256(asked.encode()).hexdigest()[:32]

    @property
    def messages(self) -> list[dict[str, str]]:
        """The conversation that asks it."""
        return [
            {"role": "system", "content": self.orders},
            {"role": "user", "content": self.material},
        ]


def canonical(data: Any) -> str:
    """Return data as JSON that is the same for equal data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
