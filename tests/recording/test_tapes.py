"""A test's recordings while it runs: what each mode answers, keeps and leaves alone."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface.exchange import Answer
from pytest_linkface.recording import (
    Asked,
    CassetteError,
    Folder,
    Mode,
    NeverRecorded,
    Settings,
    Tape,
    UnexpectedRefusal,
    UnreadableCassette,
)
from tests.recording._calls import ACCOUNT, ORIGIN, PICTURES, answer, asked, matched

NAME = Path("test_module/test_name")
OTHER = asked(PICTURES[:1])
Open = Callable[..., Tape]


@pytest.fixture
def open_tape(tmp_path: Path) -> Open:
    """Opens the recordings of one test in a mode."""
    return lambda mode=Mode.NONE: Tape(Folder(tmp_path, NAME), Settings(mode, lambda: ORIGIN))


def record(tape: Tape, *pairs: tuple[Asked, Answer]) -> None:
    """Ask, and let the test pass."""
    for call, given in pairs:
        tape.answer(call, lambda given=given: given)  # type: ignore[misc]  # mypy infers no default
    tape.promote()


def files(tmp_path: Path) -> dict[str, str]:
    """The cassettes that are there for good."""
    return {path.name: path.read_text("utf-8") for path in (tmp_path / NAME).glob("*")}


def never() -> Answer:
    """Must not be asked."""
    pytest.fail("a server was asked")


@pytest.mark.parametrize("mode", [Mode.NONE, Mode.ONCE, Mode.NEW])
def test_what_is_recorded_is_not_asked_again(open_tape: Open, mode: Mode) -> None:
    """A recorded call is answered from its cassette, and no server is asked."""
    record(open_tape(Mode.ONCE), (asked(), matched(0.25)))
    assert open_tape(mode).answer(asked(boundary="another"), never) == matched(0.25)


@pytest.mark.parametrize("mode", [Mode.NONE, Mode.ONCE])
def test_a_call_without_a_recording_fails(open_tape: Open, mode: Mode) -> None:
    """Where there are recordings, neither ``none`` nor ``once`` asks for another call."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    with pytest.raises(NeverRecorded):
        open_tape(mode).answer(OTHER, never)


def test_new_adds_and_keeps(open_tape: Open, tmp_path: Path) -> None:
    """``new`` records what is missing and leaves every recorded file as it is."""
    record(open_tape(Mode.ONCE), (asked(), matched(0.25)))
    before = files(tmp_path)
    record(open_tape(Mode.NEW), (asked(), matched(0.75)), (OTHER, answer(400, status="INVALID_ARGUMENT")))
    assert before.items() < files(tmp_path).items()
    assert open_tape().answer(OTHER, never).http_code == 400


def test_all_records_everything_anew(open_tape: Open, tmp_path: Path) -> None:
    """``all`` asks for every call, replaces its recording, and removes those that were not asked for any more."""
    record(open_tape(Mode.ONCE), (asked(), matched(0.25)), (OTHER, matched(0.25)))
    tape = open_tape(Mode.ALL)
    record(tape, (asked(), matched(0.75)))
    assert len(files(tmp_path)) == 1
    assert open_tape().answer(asked(), never) == matched(0.75)
    assert [line.partition(" ")[2] for line in tape.said] == ["is no longer asked for: removed"]


def test_all_without_a_call_removes_nothing(open_tape: Open, tmp_path: Path) -> None:
    """A test that passed without asking at all, for it was changed or skipped inside, loses no recording."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    record(open_tape(Mode.ALL))
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("mode", [Mode.ONCE, Mode.NEW, Mode.ALL])
def test_a_test_that_fails_leaves_the_disk_as_it_was(open_tape: Open, tmp_path: Path, mode: Mode) -> None:
    """Without ``promote`` nothing is added, replaced or left over."""
    record(open_tape(Mode.ONCE), (asked(), matched(0.25)))
    before = files(tmp_path)
    tape = open_tape(mode)
    if mode is not Mode.ONCE:
        tape.answer(OTHER, matched)
    tape.discard()
    assert files(tmp_path) == before
    assert [path.name for path in (tmp_path / ".recording").rglob("*") if path.is_file()] == [".gitignore"]


def test_equal_calls_are_answered_in_their_order(open_tape: Open) -> None:
    """A call made twice has two recordings, the second is another answer, and a third was never given."""
    record(open_tape(Mode.ONCE), (asked(), matched(0.25)), (asked(), matched(0.75)))
    tape = open_tape()
    assert [tape.answer(asked()), tape.answer(asked())] == [matched(0.25), matched(0.75)]
    with pytest.raises(NeverRecorded, match="is recorded 2 times with these values, and is asked once more"):
        tape.answer(asked())


def test_a_call_made_once_more_than_recorded_is_told_as_such(open_tape: Open) -> None:
    """Whoever repeats a call that was recorded once learns that, and not that it was never recorded."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    tape = open_tape()
    tape.answer(asked())
    with pytest.raises(NeverRecorded, match="is recorded 1 times with these values, and is asked once more"):
        tape.answer(asked())


def test_a_call_that_failed_takes_no_number(open_tape: Open) -> None:
    """A call that no server answered is not recorded, and the next one is the first."""
    tape = open_tape(Mode.ONCE)

    def broken() -> Answer:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 -- raised just above
        tape.answer(asked(), broken)
    record(tape, (asked(), matched()))
    assert open_tape().answer(asked()) == matched()


@pytest.mark.parametrize("threads", [1, 8])
def test_threads_are_answered_each_with_its_own(open_tape: Open, threads: int) -> None:
    """Recorded and replayed by several threads at once, every call has its own answer, and none is lost."""
    calls = [asked([("image_one_id", str(number).encode(), None)]) for number in range(24)]
    scores = {call.key: number / 24 for number, call in enumerate(calls)}

    def in_threads(tape: Tape, send: bool) -> list[Answer]:
        got: dict[int, Answer] = {}

        def ask(first: int) -> None:
            for at in range(first, 24, threads):
                own = partial(matched, scores[calls[at].key])
                got[at] = tape.answer(calls[at], own if send else None)

        workers = [threading.Thread(target=ask, args=(first,)) for first in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return [got[at] for at in range(24)]

    tape = open_tape(Mode.ONCE)
    expected = [matched(number / 24) for number in range(24)]
    assert in_threads(tape, send=True) == expected
    tape.promote()
    assert in_threads(open_tape(), send=False) == expected


REFUSED = [
    answer(401, status="UNAUTHORIZED"), answer(403, status="OUT_OF_QUOTA"),
    *(answer(code, status="x") for code in (429, 500, 502)),
]  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSED)
@pytest.mark.parametrize("call", [asked(), OTHER], ids=["same call", "other call"])
def test_an_unexpected_refusal_overwrites_nothing(
    open_tape: Open, tmp_path: Path, refusal: Answer, call: Asked
) -> None:
    """A refusal that tells of the account or of the server's health replaces no good answer, nor makes one vanish."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    before = files(tmp_path)
    with pytest.raises(UnexpectedRefusal, match="No recording of this test was changed"):
        record(open_tape(Mode.ALL), (call, refusal))
    assert files(tmp_path) == before


def test_an_expected_refusal_may_take_its_place(open_tape: Open) -> None:
    """Declared, such a refusal is recorded over a good answer; and recorded once, it may be recorded again."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    tape = open_tape(Mode.ALL)
    tape.answer(asked(), lambda: REFUSED[1])
    tape.promote(expected=["OUT_OF_QUOTA"])
    record(open_tape(Mode.ALL), (asked(), REFUSED[1]))
    assert open_tape().answer(asked()) == REFUSED[1]


def test_errors_of_the_contract_are_recorded(open_tape: Open) -> None:
    """A refusal where nothing was recorded, and one about the pictures anywhere, are answers like any other."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    record(open_tape(Mode.ALL), (asked(), answer(400, status="NO_FACE_DETECTED", image="image_one")))
    record(open_tape(Mode.NEW), (OTHER, REFUSED[0]))
    assert [one.answer.http_code for one in sorted(open_tape().recorded, key=lambda one: one.answer.http_code)] == [
        400,
        401,
    ]


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format": "vcr"}'])
def test_an_unreadable_file_is_an_error_in_every_mode(
    open_tape: Open, tmp_path: Path, mode: Mode, content: bytes
) -> None:
    """A file that cannot be used is never taken for none: the text says which, and how to go on."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    (path,) = (tmp_path / NAME).glob("*.json")
    path.write_bytes(content)
    with pytest.raises(UnreadableCassette, match="delete it and record anew with --linkface-record=new") as refused:
        open_tape(mode)
    assert str(path) in str(refused.value)


def test_unused_recordings_are_known(open_tape: Open) -> None:
    """What was not asked for, or not as often, is told; where all is recorded anew there is no such thing."""
    record(open_tape(Mode.ONCE), (asked(), matched()), (asked(), matched(0.75)), (OTHER, matched()))
    tape = open_tape()
    tape.answer(asked())
    assert {(one.call.key, one.number) for one in tape.unused()} == {(asked().key, 2), (OTHER.key, 1)}
    tape.answer(asked())
    assert [one.call.key for one in tape.unused()] == [OTHER.key]
    assert open_tape(Mode.ALL).unused() == ()


@pytest.mark.parametrize(("days", "old"), [(10, 1), (20, 0)])
def test_old_recordings_are_known(open_tape: Open, days: int, old: int) -> None:
    """A recording is old when more than so many days went by since it was made."""
    record(open_tape(Mode.ONCE), (asked(), matched()))
    now = datetime.fromisoformat(ORIGIN.at) + timedelta(days=15)
    assert len(open_tape().older_than(timedelta(days=days), now=now)) == old
    assert len(open_tape().older_than(timedelta(days=days), now=datetime.now(UTC))) == 1


def test_what_is_not_as_documented_is_said(open_tape: Open) -> None:
    """While recording, each answer is held against the schemas and the table of statuses."""
    tape = open_tape(Mode.ONCE)
    record(
        tape,
        (asked(), matched(1.5)),
        (OTHER, answer(500, status="NO_FACE_DETECTED")),
        (asked([]), answer(200, status="ok")),
        (asked(PICTURES[1:]), answer(400, status="NO_FACE_DETECTED", image="image_one")),
    )
    problems = [line.partition("documented: ")[2] for line in tape.said]
    assert problems == [
        "schemas/success.json: $.confidences[0][0] 1.5 is greater than the maximum of 1",
        "the manual has HTTP 400 for NO_FACE_DETECTED",
        "its status is none that the manual documents",
    ]


@pytest.mark.parametrize("place", ["status", "reason"])
def test_a_credential_in_an_answer_is_not_written(open_tape: Open, tmp_path: Path, place: str) -> None:
    """A service that repeats the secret is recorded without it; where that would change the status, it is refused."""
    call = asked([*((name, value.encode(), None) for name, value in ACCOUNT.items()), *PICTURES])
    tape = open_tape(Mode.ONCE)
    told: dict[str, Any] = {"status": "INVALID_ARGUMENT", place: ACCOUNT["api_secret"]}
    given = answer(400, **told)
    if place == "status":
        with pytest.raises(CassetteError, match="a word of the answer"):
            tape.answer(call, lambda: given)
    else:
        record(tape, (call, given))
    assert not any(ACCOUNT["api_secret"] in path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())


def test_a_credential_that_would_be_hidden_in_base64_is_refused(open_tape: Open, tmp_path: Path) -> None:
    """Where the secret would stand in a binary body, nothing at all is written."""
    call = asked(PICTURES, query="api_secret=canary-e5b1c0ffee")
    with pytest.raises(CassetteError, match="a credential would have been written"):
        open_tape(Mode.ONCE).answer(call, lambda: Answer(200, {}, b"\xff" + b"canary-e5b1c0ffee"))
    assert not any(path.suffix == ".json" for path in tmp_path.rglob("*"))
