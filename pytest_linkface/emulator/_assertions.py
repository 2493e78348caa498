"""What a test says in one line about the application's requests; a failure says what was sent instead, and why.

Only names, sizes and digests are compared and shown: no failure text can hold a secret or a picture. A traceback ends
at the test's own line, for pytest would show the pictures among the arguments of the lines here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pytest_linkface.contract import PARAMETERS, STATUSES
from pytest_linkface.emulator._calls import CREDENTIALS, Call, SentPicture, shown_url
from pytest_linkface.emulator._content import sha256

__tracebackhide__ = True  # of every function here

_NAMES = tuple(parameter.name for parameter in PARAMETERS if parameter.name not in CREDENTIALS)
_NOTHING = "nothing"
_TOLD = 10


class Calls(tuple[Call, ...]):
    """Calls, oldest first: a plain tuple that can also be asserted upon. Credentials are left out of every comparison.

    Each method raises AssertionError with what was sent, field by field, and how it was answered.
    """

    __slots__ = ()

    def __str__(self) -> str:
        """The last ten for a reader: how each was answered, why, and what was sent."""
        left_out = len(self) - _TOLD
        before = [f"… {left_out} before"] if left_out > 0 else []
        lines = [line for call in self[-_TOLD:] for line in _story(call)]
        return "\n".join(before + lines) or "the endpoint was never called"

    def assert_not_called(self) -> None:
        """Nobody asked the endpoint."""
        if self:
            raise AssertionError(f"no call was expected; there {_were(len(self))}, the last {_told(self[-1])}")

    def assert_called(self, *, times: int) -> None:
        """It was asked so many times."""
        if len(self) != times:
            each = "".join(f"\n  {call.number}. {_told(call)}" for call in self)
            raise AssertionError(f"expected {times} calls; there {_were(len(self))}{each}")

    def assert_called_with(self, **expected: object) -> None:
        """The last call sent just these parameters of the manual's table, lines 36 to 50.

        A file is given as bytes or a path, an id or a url as text, ``auto_rotate`` as a boolean; ``unittest.mock.ANY``
        stands for anything that was sent.

        Raises:
            AssertionError: it sent other ones, something else, or under a name that the manual does not have.
            TypeError: the test itself names a parameter that the manual does not have.
        """
        call = self._last("a call")
        if wrong := list(_differences(call, expected)):
            raise AssertionError("\n".join([f"the last call {_told(call)}", *wrong]))

    def assert_answered(self, status: str, *, side: str | None = None) -> None:
        """The last call was answered so; ``side`` is the one that was blamed, ``one`` or ``two``."""
        call = self._last(status)
        expected = STATUSES[status].http_code, status, None if side is None else f"image_{side}"
        if (call.http_code, call.status, call.image if side else None) != expected:
            blamed = f" for image {side}" if side else ""
            raise AssertionError(f"expected {expected[0]} {status}{blamed}; the last call {_told(call)}")

    def assert_not_repeated_after(self, status: str) -> None:
        """What was answered with this status was not sent again, as nobody should after OUT_OF_QUOTA."""
        for before, after in self._repetitions(status):
            seconds = after.at - before.at
            raise AssertionError(
                f"call {after.number} repeats call {before.number} {seconds:.3g} s later, although that {_told(before)}"
            )

    def assert_paused_after(self, status: str, *, seconds: float) -> None:
        """Whoever was answered with this status waited so long, by the emulator's clock, before sending it again."""
        for before, after in self._repetitions(status):
            if (waited := after.at - before.at) < seconds:
                raise AssertionError(
                    f"call {after.number} repeats call {before.number}, which {_told(before)}, after {waited:.3g} s; "
                    f"expected a pause of {seconds:g} s"
                )

    def assert_tls_verified(self) -> None:
        """No call switched the verification of certificates off; known of code that runs in process alone."""
        self._last("a call")
        for call in self:
            if call.tls_verified is None:
                raise AssertionError(f"call {call.number} came over a socket, which hides what the client verifies")
            if not call.tls_verified:
                raise AssertionError(
                    f"call {call.number} was sent with verify=False: whoever stands between could read the photos and "
                    "the secret"
                )

    def _last(self, what: str) -> Call:
        if not self:
            raise AssertionError(f"expected {what}; the endpoint was never called")
        return self[-1]

    def _repetitions(self, status: str) -> Iterator[tuple[Call, Call]]:
        """Each call that was answered so, and the next one that sends the same."""
        if status not in STATUSES:
            raise ValueError(f"there is no status {status}")
        for place, before in enumerate(self):
            sent = before.fields, before.pictures
            after = next((call for call in self[place + 1 :] if (call.fields, call.pictures) == sent), None)
            if before.status == status and after is not None:
                yield before, after


def _were(number: int) -> str:
    return "was 1" if number == 1 else f"were {number}"


def _told(call: Call) -> str:
    answer = " ".join(str(word) for word in (call.http_code, call.status or call.fault) if word)
    named = ", ".join(text for text in (call.image, call.reason) if text)
    return f"was answered {answer}{f' ({named})' if named else ''}"


def _story(call: Call) -> Iterator[str]:
    yield f"{call.number}. {_told(call)}"
    if call.why is not None:
        yield f"     why   {call.why.text}"
    for name, value in sorted(_sent(call).items()):
        yield f"     sent  {name}: {_shown(value)}"


def _differences(call: Call, expected: dict[str, object]) -> Iterator[str]:
    if unknown := expected.keys() - set(_NAMES):
        raise TypeError(f"the manual has no parameter {', '.join(sorted(unknown))}; it has {', '.join(_NAMES)}")
    sent = _sent(call)
    for name in sorted(expected.keys() | sent.keys()):
        if name not in sent:
            yield _row(name, _expected(expected[name]), _NOTHING)
        elif name not in expected:
            yield _row(name, _NOTHING, f"{_shown(sent[name])}{_hint(name, expected.keys() - sent.keys())}")
        elif not _equal(expected[name], sent[name]):
            yield _row(name, _expected(expected[name]), f"{_shown(sent[name])}{_as_text(name, sent[name])}")


def _sent(call: Call) -> dict[str, str | SentPicture]:
    texts = {name: value for name, value in call.fields if name not in CREDENTIALS}
    return texts | {picture.field: picture for picture in call.pictures}


def _equal(expected: object, sent: str | SentPicture) -> bool:
    if isinstance(expected, bytes | Path):
        return isinstance(sent, SentPicture) and sent.is_file and _digest(expected) == sent.sha256
    if isinstance(expected, bool):
        return isinstance(sent, str) and sent.lower() == str(expected).lower()
    return expected == sent or (isinstance(expected, str) and shown_url(expected) == sent)


def _digest(file: bytes | Path) -> str:
    return sha256(file if isinstance(file, bytes) else file.read_bytes()).hex()


def _row(name: str, expected: str, sent: str) -> str:
    return f"  {name}\n    expected  {expected}\n    sent      {sent}"


def _expected(value: object) -> str:
    if isinstance(value, bytes | Path):
        size = len(value) if isinstance(value, bytes) else value.stat().st_size
        return f"a file of {size:,} bytes, sha256 {_digest(value)[:12]}…"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _shown(sent: str | SentPicture) -> str:
    if isinstance(sent, str):
        return repr(sent)
    digest = f", sha256 {sent.sha256[:12]}…" if sent.sha256 else ""
    return f"{'a file' if sent.is_file else 'text'} of {sent.size:,} bytes ({sent.header or 'no picture'}){digest}"


def _as_text(name: str, sent: str | SentPicture) -> str:
    is_text = isinstance(sent, str) or not sent.is_file
    if not name.endswith("_file") or not is_text:
        return ""
    return "\n              a file needs a file name: with requests it belongs into files=, not into data="


def _hint(name: str, missing: set[str]) -> str:
    if name in _NAMES:
        return ""
    from difflib import get_close_matches  # for a failure's text alone

    near = get_close_matches(name, sorted(missing or _NAMES), n=1, cutoff=0.3)
    return f"\n              the manual has no such parameter{f'; {near[0]} was expected' if near and missing else ''}"
