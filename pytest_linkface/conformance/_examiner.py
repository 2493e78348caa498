"""Asks one target, knows what it takes, and stops when it cannot be judged."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import NoReturn

from pytest_linkface import images
from pytest_linkface.checks import Expectation, Judgement, id_of
from pytest_linkface.client import Kept, send
from pytest_linkface.conformance._behind import Behind
from pytest_linkface.conformance._budget import Budget
from pytest_linkface.conformance._capability import Capability, probe
from pytest_linkface.conformance._case import NotExercised, TargetLost
from pytest_linkface.conformance._connections import Connections
from pytest_linkface.conformance._hearing import Hearing
from pytest_linkface.conformance._image_host import PictureUrls
from pytest_linkface.conformance._memory import Memory
from pytest_linkface.conformance._pace import Pace
from pytest_linkface.conformance._patience import asked_for, is_put_off
from pytest_linkface.conformance._target import Target
from pytest_linkface.contract import SIDES
from pytest_linkface.errors import NoAnswer
from pytest_linkface.exchange import Account, Call, Exchange, Placement, Source, Upload
from pytest_linkface.redaction import Redactor

ANA, BO = images.PEOPLE[0], images.PEOPLE[len(images.PEOPLE) // 2]
"""Two people who are in most pictures of the suite."""
_REMEMBERED = 65_536
"""Bytes of an answer that is kept until the run ends; a broken server may send megabytes each time."""
_ACCOUNT = {"UNAUTHORIZED", "KEY_EXPIRED", "NO_PERMISSION", "OUT_OF_QUOTA", "RATE_LIMIT_EXCEEDED"}


class Examiner:
    """The state of a run in one process: connections, what the target was seen to take, what it answered."""

    def __init__(
        self,
        target: Target,
        image_host: PictureUrls | None = None,
        budget: Budget | None = None,
        *,
        pace: Pace | None = None,
        seed: int = 0,
    ) -> None:
        self.target = target
        self.image_host = image_host
        self.pace = pace
        self.seed = seed
        """Of the calls that are drawn."""
        self.rehearsing = False
        """Whether nobody is asked, so that answers mean nothing."""
        self.faceless = False
        """Whether drawn people are declared to be no faces to it, and were seen to be none."""
        self._budget = budget
        self._probed: dict[Capability, Exchange | None] = {}
        self.redact = Redactor(target.secrets)
        self.kept: Kept | None = None
        """Writes a picture of a finding and says where, if that is wished; no other picture is ever written."""
        self.calls = 0
        self.trouble = ""
        """Why the target cannot be judged; once it is said, nothing is asked any more."""
        self.given_out: set[str] = set()
        """The ids that the target gave to uploaded pictures."""
        self.behind = Behind()
        self.told: set[str] = set()
        """Clauses on answers in general that were already found broken."""
        self.hearing = Hearing()
        """Of the case that is asked now."""
        self._connections = Connections()
        self._last: dict[Call, Exchange] = {}
        self._baseline: Exchange | None = None
        self._format = "JPEG"
        self._plain: dict[tuple[str, Placement], Exchange] = {}
        self._memory = Memory()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close every connection; the next call opens another."""
        self._connections.close()

    # What is sent

    def call(
        self,
        one: tuple[Source, ...],
        two: tuple[Source, ...],
        *,
        account: Account | None = None,
        placement: Placement | None = None,
        **other: object,
    ) -> Call:
        """A call with the good account, where the target was seen to take it, unless something else is said."""
        account = account or self.target.account
        fields = {"credentials": account.fields, "shown": account.shown} | other
        return Call(one, two, placement=placement or self.placement, **fields)  # type: ignore[arg-type]  # names are Call's

    def send(self, call: Call) -> Exchange:
        """What comes back; a call that is put off or not answered is repeated while the target is alive.

        Raises:
            TargetLost: the target answers nothing any more, or refuses the account for now.
        """
        if self.trouble:
            raise TargetLost(self.trouble)
        started = time.monotonic()
        exchange = self._once(call)
        for pause in self.target.pauses:
            if not self._put_off(exchange) or time.monotonic() - started > self.target.timeout:
                break
            time.sleep(max(pause, asked_for(exchange)))
            exchange = self._once(call)
        if self._put_off(exchange):
            self._make_sure(exchange)
        if exchange.answer is None or len(exchange.answer.body) <= _REMEMBERED:
            self._last[call] = exchange
        self.hearing.hear(exchange)
        return exchange

    def _once(self, call: Call) -> Exchange:
        if self._budget is not None and not self._budget.take():
            self.stop(f"the budget of {self._budget.calls} calls is spent")
        if self.pace is not None:
            self.pace.wait()
        with self._lock:
            self.calls += 1
        try:
            return Exchange(call, send(self._connections.session, call, self.target.url, timeout=self.target.timeout))
        except NoAnswer as failure:
            return Exchange(call, None, str(failure))

    def _put_off(self, exchange: Exchange) -> bool:
        return is_put_off(exchange, self.target)

    def awaited(self, exchange: Exchange) -> Exchange:
        """An exchange, or the call asked again by itself where there was no room for it among others."""
        return self.send(exchange.call) if self._put_off(exchange) else exchange

    def _make_sure(self, exchange: Exchange) -> None:
        """Ask the plain call again: is it this call, or does the target answer nothing any more?"""
        if self._baseline is None:
            self.lose(exchange.summary())
        elif self._put_off(again := self._once(self._another())):
            self.lose(f"it stopped answering: {again.summary()}")

    def _another(self) -> Call:
        """The plain call with pictures that were not sent before: a target may mind being asked the same again."""
        one, two = (images.scene(1, format=self.format, seed=self.calls + side) for side in (0, 1))
        return self.call((Upload.of(one),), (Upload.of(two),))

    def recalled(self, call: Call) -> Exchange:
        """What a call was answered when it was last sent in this process; it is sent if it never was."""
        exchange = self._last.get(call) or self.send(call)
        self.hearing.judge(exchange)
        return exchange

    def lose(self, why: str) -> NoReturn:
        """Note that the target cannot be judged.

        Raises:
            TargetLost: always.
        """
        self.stop(f"the target cannot be judged: {why}")

    def stop(self, why: str) -> NoReturn:
        """Ask nothing any more.

        Raises:
            TargetLost: always.
        """
        self.trouble = self.redact(why)
        raise TargetLost(self.trouble)

    # What it has shown

    @property
    def placement(self) -> Placement:
        """Where the target was seen to take credentials."""
        return self.baseline().call.placement

    @property
    def format(self) -> str:
        """A format that the target was seen to take."""
        self.baseline()
        return self._format

    def baseline(self) -> Exchange:
        """The plainest call that the target answers as documented, or else the last one that it did not.

        Raises:
            TargetLost: no answer, or one that refuses the account, so that nothing can be judged.
        """
        if self.trouble:
            raise TargetLost(self.trouble)
        if self._baseline is None:
            tried = []
            for self._format, placement in product(("JPEG", "PNG"), Placement):
                tried.append(self.asked(self._format, placement))
                self.faceless = self._sees_no_drawn_face(tried[-1])
                if succeeded(tried[-1]) or self.faceless:
                    break
            statuses = {exchange.answer.status if exchange.answer else None for exchange in tried}
            if statuses <= _ACCOUNT:
                self.lose(f"it refuses the account: {tried[0].summary()}")
            if statuses == {"NO_FACE_DETECTED"} and images.cast_in_force() is None and not self.faceless:
                self.lose(
                    "it finds no face on drawn people; --linkface-faces DIR shows it portraits of your own, "
                    f"--linkface-without={Capability.DRAWN_FACES} asks what needs no face"
                )
            self._baseline = tried[-1]
        return self._baseline

    def control(self, format: str | None = None, placement: Placement | None = None) -> Exchange:
        """The positive control: two good pictures, of a format or of any that works, and what they were answered.

        Raises:
            NotExercised: they were not answered 200 OK, so that a refusal would prove nothing.
        """
        exchange = self.baseline()
        if (succeeded(exchange) or self.faceless) and (format or placement):
            exchange = self.asked(format or self.format, placement or self.placement)
        if not succeeded(exchange) and not self._sees_no_drawn_face(exchange):
            kind = " ".join(word for word in (format, "pictures") if word)
            raise NotExercised(f"no positive control: two good {kind} were answered {self.redact(exchange.summary())}")
        return exchange

    def _sees_no_drawn_face(self, exchange: Exchange) -> bool:
        """The control of a target without drawn faces: two people were read, and not taken for faces."""
        declared = Capability.DRAWN_FACES in self.target.without and images.cast_in_force() is None
        return declared and exchange.answer is not None and exchange.answer.status == "NO_FACE_DETECTED"

    def contrary(self, capability: Capability) -> Exchange | None:
        """The exchange that contradicts a declaration, found by a probe once a process; None where none does."""
        if capability not in self._probed:
            self._probed[capability] = probe(capability, self)
        return self._probed[capability]

    def ids_of(self, exchange: Exchange) -> dict[str, str]:
        """Side to the id under which an answer says that its picture is kept."""
        body = exchange.answer.json() if exchange.answer else None
        given = {side: id_of(body, side) if isinstance(body, dict) else None for side in SIDES}
        return {side: id for side, id in given.items() if id is not None}

    def asked(self, format: str, placement: Placement) -> Exchange:
        """Two good pictures of a format with a face each, sent once a process."""
        if (format, placement) not in self._plain:
            one, two = (Upload.of(images.scene((name,), format=format)) for name in (ANA, BO))
            self._plain[format, placement] = self.send(self.call((one,), (two,), placement=placement))
        return self._plain[format, placement]

    def judge(self, exchange: Exchange, expectation: Expectation) -> Judgement:
        """The checks of one exchange, and those that need to know the others of this run."""
        judgement = self._memory.judge(exchange, expectation)
        self.behind.remember(exchange.call, self.ids_of(exchange))
        if Capability.IDS in self.target.without:
            judgement.leave("LF-OK-IMAGE-ONE", "LF-OK-IMAGE-TWO")
        return judgement

    def uploaded(self, one: Upload, two: Upload, **options: object) -> tuple[str, str]:
        """The ids of two pictures that were uploaded together.

        Raises:
            NotExercised: the upload was not answered with two ids.
        """
        exchange = self.send(self.call((one,), (two,), **options))  # type: ignore[arg-type]  # names are Call's
        ids = self.ids_of(exchange)
        if len(ids) < len(SIDES):
            raise NotExercised(f"no ids to use: two good pictures were answered {self.redact(exchange.summary())}")
        self.given_out |= set(ids.values())
        self.behind.remember(exchange.call, ids)
        return ids["one"], ids["two"]

    @contextmanager
    def keeping_nothing(self) -> Iterator[None]:
        """Find things without writing their pictures."""
        kept, self.kept = self.kept, None
        try:
            yield
        finally:
            self.kept = kept

    @contextmanager
    def counted(self) -> Iterator[list[int]]:
        """The number of calls sent meanwhile, once it is left."""
        before, counted = self.calls, [0]
        try:
            yield counted
        finally:
            counted[0] = self.calls - before


def succeeded(exchange: Exchange) -> bool:
    """Whether an exchange can serve as a positive control."""
    return exchange.answer is not None and exchange.answer.http_code == 200 and exchange.answer.status == "OK"
