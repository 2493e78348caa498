"""The suite put down in writing: every case is asked, of nobody, and what it asks and expects is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pytest_linkface.checks import Expectation, Judgement
from pytest_linkface.conformance._case import Case, Effort
from pytest_linkface.conformance._exam import Exam
from pytest_linkface.conformance._examiner import Examiner
from pytest_linkface.conformance._suite import suite
from pytest_linkface.conformance._target import SPECIAL_ACCOUNTS, Target
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Account, Answer, Call, Exchange, Placement, Upload

Control = tuple[str, Placement]
"""Two good pictures of a format, with credentials in a place."""


def _role(name: str) -> Account:
    return Account(f"the id of {name}", f"the secret of {name}")


GOOD = _role("good")
SPECIAL = {status: _role(status) for status in SPECIAL_ACCOUNTS}
"""Stand-ins for accounts: they say which one a call is made with, and are never sent."""


@dataclass(slots=True)
class Line:
    """One call of a case, and what the suite makes of the answer."""

    call: Call
    ids: dict[str, str]
    """The ids that the answer would give, by side: they stand in later calls for what really came."""
    expectation: Expectation | None = None
    """None where an answer is not judged by its outcome."""
    may_fail: bool = True
    """Whether even a failure of the server is no broken promise."""


@dataclass(slots=True)
class Scene:
    """One case, as it would be played against a target that answers everything with OK."""

    case: Case
    lines: list[Line] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    """What has to be answered OK before a refusal means anything."""
    also: list[str] = field(default_factory=list)
    """What is compared between the answers, in words."""
    together: bool = False
    """Whether the calls are sent at once."""


def script() -> Iterator[Scene]:
    """Every case of the suite, in its order."""
    prompter = _Prompter()
    for case in suite(Effort.EDGES):
        prompter.scene = Scene(case)
        case.ask(_Rehearsal(prompter, case))
        yield prompter.scene


def control_call(control: Control) -> Call:
    """The call that a positive control makes."""
    prompter = _Prompter()
    return prompter.asked(*control).call


class UnservedPictures:
    """Names the urls of pictures and serves none."""

    declared = True
    hits = 0

    def url(self, name: str) -> str:
        """A text that stands for the url."""
        return URL + name

    def picture(self, url: str) -> None:
        """Nobody's answers are doubted, so nobody asks."""


URL = "the url of "
"""How the script spells the url of a hosted picture, before its name."""


class _Prompter(Examiner):
    """Answers each call with OK at once, and keeps it."""

    def __init__(self) -> None:
        super().__init__(Target("corpus", "http://corpus.invalid", GOOD, SPECIAL), UnservedPictures())
        self.scene: Scene | None = None
        self._answered: dict[int, tuple[Exchange, Line]] = {}

    def send(self, call: Call) -> Exchange:
        """Keep a call and answer it."""
        number = len(self._answered)
        ids = {side: hashlib.sha256(f"{number} {side}".encode()).hexdigest()[:32] for side in SIDES}
        exchange, line = Exchange(call, ok_answer(ids)), Line(call, ids)
        self._answered[id(exchange)] = exchange, line
        if self.scene:
            self.scene.lines.append(line)
        return exchange

    def asked(self, format: str, placement: Placement) -> Exchange:
        """A control belongs to the run and not to the case that happens to need it first."""
        scene, self.scene = self.scene, None
        try:
            return super().asked(format, placement)
        finally:
            self.scene = scene

    def control(self, format: str | None = None, placement: Placement | None = None) -> Exchange:
        """Note the need of a control."""
        exchange = super().control(format, placement)
        key = next(key for key, known in self._plain.items() if known is exchange)
        if self.scene and key not in self.scene.controls:
            self.scene.controls.append(key)
        return exchange

    def uploaded(self, one: Upload, two: Upload, **options: object) -> tuple[str, str]:
        """An upload has to be answered OK, or there are no ids."""
        ids = super().uploaded(one, two, **options)
        if self.scene:
            self.scene.lines[-1].expectation = Expectation(self.scene.case.clause)
        return ids

    def line_of(self, exchange: Exchange) -> Line:
        """The line that an exchange answers; a control becomes one of the case that judges it."""
        _, line = self._answered[id(exchange)]
        if self.scene and not any(line is known for known in self.scene.lines):
            line = Line(line.call, line.ids)
            self.scene.lines.append(line)
        return line


class _Rehearsal(Exam):
    """Keeps what a case expects of the answers, without looking at them."""

    def __init__(self, prompter: _Prompter, case: Case) -> None:
        super().__init__(prompter, case)
        self._prompter = prompter

    def settle(self, exchange: Exchange, expectation: Expectation) -> Judgement:
        """Keep an outcome."""
        line = self._prompter.line_of(exchange)
        line.expectation, line.may_fail = expectation, False
        return Judgement()

    def take(self, judgement: Judgement, exchange: Exchange) -> Judgement:
        """Keep that the server has to survive."""
        self._prompter.line_of(exchange).may_fail = False
        return judgement

    def see(self, holds: object, expected: str, observed: object, exchange: Exchange) -> None:
        """Keep what is compared."""
        del holds, observed, exchange  # nothing was answered in earnest
        if self._prompter.scene:
            self._prompter.scene.also.append(expected)

    def expect_together(self, asked: list[tuple[Call, Expectation]]) -> list[Exchange]:
        """Keep that the calls are sent at once."""
        if self._prompter.scene:
            self._prompter.scene.together = True
        for call, expectation in asked:
            self.expect(call, expectation)
        return []


def ok_answer(ids: dict[str, str]) -> Answer:
    """A success of one face a side, under these ids."""
    body: dict[str, Any] = {"request_id": "", "status": "OK", "confidences": [[1.0]], "max_confidence": 1.0}
    body |= {f"image_{side}": {f"image_{side}_id": id} for side, id in ids.items()}
    return Answer(200, {"content-type": "application/json"}, json.dumps(body).encode())
