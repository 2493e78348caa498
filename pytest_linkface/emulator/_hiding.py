"""Records that do not show all of themselves where they are printed, as the locals of a traceback are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Record = TypeVar("Record", bound=type[tuple[Any, ...]])


def hides(*names: str) -> Callable[[Record], Record]:
    """Leave fields out of what ``repr`` says of a NamedTuple: credentials, and the bytes of pictures."""

    def shown(self: Any) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items() if name not in names)
        return f"{type(self).__name__}({told})"

    def hiding(record: Record) -> Record:
        record.__repr__ = shown  # type: ignore[method-assign]  # of this class alone
        return record

    return hiding
