"""Getting in: the endpoint, credentials, accounts in a special condition, parameters that are missing or unreadable."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._capability import Capability
from pytest_linkface.conformance._case import Case, Effort, NotExercised
from pytest_linkface.conformance._exam import Exam
from pytest_linkface.conformance._questions import Question
from pytest_linkface.conformance._target import SPECIAL_ACCOUNTS
from pytest_linkface.contract import PATH, SIDES, clauses, error_clause
from pytest_linkface.exchange import Account, ImageId, Placement, Upload

_WRONG = "linkface-no-such-5d1f0c7a"
_RATE_CALLS = 5
"""How many quick calls an account that is said to be rate limited may take before it says so."""


def cases() -> Iterator[Case]:
    """Every case on getting in."""
    yield Case("LF-CALL-ENDPOINT", "two good pictures", _endpoint, Effort.SMOKE)
    for clause in ("LF-CALL-MULTIPART", "LF-SRC-FILE"):
        yield Case(clause, "two good pictures", _endpoint, Effort.SMOKE)
    for placement in Placement:
        yield Case(f"LF-CRED-{placement.upper()}", "both parameters", _placed(placement), Effort.SMOKE)
        yield Case("LF-CRED-SECRET", f"wrong, in the {placement}", _wrong("secret", placement), Effort.SMOKE)
        yield Case("LF-CRED-ID", f"unknown, in the {placement}", _wrong("id", placement))
    yield Case("LF-CRED-SECRET", "without its last character", _nearly("secret", _shorter, "%?"))
    yield Case("LF-CRED-SECRET", "in the other case", _nearly("secret", str.swapcase, "~~"))
    yield Case("LF-CRED-SECRET", "and a letter more", _nearly("secret", _longer, "", "x"), Effort.FULL)
    yield Case("LF-CRED-ID", "without its last character", _nearly("id", _shorter, "%?"), Effort.FULL)
    yield Case("LF-CRED-ID", "and a letter more", _nearly("id", _longer, "", "x"), Effort.FULL)
    for name in ("id", "secret"):
        yield Case(f"LF-CRED-{name.upper()}", "missing", _missing(f"api_{name}"))
    yield Case("LF-CRED-SECRET", "no credentials at all", _missing("api_id", "api_secret"))
    yield Case("LF-ERR-NOT-FOUND", "a letter short", _elsewhere(PATH[:-1]), Effort.SMOKE)
    yield Case("LF-ERR-NOT-FOUND", "at the end of another", _elsewhere(f"/no/such{PATH}"), Effort.EDGES)
    yield Case("LF-ERR-NOT-FOUND", "a letter longer", _elsewhere(f"{PATH}s"), Effort.FULL)
    for side in SIDES:
        yield Case("LF-ERR-ENCODING-ERROR", f"id of image {side}", _not_utf8(side))
        yield Case("LF-SRC-REQUIRED", f"no image {side}", _without(side))
    yield Case("LF-ERR-ENCODING-ERROR", "not for what is UTF-8", _utf8, Effort.FULL)
    yield Case("LF-SRC-REQUIRED", "no image at all", _without(*SIDES), Effort.EDGES)
    for status in SPECIAL_ACCOUNTS:
        yield Case(error_clause(status), "account", _special(status))


def _endpoint(exam: Exam) -> None:
    exam.settle(exam.examiner.baseline(), Expectation(exam.clause, shape=(1, 1)))


def _placed(placement: Placement) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        exam.settle(exam.examiner.asked(exam.examiner.format, placement), Expectation(exam.clause, shape=(1, 1)))

    return ask


def _wrong(what: str, placement: Placement) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control(placement=placement)
        good = exam.examiner.target.account
        account = intruder(good) if what == "secret" else _stranger(good)
        call = exam.one_sided("one", exam.good(), account=account, placement=placement)
        exam.expect(call, Expectation(exam.clause, ("UNAUTHORIZED",)))

    return ask


def _nearly(what: str, change: Callable[[str], str], operator: str, more: str = "") -> Question:
    """A credential that is nearly right is wrong; an empty one may also count as missing."""

    def ask(exam: Exam) -> None:
        exam.examiner.control()
        good = exam.examiner.target.account
        known = good.secret if what == "secret" else good.id
        given, shown = change(known), f"${{LINKFACE_API_{what.upper()}{operator}}}{more}"
        if given == known:
            raise NotExercised(f"a {what} with letters in it")
        account = Account(good.id, given, shown_secret=shown)
        if what == "id":
            account = Account(given, good.secret, shown_id=shown)
        statuses = ("UNAUTHORIZED",) if given else ("UNAUTHORIZED", "INVALID_ARGUMENT")
        exam.expect(exam.one_sided("one", exam.good(), account=account), Expectation(exam.clause, statuses))

    return ask


def _shorter(secret: str) -> str:
    return secret[:-1]


def _longer(secret: str) -> str:
    return f"{secret}x"


def intruder(good: Account) -> Account:
    """The account under a secret that is nobody's."""
    return Account(good.id, _WRONG, shown_secret=_WRONG)


def _stranger(good: Account) -> Account:
    return Account(_WRONG, good.secret, shown_id=_WRONG)


def _missing(*names: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        account = exam.examiner.target.account
        given = {"credentials": account.fields, "shown": account.shown}
        kept = {which: tuple(pair for pair in pairs if pair[0] not in names) for which, pairs in given.items()}
        call = exam.one_sided("one", exam.good(), **kept)
        exam.expect(call, Expectation(exam.clause, ("UNAUTHORIZED", "INVALID_ARGUMENT")))

    return ask


def _elsewhere(path: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        call = exam.one_sided("one", exam.good(), path=path)
        exam.expect(call, Expectation(exam.clause, ("NOT_FOUND",)))

    return ask


def _not_utf8(side: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        exam.needs(Capability.IDS)
        call = exam.one_sided(side, ImageId("照片".encode("gbk")))
        exam.expect(call, Expectation(exam.clause, ("ENCODING_ERROR",)))

    return ask


def _utf8(exam: Exam) -> None:
    """Two bytes a character or four: a text that can be read names a picture that does not exist."""
    exam.examiner.control()
    exam.needs(Capability.IDS)
    for side, text in zip(SIDES, ("照片", "\N{CAMERA}"), strict=True):
        exam.refuses(side, ImageId(text), "IMAGE_ID_NOT_EXIST", "INVALID_ARGUMENT")


def _without(*sides: str) -> Question:
    def ask(exam: Exam) -> None:
        exam.examiner.control()
        one, two = (() if side in sides else (Upload.of(exam.good()),) for side in SIDES)
        exam.expect(exam.examiner.call(one, two), Expectation(exam.clause, ("INVALID_ARGUMENT",)))

    return ask


def _special(status: str) -> Question:
    def ask(exam: Exam) -> None:
        account = exam.examiner.target.special.get(status)
        if account is None:
            raise NotExercised(clauses()[exam.clause].needs)
        exam.examiner.control()
        call = exam.one_sided("one", exam.good(), account=account)
        exchange = exam.examiner.send(call)
        for _ in range(_RATE_CALLS - 1 if status == "RATE_LIMIT_EXCEEDED" else 0):
            if exchange.answer is None or exchange.answer.status != "OK":
                break
            exchange = exam.examiner.send(call)
        exam.settle(exchange, Expectation(exam.clause, (status,)))

    return ask
