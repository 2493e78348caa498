"""Faults in whom a server lets in: how texts are compared, where the check is left out, what it remembers."""

from collections.abc import Callable
from dataclasses import replace

from ._accounts import Ledger
from ._asking import Ask
from ._behaviour import Behaviour, admit
from ._fault import Fault, table
from ._terms import Refusal
from ._waitress import KeptOpen

_CRYPTED = 8


def _known_as(same: Callable[[str, str], bool]) -> Callable[[Ledger, Ask], None]:
    """Take the account whose name is the same in some sense."""

    def judge(ledger: Ledger, ask: Ask) -> None:
        given = ask.text("api_id")
        ledger.admit(next((name for name in ledger.accounts if same(name, given)), ""), ask.text("api_secret"))

    return judge


def _secret_as(same: Callable[[str, str], bool]) -> Callable[[Ledger, Ask], None]:
    """Take the secret that is the same in some sense."""

    def judge(ledger: Ledger, ask: Ask) -> None:
        known = ledger.accounts.get(ask.text("api_id"))
        alike = known is not None and same(known.secret, ask.text("api_secret"))
        ledger.admit(ask.text("api_id"), known.secret if known and alike else "")

    return judge


def _unless(spared: Callable[[Ask], bool]) -> Callable[[Ledger, Ask], None]:
    """Ask nobody for credentials in some calls."""

    def judge(ledger: Ledger, ask: Ask) -> None:
        if not spared(ask):
            admit(ledger, ask)

    return judge


def _both_by(kind: str) -> Callable[[Ask], bool]:
    return lambda ask: all(ask.text(f"image_{side}_{kind}") for side in ("one", "two"))


def _wrong_secret_forbidden(ledger: Ledger, ask: Ask) -> None:
    try:
        admit(ledger, ask)
    except Refusal as refusal:
        if refusal.status == "UNAUTHORIZED" and ask.text("api_id") in ledger.accounts:
            raise Refusal("NO_PERMISSION") from None
        raise


def _wrong_secret_is_an_argument(ledger: Ledger, ask: Ask) -> None:
    try:
        admit(ledger, ask)
    except Refusal as refusal:
        if refusal.status == "UNAUTHORIZED" and ask.text("api_id") in ledger.accounts:
            raise Refusal("INVALID_ARGUMENT", reason="api_secret") from None
        raise


def _remembering(key: Callable[[Ask], str]) -> Callable[[], Behaviour]:
    """Ask whoever was let in for nothing more."""

    def make() -> Behaviour:
        welcome: set[str] = set()

        def judge(ledger: Ledger, ask: Ask) -> None:
            if key(ask) in welcome:
                return
            admit(ledger, ask)
            welcome.add(key(ask))

        return Behaviour(admit=judge)

    return make


_WHO = "api_id and api_secret have to be an account's"

FAULTS: list[Fault] = [
    *table(
        _WHO,
        23,
        "LF-CRED-ID LF-ERR-UNAUTHORIZED",
        {
            "longer-api-id-accepted": Behaviour(admit=_known_as(lambda name, given: given.startswith(name))),
            "shorter-api-id-accepted": Behaviour(
                admit=_known_as(lambda name, given: len(given) > 2 and name.startswith(given))
            ),
        },
    ),
    *table(
        _WHO,
        24,
        "LF-CRED-SECRET LF-CRED-ID LF-ERR-UNAUTHORIZED",
        {
            "secret-by-its-first-8-characters": Behaviour(
                admit=_secret_as(lambda secret, given: secret[:_CRYPTED] == given[:_CRYPTED])
            ),
            "secret-by-its-length": Behaviour(admit=_secret_as(lambda secret, given: len(secret) == len(given))),
            "wrong-secret-as-no-permission": Behaviour(admit=_wrong_secret_forbidden),
            "wrong-secret-as-an-argument": Behaviour(admit=_wrong_secret_is_an_argument),
            "credentials-unchecked-for-ids": Behaviour(admit=_unless(_both_by("id"))),
            "credentials-unchecked-for-urls": Behaviour(admit=_unless(_both_by("url"))),
            "welcome-remembered-by-api-id": _remembering(lambda ask: ask.text("api_id")),
        },
    ),
    *(
        replace(fault, under=KeptOpen)
        for fault in table(
            _WHO,
            24,
            "LF-CRED-SECRET LF-CRED-ID LF-ERR-UNAUTHORIZED",
            {"welcome-remembered-by-connection": _remembering(lambda ask: ask.headers.get("port", ""))},
        )
    ),
]
