"""The ground every value stands on: frozen, closed, and with a digest of its own."""

import hashlib
import json
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable record that refuses unknown fields.

    Two values are the same exactly when their digests are, whatever process made them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def digest(self) -> str:
        """Return the SHA-256 of the value's canonical JSON, as 64 hexadecimal digits."""
        return digest_of(self.model_dump(mode="json"))

    def but(self, **changes: Any) -> Self:
        """Return a validated copy with some fields changed.

        Raises:
            pydantic.ValidationError: a change does not fit its field. (`model_copy(update=…)`
                would let it pass.)
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate(fields | (self.model_extra or {}) | changes)


def digest_of(data: object) -> str:
    """Return the SHA-256 of any JSON-able data, independent of key order."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
