"""One broken promise as a value, and the small words in which the tables of faults are written."""

import copy
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

from ._accounts import ACCOUNTS, Account
from ._asking import Ask
from ._behaviour import LIMITS, Behaviour, Limits
from ._control import Serve, Served
from ._terms import Origin, Reply
from .reference import Reference, Service

Body = dict[str, Any]
Edit = Callable[[Body], None]
When = Callable[[Reply], bool]
Where = Callable[[Origin], bool]


@dataclass(frozen=True)
class Fault:
    """A server that keeps every promise but one."""

    name: str
    clause: str
    """The broken promise in plain words."""
    line: int
    """Where the manual gives it; 0 where it follows from common sense."""
    ids: tuple[str, ...]
    """The clauses any of which has a right to see it."""
    make: Callable[[], Behaviour]
    """Makes the behaviour anew, for some faults remember what came before."""
    under: Serve | None = field(default=None, repr=False)
    """Another server than werkzeug's to listen with."""

    def serve(
        self, accounts: Mapping[str, Account] = ACCOUNTS, *, download_seconds: float = 5.0
    ) -> AbstractContextManager[Served]:
        """Give the server, to be entered with `with`."""
        if self.under is not None:
            return self.under(Service(accounts, self.make(), download_seconds=download_seconds))
        return Reference(accounts, self.make(), download_seconds=download_seconds)


def table(clause: str, line: int, ids: str, faults: Mapping[str, Behaviour | Callable[[], Behaviour]]) -> list[Fault]:
    """Give the faults that break one promise, by name."""
    return [Fault(name, clause, line, tuple(ids.split()), _maker(made)) for name, made in faults.items()]


def _maker(made: Behaviour | Callable[[], Behaviour]) -> Callable[[], Behaviour]:
    if not isinstance(made, Behaviour):
        return made
    kept = made
    return lambda: replace(kept, store=type(kept.store)())


def everywhere(_: Origin) -> bool:
    """Hold for each picture."""
    return True


def on_side(side: str) -> Where:
    """Hold for the pictures of one side."""
    return lambda origin: origin.side == side


def in_format(name: str) -> Where:
    """Hold for the pictures of one format."""
    return lambda origin: origin.format == name


def by_source(name: str) -> Where:
    """Hold for the pictures that came by one source."""
    return lambda origin: origin.source == name


def limited(where: Where = everywhere, **changed: Any) -> Behaviour:
    """Other limits for some pictures."""
    other = replace(LIMITS, **changed)

    def limits(origin: Origin) -> Limits:
        return other if where(origin) else LIMITS

    return Behaviour(limits=limits)


def success(reply: Reply) -> bool:
    """Hold for 200 OK."""
    return reply.status == "OK"


def error(reply: Reply) -> bool:
    """Hold for every refusal."""
    return reply.status != "OK"


def always(_: Reply) -> bool:
    """Hold for every answer."""
    return True


def of(*statuses: str) -> When:
    """Hold for answers of some statuses."""
    return lambda reply: reply.status in statuses


def edited(when: When, edit: Edit, *, code: int | None = None) -> Behaviour:
    """Another body, and perhaps another HTTP code, for some answers."""

    def answer(_: Ask, reply: Reply) -> Reply:
        if not when(reply):
            return reply
        body = copy.deepcopy(dict(reply.body))
        edit(body)
        return Reply(code or reply.code, body)

    return Behaviour(answer=answer)


def put(**values: Any) -> Edit:
    """Set fields of the body."""
    return lambda body: body.update(values)


def drop(*names: str) -> Edit:
    """Leave fields of the body out."""

    def edit(body: Body) -> None:
        for name in names:
            body.pop(name, None)

    return edit


def keep(_: Body) -> None:
    """Leave the body as it is."""


def without(*dropped: str) -> Behaviour:
    """Overlook some parameters."""

    def hear(ask: Ask) -> Ask:
        return replace(
            ask,
            form={name: value for name, value in ask.form.items() if name not in dropped},
            query={name: value for name, value in ask.query.items() if name not in dropped},
            files={name: value for name, value in ask.files.items() if name not in dropped},
        )

    return Behaviour(hear=hear)
