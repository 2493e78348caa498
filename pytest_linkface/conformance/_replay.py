"""One case asked again, with everything that is sent, expected and answered told on the way."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_linkface.checks import Expectation, Judgement
from pytest_linkface.conformance._case import Case, NotExercised
from pytest_linkface.conformance._exam import Exam
from pytest_linkface.conformance._examiner import Examiner
from pytest_linkface.conformance._hearing import fields, request_line
from pytest_linkface.exchange import Call, Exchange
from pytest_linkface.verdict import Result


class Replay(Exam):
    """A case at work that keeps a transcript; its result is that of a run."""

    def __init__(self, examiner: Examiner, case: Case) -> None:
        super().__init__(examiner, case, set())
        self._case = case
        self._asked: list[tuple[Exchange, str]] = []

    def play(self) -> Result:
        """Ask the case once."""
        failure = ""
        with self.examiner.counted() as counted:
            try:
                self._case.ask(self)
            except NotExercised as missing:
                failure = self.examiner.redact(str(missing))
        return self.result(self._case, failure=failure, calls=counted[0], seconds=0.0)

    def settle(self, exchange: Exchange, expectation: Expectation) -> Judgement:
        """Remember what was expected."""
        self._asked.append((exchange, str(expectation)))
        return super().settle(exchange, expectation)

    def see(self, holds: object, expected: str, observed: object, exchange: Exchange) -> None:
        """Remember what this case alone looks at."""
        self._asked.append((exchange, expected))
        super().see(holds, expected, observed, exchange)

    def transcript(self, sent: list[Exchange]) -> Iterator[str]:
        """The lines about each exchange, in the order in which they were sent."""
        for number, exchange in enumerate(sent, 1):
            expected = [text for known, text in self._asked if known is exchange]
            yield f"-- exchange {number} of {len(sent)}" + ("" if expected else ": needed for the others, or observed")
            yield from map(self.examiner.redact, _sent(exchange.call))
            yield from (f"expected {text}" for text in dict.fromkeys(expected))
            yield from map(self.examiner.redact, _answer(exchange))
            yield ""


class Listening(Examiner):
    """Remembers every exchange."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # as its parent
        self.sent: list[Exchange] = []

    def _once(self, call: Call) -> Exchange:
        exchange = super()._once(call)
        self.sent.append(exchange)
        return exchange


def _sent(call: Call) -> Iterator[str]:
    """Request line and fields; pictures by their recipes, credentials by the names of their variables."""
    yield request_line(call)
    yield from (f"  {name}: {value}" for name, value in fields(call).items())


def _answer(exchange: Exchange) -> Iterator[str]:
    """Everything that came."""
    answer = exchange.answer
    if answer is None:
        yield f"no answer: {exchange.failure}"
        return
    yield f"HTTP {answer.http_code}, {answer.seconds:.2f} s"
    yield from (f"  {name}: {value}" for name, value in answer.headers.items())
    yield from (f"  {line}" for line in answer.text.splitlines())
