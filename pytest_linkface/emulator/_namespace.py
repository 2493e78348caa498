"""One tester's emulator: her script, calls, clock, stated faces, quotas and pictures, apart from everybody else's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pytest_linkface.emulator._accounts import Ledger
from pytest_linkface.emulator._answer import Answer, RefusalError
from pytest_linkface.emulator._app import App
from pytest_linkface.emulator._calls import Journal, Outcome
from pytest_linkface.emulator._clock import Clock
from pytest_linkface.emulator._explanation import Explaining, Explanation, silently
from pytest_linkface.emulator._reply import Reply
from pytest_linkface.emulator._request import Request
from pytest_linkface.emulator._script import Script, Step
from pytest_linkface.emulator._store import Store
from pytest_linkface.emulator._truths import Truths

BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    b"</body>\r\n</html>\r\n"
)


class Namespace(NamedTuple):
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
            why = _why(answer, step)
            outcome, reply = _outcome(answer, step, why), self._reply(answer, step, why)
        self.journal.note(request, outcome, self.clock())
        return reply._replace(latency=step.latency, drip=step.drip) if step.latency or step.drip else reply

    def refuse(self, refusal: RefusalError) -> Reply:
        """The reply to what did not even become a request; nobody notes it."""
        answer, step = self.app.refuse(refusal), Step()
        return self._reply(answer, step, _why(answer, step))

    def reset(self) -> None:
        """Be as at the beginning."""
        for part in (self.app, self.script, self.journal, self.truths, self.clock, self.ledger):
            part.reset()
        self.pictures.clear()

    def recognise(self, sha256: str, faces: Sequence[str]) -> None:
        """Say who is on the picture of this digest."""
        self.truths.state(sha256, faces)

    def _answer(self, request: Request, step: Step) -> Answer:
        return self.app.answer(request) if step.refusal is None else self.app.refuse(step.refusal)

    def _reply(self, answer: Answer, step: Step, why: Explanation | None) -> Reply:
        return Reply(answer.http_code, answer.content, answer.content_type, self.explain(why), cut=step.cut)


def _outcome(answer: Answer, step: Step, why: Explanation | None) -> Outcome:
    told = answer.fields
    return Outcome(
        answer.http_code, answer.status, answer.request_id, _text(told, "image"), _text(told, "reason"), step.fault,
        why,
    )  # fmt: skip


def _why(answer: Answer, step: Step) -> Explanation | None:
    return Explanation(answer.clause, step.refusal is not None) if answer.clause else None


def _text(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None


Making = Callable[[str], Namespace]
"""Makes the namespace of a name."""
