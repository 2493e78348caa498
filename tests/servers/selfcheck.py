"""The second battery: the suite tried on the independent server, `python -m tests.servers.selfcheck`."""

import sys
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from pytest_linkface.conformance import SPECIAL_ACCOUNTS, Effort
from pytest_linkface.exchange import Account
from pytest_linkface.selfcheck import Battery, Ending, Served, Specimen, Stage, gathered
from pytest_linkface.verdict import ExitCode

from ._accounts import ACCOUNTS
from .controls import CONTROLS, Control
from .faults import FAULTS, Fault
from .liars import LIARS, Liar
from .reference import Reference

ADDRESS = "tests.servers.selfcheck:independent"
REASONS = Path(__file__).with_name("reasons.toml")
GOOD = Account("good-id", "good-secret")
_NAMES = ("expired", "unpermitted", "exhausted", "hurried", "broken")
SPECIAL = {
    status: Account(f"{name}-id", f"{name}-secret") for status, name in zip(SPECIAL_ACCOUNTS, _NAMES, strict=True)
}
"""The accounts of the servers, by the error that each provokes."""
DOWNLOAD_SECONDS = 1.0
"""How long a server that keeps its promises waits for a download that never begins."""
_HASTY_SECONDS = 0.5
"""How long any other does, which is killed by its own clause alone, even if it is late for a good download."""
_ENDLESS = {"hang", "drip"}
_SLOW = {"slow"}
"""They take 0.3 s for a call."""
_PLAIN = "plain"
_BY_URL = frozenset({"LF-SRC-URL", "LF-SRC-ALIKE", "LF-ERR-DOWNLOAD-ERROR", "LF-ERR-DOWNLOAD-TIMEOUT"})
LEAVES_OPEN = {"urls-guarded": _BY_URL}
"""What a control cannot be asked: this one downloads nothing from the machine that it runs on."""

_TOO_LITTLE = {
    "always-unauthorized": "it refuses the account",
    "always-no-face-detected": "it finds no face on drawn people",
    "always-rate-limit-exceeded": "403 RATE_LIMIT_EXCEEDED",
    "always-out-of-quota": "403 OUT_OF_QUOTA",
    "always-502": "502",
    "always-503": "503",
    "always-429": "429",
    "broken-off": "the answer broke off",
    **dict.fromkeys(("not-zipped", "reset", "closed", "babble"), "no answer"),
    **dict.fromkeys(_ENDLESS, "no complete answer within 1 s"),
}
"""They refuse the account, see no face on drawn people, put every call off or give no answer: nothing is known."""
_BROKEN = {
    **dict.fromkeys(("always-ok", "always-ok-bare"), "LF-CRED-SECRET"),
    **dict.fromkeys(("always-ok-as-400", "always-501"), "LF-OK-STATUS"),
    **dict.fromkeys(("always-invalid-argument", "always-corrupt-image", "always-not-found"), "LF-CALL-ENDPOINT"),
    **dict.fromkeys(("page", "page-404", "ok-as-page"), "LF-ANS-CONTENT-TYPE"),
    "always-internal-error": "LF-ANS-NO-500",
    "echo": "LF-ANS-NO-SECRET",
    "coin": "LF-OK-SHAPE",
    "first-answer": "LF-ANS-REQUEST-ID-FRESH",
}
"""A promise that each of them is seen to break; whoever is not named gives no JSON object."""


def independent() -> Battery:
    """Every fault, control and liar of this folder."""
    plain = Specimen(_PLAIN, "nothing is changed", _reference)
    specimens = (plain, *map(_control, CONTROLS.values()), *map(_fault, FAULTS.values()), *map(_liar, LIARS.values()))
    return Battery(_PLAIN, gathered(specimens, REASONS), GOOD, SPECIAL)


def _reference(_: Stage) -> AbstractContextManager[Served]:
    return Reference(ACCOUNTS, download_seconds=DOWNLOAD_SECONDS)


def _served(one: Fault | Control | Liar, _: Stage) -> AbstractContextManager[Served]:
    return one.serve(download_seconds=DOWNLOAD_SECONDS if isinstance(one, Control) else _HASTY_SECONDS)


def _fault(fault: Fault) -> Specimen:
    return Specimen(fault.name, f"{fault.clause} (line {fault.line})", partial(_served, fault), fault.ids)


def _control(control: Control) -> Specimen:
    effort = Effort.CORE if control.name in _SLOW else Effort.FULL
    left = LEAVES_OPEN.get(control.name, frozenset())
    return Specimen(control.name, control.why, partial(_served, control), effort=effort, leaves_open=left)


def _liar(liar: Liar) -> Specimen:
    timeout = 1.0 if liar.name in _ENDLESS else 10.0
    serve, ending = partial(_served, liar), _ending(liar.name)
    return Specimen(f"liar-{liar.name}", liar.what, serve, ending=ending, effort=Effort.CORE, timeout=timeout)


def _ending(name: str) -> Ending:
    if name in _TOO_LITTLE:
        return Ending(ExitCode.TOO_LITTLE, _TOO_LITTLE[name])
    return Ending(ExitCode.BROKEN, _BROKEN.get(name, "LF-ANS-JSON"))


if __name__ == "__main__":
    from pytest_linkface.selfcheck._command import main

    sys.exit(main(sys.argv[1:], address=ADDRESS))
