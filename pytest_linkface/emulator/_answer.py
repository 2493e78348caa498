"""What the endpoint says: a documented pair of HTTP code and ``status``, and the JSON object around it."""

from __future__ import annotations

import json
from typing import Any, Self

from pytest_linkface.contract import STATUSES
from pytest_linkface.emulator._explanation import clause_of

CONTENT_TYPE = "application/json;charset=utf-8"
_COMPACT = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Answer:
    """One answer. Its code and status are a documented pair, for both come from the contract's table.

    ``applied`` is the id of the clause that decided it; empty where that is the status's own.
    """

    def __init__(
        self, status: str, request_id: str, fields: dict[str, Any] | None = None, applied: str = ""
    ) -> None:
        self.status = status
        self.request_id = request_id
        self.fields = fields or {}
        self.applied = applied

    def but(self, **changes: Any) -> Self:
        """The same answer with other values."""
        import copy  # the plain emulator changes none

        other = copy.copy(self)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    @property
    def clause(self) -> str:
        """The id of the clause that explains it; empty when it is nothing that the manual knows."""
        return self.applied or clause_of(self.status)

    @property
    def http_code(self) -> int:
        """The code that the manual writes beside this status."""
        return STATUSES[self.status].http_code

    @property
    def content_type(self) -> str:
        """The media type of ``content``."""
        return CONTENT_TYPE

    @property
    def json(self) -> dict[str, Any]:
        """The object as a client will see it."""
        return {"request_id": self.request_id, "status": self.status, **self.fields}

    @property
    def content(self) -> bytes:
        """The object as compact UTF-8."""
        return _COMPACT.encode(self.json).encode()


class RefusalError(Exception):
    """One of the seventeen documented errors, on its way up from the check that found it.

    ``clause`` is what the check went by, where the contract has something finer than the clause on the status.
    """

    def __init__(
        self, status: str, *, side: str | None = None, reason: str | None = None, clause: str = ""
    ) -> None:
        super().__init__(status if reason is None else f"{status}: {reason}")
        self.status = status
        self.side = side
        self.reason = reason
        self.clause = clause or clause_of(status)

    def answer(self, request_id: str) -> Answer:
        """This error as the endpoint tells it."""
        named = {} if self.side is None else {"image": f"image_{self.side}"}
        explained = {} if self.reason is None else {"reason": self.reason}
        return Answer(self.status, request_id, named | explained, self.clause)
