"""What one exchange of a case looked like, as reports tell it: texts of bounded length, no secret, no picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """A call of a case with its answer, whether it kept a promise, broke one, or was needed for another call."""

    request: str
    """Method and path, with the names of the variables that hold the credentials where the query has them."""
    sent: Mapping[str, str] = field(default_factory=dict)
    """Parameter to recipe, url or text; credentials in the form by the names of their variables."""
    expected: str = ""
    """Empty where nothing was asked of the answer: it was needed for another call, or only recorded."""
    came: str = ""
    """HTTP code and status in one line, or why no answer came."""
    content_type: str = ""
    body: str = ""
    """How the answer's body begins."""
    curl: str = ""
    """The line that repeats the call; empty where it is too long for anybody to paste it."""
    pictures: tuple[str, ...] = ()
    """The commands that write the pictures which the curl line sends."""

    def as_json(self) -> dict[str, Any]:
        """Plain values, as the report and the workers of xdist exchange them."""
        return asdict(self) | {"sent": dict(self.sent), "pictures": list(self.pictures)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Evidence:
        """The inverse of ``as_json``."""
        return cls(**{**values, "pictures": tuple(values["pictures"])})
