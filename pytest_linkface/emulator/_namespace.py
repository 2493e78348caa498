"""One tester's emulator: her script, calls, clock, stated faces, quotas and pictures, apart from everybody else's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pytest_linkface.contract import STATUSES
from pytest_linkface.emulator._accounts import Ledger
from pytest_linkface.emulator._answer import Answer
from pytest_linkface.emulator._app import App
from pytest_linkface.emulator._calls import Journal, Outcome, clause_of
from pytest_linkface.emulator._clock import Clock
from pytest_linkface.emulator._reply import Reply
from pytest_linkface.emulator._request import Request
from pytest_linkface.emulator._script import Script, Step
from pytest_linkface.emulator._store import Store
from pytest_linkface.emulator._truths import Truths

BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    b"</body>\r\n</html>\r\n"
)


class Explaining(Protocol):
    """What goes into an answer's header beside what is documented."""

    def __call__(self, status: str) -> tuple[tuple[str, str], ...]:
        """Header fields for an answer of this status."""


def silently(status: str) -> tuple[tuple[str, str], ...]:  # noqa: ARG001 -- the other way looks at it
    """Nothing beside what is documented."""
    return ()


def explained(status: str) -> tuple[tuple[str, str], ...]:
    """The clause that the answer keeps, and the manual's line."""
    return (("Linkface-Emulator-Why", f"{clause_of(status)}; manual, line {STATUSES[status].line}"),)


@dataclass(frozen=True, slots=True)
class Namespace:
    """Replies to the calls of one tester."""

    app: App
    ledger: Ledger
    pictures: Store
    truths: Truths
    clock: Clock
    script: Script
    journal: Journal
    explain: Explaining = silently

    def reply(self, request: Request) -> Reply:
        """Answer one call as the script and the endpoint have it, and note it."""
        step = self.script.take() if self.app.routes(request.method, request.path) else Step()
        if step.fault == "bad_gateway":
            outcome, reply = Outcome(502, fault=step.fault), Reply(502, BAD_GATEWAY, "text/html")
        else:
            answer = self._answer(request, step)
            outcome, reply = _outcome(answer, step), self._reply(answer, step)
        self.journal.note(request, outcome, self.clock())
        return replace(reply, latency=step.latency, drip=step.drip)

    def reset(self) -> None:
        """Be as at the beginning."""
        for part in (self.script, self.journal, self.truths, self.clock, self.ledger):
            part.reset()
        self.pictures.clear()

    def recognise(self, sha256: str, faces: Sequence[str]) -> None:
        """Say who is on the picture of this digest."""
        self.truths.state(sha256, faces)

    def _answer(self, request: Request, step: Step) -> Answer:
        return self.app.answer(request) if step.refusal is None else self.app.refuse(step.refusal)

    def _reply(self, answer: Answer, step: Step) -> Reply:
        return Reply(answer.http_code, answer.content, answer.content_type, self.explain(answer.status), cut=step.cut)


def _outcome(answer: Answer, step: Step) -> Outcome:
    told = answer.fields
    return Outcome(
        answer.http_code, answer.status, answer.request_id, _text(told, "image"), _text(told, "reason"), step.fault
    )


def _text(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None


Making = Callable[[str], Namespace]
"""Makes the namespace of a name."""
