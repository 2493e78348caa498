"""One case at work: what it asks, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from pytest_linkface import images
from pytest_linkface.checks import Expectation, Judgement
from pytest_linkface.conformance._capability import Capability
from pytest_linkface.conformance._case import Case, NotApplicable, NotExercised
from pytest_linkface.conformance._examiner import ANA, BO, Examiner
from pytest_linkface.conformance._hearing import Hearing, repetition, worded
from pytest_linkface.conformance._plainly import plainly
from pytest_linkface.contract import SIDES, Level, clauses
from pytest_linkface.exchange import Call, Exchange, ImageId, Source, Upload
from pytest_linkface.images import Picture
from pytest_linkface.verdict import Finding, Result, State


@dataclass(frozen=True, slots=True)
class Given:
    """A side of a call: where its picture comes from, and what its maker knows of it."""

    source: Source
    faces: int

    @classmethod
    def of(cls, side: Given | Picture) -> Given:
        """A picture is uploaded unless something else is said."""
        return cls(Upload.of(side), side.faces) if isinstance(side, Picture) else side


class Exam:
    """Collects what the answers to one case's questions keep and break."""

    def __init__(self, examiner: Examiner, case: Case, told: set[str] | None = None) -> None:
        self.examiner = examiner
        self.clause = case.clause
        self._case = case
        self._told = examiner.told if told is None else told
        self._findings: list[Finding] = []
        self._kept: set[str] = set()
        self._lost: set[str] = set()
        """Clauses that some answer broke or left unsettled."""
        self._notes: list[str] = []
        self._absent = False
        """Whether it was found not to apply to the target."""

    # Questions

    def needs(self, capability: Capability) -> None:
        """Ask no further where the target does not support something, as declared.

        A declaration that a probe contradicts is a finding, and the case is asked all the same.

        Raises:
            NotApplicable: it was declared, and the probe agrees.
        """
        if capability not in self.examiner.target.without:
            return
        contrary = self.examiner.contrary(capability)
        if contrary is None:
            self._leave(f"the target was declared to be without {capability}, and a probe agrees")
        elif capability not in self._told:
            self._told.add(capability)
            self.see(
                False, f"no {capability}, as --linkface-without={capability} declares",
                f"the target supports {capability}: {contrary.summary()}", contrary,
            )  # fmt: skip

    def _leave(self, why: str) -> NoReturn:
        self._absent = True
        raise NotApplicable(why)

    def uploaded(self, one: Upload, two: Upload, **options: Any) -> tuple[str, str]:
        """The ids of two pictures that were uploaded together.

        Raises:
            NotExercised: there are none.
        """
        self.needs(Capability.IDS)
        if self.examiner.faceless:
            self._need_faces()
        return self.examiner.uploaded(one, two, **options)

    def _need_faces(self) -> None:
        if images.cast_in_force() is None:
            self.needs(Capability.DRAWN_FACES)

    def succeeds(
        self, one: Given | Picture, two: Given | Picture, *, shape_clause: str = "LF-OK-SHAPE", **options: Any
    ) -> dict[str, Any]:
        """Two good pictures, which have to be answered 200 OK with the matrix of their faces; returns the body."""
        sides = Given.of(one), Given.of(two)
        by_id = frozenset(name for name, side in zip(SIDES, sides, strict=True) if isinstance(side.source, ImageId))
        call = self.examiner.call((sides[0].source,), (sides[1].source,), **options)
        shape = sides[0].faces, sides[1].faces
        return self.expect(call, Expectation(self.clause, shape=shape, by_id=by_id, shape_clause=shape_clause))

    def refuses(self, side: str, source: Source | Picture, *statuses: str, clause: str = "") -> dict[str, Any]:
        """One bad picture beside a good one, which has to be blamed with one of the documented statuses.

        ``clause`` names the promise that another answer breaks, where it is not the case's own.
        """
        return self.expect(self.one_sided(side, source), Expectation(clause or self.clause, statuses, side))

    def expect(self, call: Call, expectation: Expectation) -> dict[str, Any]:
        """Send a call, judge its answer and return the answer's JSON object, empty where there is none."""
        if expectation.statuses == ("OK",):
            self._need_faces()
        exchange = self.examiner.send(call)
        self.settle(exchange, expectation)
        return _body(exchange)

    def expect_together(self, asked: list[tuple[Call, Expectation]]) -> list[Exchange]:
        """Send several calls at once, each of which has to get its own answer."""
        self._need_faces()
        self.examiner.close()  # a server that serves one connection at a time waits for the idle ones
        with ThreadPoolExecutor(len(asked)) as pool:
            exchanges = list(pool.map(self.examiner.send, [call for call, _ in asked]))
        self.examiner.close()
        exchanges = [self.examiner.awaited(exchange) for exchange in exchanges]
        for exchange, (_, expectation) in zip(exchanges, asked, strict=True):
            self.settle(exchange, expectation)
        return exchanges

    def aside(self, ask: Callable[[Exam], None]) -> bool:
        """Ask something without telling what it shows; whether it shows a fault. Nobody's answers never do."""
        quiet = Exam(self.examiner, self._case, set(self._told))
        try:
            ask(quiet)
        except NotApplicable:
            self._absent = True
            raise
        if quiet._findings and not self.examiner.rehearsing:
            return True
        self._kept |= quiet._kept
        self._lost |= quiet._lost
        return False

    def observe(self, call: Call) -> None:
        """Note what is made of a call that the manual says nothing about; none is sent twice for that."""
        self.note(self.examiner.recalled(call).summary())

    def one_sided(self, side: str, source: Source | Picture, **options: Any) -> Call:
        """A call with one source on a side and a good picture on the other."""
        asked = (source if not isinstance(source, Picture) else Upload.of(source),)
        return self.two_sided(side, asked, **options)

    def two_sided(self, side: str, sources: tuple[Source, ...], **options: Any) -> Call:
        """A call with any number of sources on a side and a good picture on the other."""
        other = (Upload.of(self.good(BO if side == "one" else ANA)),)
        one, two = (sources, other) if side == "one" else (other, sources)
        return self.examiner.call(one, two, **options)

    def good(self, *people: str, **options: Any) -> Picture:
        """A picture in a format that the target takes; of one person unless more are named."""
        return images.scene(people or (ANA,), format=self.examiner.format, **options)

    # Judgement

    def settle(self, exchange: Exchange, expectation: Expectation) -> Judgement:
        """Judge an exchange and remember what it keeps and breaks."""
        if expectation.statuses == ("OK",):
            self._need_faces()
        if self.examiner.faceless:
            expectation = self._without_faces(exchange, expectation)
        self.examiner.hearing.judge(exchange, str(expectation))
        judgement = self.examiner.judge(exchange, expectation)
        if plain := plainly(self.examiner, judgement, exchange, expectation):
            self._lost.add(self.clause)
            return self.take(plain[1], plain[0])
        if expectation.clause in judgement.verified:
            judgement.kept.add(self.clause)
        return self.take(judgement, exchange)

    def _without_faces(self, exchange: Exchange, expectation: Expectation) -> Expectation:
        """What may be expected where the good picture of a call shows no face either: not which of them is blamed."""
        if exchange.answer is None or exchange.answer.status != "NO_FACE_DETECTED":
            return expectation
        if exchange.answer.status not in expectation.statuses:
            self._leave("the target looks for faces first, and finds none on drawn people, as declared")
        return replace(expectation, side=None)

    def take(self, judgement: Judgement, exchange: Exchange) -> Judgement:
        """Remember what a judgement keeps and breaks."""
        self._kept |= judgement.verified
        self._lost |= judgement.broken.keys()
        if self.clause not in judgement.kept:
            self._lost.add(self.clause)
        for clause, (expected, observed) in judgement.broken.items():
            self._find(clause, expected, observed, exchange)
        return judgement

    def see(self, holds: object, expected: str, observed: object, exchange: Exchange) -> None:
        """Judge something that only this case knows to look at, under its own clause."""
        self.examiner.hearing.judge(exchange, expected)
        judgement = Judgement()
        judgement.see(self.clause, holds, expected, observed)
        self.take(judgement, exchange)

    def note(self, text: str) -> None:
        """Remember something to tell, red or not."""
        self._notes.append(worded(self.examiner.redact(text)))

    def _find(self, clause: str, expected: str, observed: str, exchange: Exchange) -> None:
        """One finding; a clause on answers in general is told once, not again for each answer."""
        if clause != self.clause and clause in self._told:
            return
        self._told.add(clause)
        redact = self.examiner.redact
        sent = {name: redact(text) for name, text in exchange.call.described().items()}
        curl, pictures = repetition(exchange.call, self.examiner)
        self._findings.append(Finding(clause, redact(expected), worded(redact(observed)), sent, curl, pictures))

    def result(self, case: Case, *, failure: str = "", calls: int, seconds: float) -> Result:
        """What the case found, once everything is asked; ``failure`` says why it could not be."""
        if failure:
            self._lost.add(self.clause)
        observing = clauses()[self.clause].level is Level.OBSERVE
        if observing and not failure:
            self._kept.add(self.clause)
        verified = tuple(sorted(self._kept - self._lost))
        state = self._state(verified, observing=observing)
        note = failure or "; ".join(self._notes) or self._elsewhere(state)
        heard = self.examiner.hearing
        exchanges = () if self.examiner.rehearsing else tuple(heard.told(self.examiner))
        return Result(
            case.id, case.clause, state, verified, tuple(self._findings), note, calls, seconds, exchanges, heard.untold
        )  # fmt: skip

    def _state(self, verified: tuple[str, ...], *, observing: bool) -> State:
        if self._findings:
            return State.BROKEN
        if self._absent:
            return State.NOT_APPLICABLE
        if self.clause not in verified:
            return State.NOT_EXERCISED
        return State.OBSERVED if observing else State.VERIFIED

    def _elsewhere(self, state: State) -> str:
        """What broke in place of the case's own clause, so that nothing is known of that."""
        if state not in (State.NOT_EXERCISED, State.BROKEN) or self.clause in {one.clause for one in self._findings}:
            return ""
        broken = ", ".join(sorted(self._lost - {self.clause})) or "another clause"
        return f"the call that would show it was already answered wrongly, see {broken}"


def examine(examiner: Examiner, case: Case, clock: Callable[[], float]) -> Result:
    """Ask one case and say what came of it; never raises for what the target does.

    A case that finds something is asked once more: what does not come again is flaky, and told so.
    """
    result = asked(examiner, case, clock)
    if not result.findings:
        return result
    with examiner.keeping_nothing():
        again = asked(examiner, case, clock, told=set())
    lasting = {finding.clause for finding in again.findings}
    findings = tuple(replace(finding, flaky=finding.clause not in lasting) for finding in result.findings)
    seconds = round(result.seconds + again.seconds, 3)
    return replace(result, findings=findings, calls=result.calls + again.calls, seconds=seconds)


def asked(
    examiner: Examiner, case: Case, clock: Callable[[], float], *, told: set[str] | None = None
) -> Result:
    """Ask one case once; ``told`` are the clauses on answers in general that need not be told again."""
    examiner.hearing = Hearing()
    exam, started, failure = Exam(examiner, case, told), clock(), ""
    with examiner.counted() as counted:
        try:
            case.ask(exam)
        except NotExercised as missing:
            failure = worded(examiner.redact(str(missing)))
    return exam.result(case, failure=failure, calls=counted[0], seconds=round(clock() - started, 3))


def _body(exchange: Exchange) -> dict[str, Any]:
    body = exchange.answer.json() if exchange.answer else None
    return body if isinstance(body, dict) else {}


__all__ = ["ANA", "BO", "Exam", "Given", "examine"]
