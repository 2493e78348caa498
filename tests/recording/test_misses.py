"""What is said of a call that was never recorded: the nearest recording, and what differs, field by field."""

import base64
import os
import time
from pathlib import Path

import pytest

from pytest_linkface import images
from pytest_linkface.recording import Asked, Folder, Mode, NeverRecorded, Settings, Tape
from tests.recording._calls import ACCOUNT, ORIGIN, PICTURES, Part, asked, matched

HINT = "To record: …"
ONE = images.flat(640, 480, format="JPEG").make()
TWO = images.flat(64, 48, format="PNG").make()
RECORDED: tuple[Part, ...] = (("image_one_file", ONE, "a"), ("image_two_file", TWO, "b"))


def missed(tmp_path: Path, call: Asked, *recorded: Asked) -> str:
    """The message for a call that is not among the recorded ones."""
    folder = Folder(tmp_path, Path("a/b"))
    tape = Tape(folder, Settings(Mode.ONCE, lambda: ORIGIN))
    for one in recorded:
        tape.answer(one, matched)
    tape.promote()
    with pytest.raises(NeverRecorded) as refused:
        Tape(folder, Settings(hint=HINT)).answer(call)
    return str(refused.value)


def test_the_nearest_is_shown_with_what_differs(tmp_path: Path) -> None:
    """Pictures differ by header, size and digest, fields by value; what is equal is not told."""
    other = images.flat(640, 640, format="JPEG").make()
    call = asked([("image_one_file", other, "a"), RECORDED[1], ("image_one_auto_rotate", b"true", None)])
    far = asked([("image_one_url", b"http://a/b", None)])
    text = missed(tmp_path, call, far, asked(RECORDED))
    table = text.partition("\n")[2].splitlines()
    nearest = asked(RECORDED).key[:16]
    assert table[0] == f"Nearest of 2: {nearest}-1.json, 200 OK (live, 2026-01-02)"
    assert [line.split("  ")[1] for line in table[2:-1]] == ["image_one_auto_rotate", "image_one_file"]
    assert table[2].split("  ", 1)[1].split() == ["image_one_auto_rotate", "not", "sent", "'true'"]
    assert "JPEG 640 x 480, " in table[3]
    assert "JPEG 640 x 640, " in table[3]
    assert table[-1] == HINT
    assert "image_two_file" not in text


def test_nothing_recorded_is_said(tmp_path: Path) -> None:
    """Where there is no recording at all, the call is shown alone."""
    lines = missed(tmp_path, asked(RECORDED)).splitlines()
    assert lines[1] == "Nothing is recorded for this test."
    assert lines[3].split("  ")[1] == "image_one_file"


@pytest.mark.parametrize(
    ("call", "row"),
    [
        (asked(RECORDED, path="/identity"), "path /identity/compare_faces_in_two_images /identity"),
        (asked(RECORDED, method="PUT"), "method POST PUT"),
        (asked([RECORDED[0]]), "image_two_file PNG 64 x 48, "),
        (asked([RECORDED[0], ("image_two_file", TWO, None)]), "image_two_file as file: PNG"),
    ],
    ids=["path", "method", "fewer", "kind"],
)
def test_every_kind_of_difference_has_a_row(tmp_path: Path, call: Asked, row: str) -> None:
    """Method, path, a missing part and a part sent as text are told apart."""
    rows = [" ".join(line.split()) for line in missed(tmp_path, call, asked(RECORDED)).splitlines()]
    assert any(line.startswith(row) for line in rows)


def test_a_difference_behind_the_cut_is_told_by_digest(tmp_path: Path) -> None:
    """Two long texts that begin alike, and two urls that differ in what is not shown, are told by size and sha256."""
    one, two = (asked([("image_one_url", f"http://a/b?{sign}".encode(), None)]) for sign in ("x", "y"))
    (row,) = [line for line in missed(tmp_path, two, one).splitlines() if "image_one_url" in line]
    assert row.count("12 bytes, sha256 ") == 2
    assert "?" not in row


def test_the_message_is_small_and_quick_however_large_the_call(tmp_path: Path) -> None:
    """Two pictures of 5 MB, fields of any length in any number, Chinese ones too: under 3 KB, in milliseconds."""
    large: list[Part] = [(name, os.urandom(5_000_000), "x") for name, _, _ in PICTURES]
    fields: list[Part] = [(f"字段{'段' * 90}{number}", ("值" * 3000).encode(), None) for number in range(60)]
    recorded = asked(RECORDED)
    folder = Folder(tmp_path, Path("a/b"))
    tape = Tape(folder, Settings(Mode.ONCE, lambda: ORIGIN))
    tape.answer(recorded, matched)
    tape.promote()
    tape, call, took = Tape(folder, Settings(hint=HINT)), asked([*large, *fields]), []
    for _ in range(5):
        started = time.thread_time()
        with pytest.raises(NeverRecorded) as refused:
            tape.answer(call)
        took.append(time.thread_time() - started)
    assert min(took) < 0.1
    assert len(str(refused.value).encode()) < 3000


@pytest.mark.parametrize("query", [False, True])
def test_no_credential_is_in_the_message(tmp_path: Path, query: bool) -> None:
    """Sent in the form or the query, and repeated in a field in clear or in base64, the secret is not told."""
    secret = ACCOUNT["api_secret"]
    account: list[Part] = [(name, value.encode(), None) for name, value in ACCOUNT.items()]
    repeated: list[Part] = [
        ("note", f"my secret is {secret}".encode(), None),
        (secret, b"x", None),
        ("coded", base64.b64encode(b"x" + secret.encode()), None),
    ]
    call = asked([*([] if query else account), *repeated], query=f"api_secret={secret}" if query else "")
    text = missed(tmp_path, call, asked(RECORDED))
    assert secret not in text
    assert base64.b64encode(b"x" + secret.encode()).decode()[4:20] not in text
    assert text.count("[redacted]") == 3
