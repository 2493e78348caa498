"""`/_emulator/...`: what Python's object can do, for any language, and apart for each who asks apart."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import landscape
from tests.emulator._asking import DEMO

PICTURE = landscape().make()
PAIR = {"image_one_file": PICTURE, "image_two_file": PICTURE}


def control(emulator: Emulator, word: str, asked: Any = None, **options: Any) -> requests.Response:
    """Ask the control: GET without anything to say, else POST."""
    method = "GET" if asked is None else "POST"
    return requests.request(method, f"{emulator.url}/_emulator/{word}", json=asked, timeout=10, **options)


def compare(base: str, **options: Any) -> Any:
    """Compare the picture with itself."""
    return requests.post(base + PATH, data=DEMO, files=PAIR, timeout=20, **options).json()


def test_a_test_in_another_language() -> None:
    """Script, stated faces, clock, calls and reset work over HTTP as they do in Python."""
    with Emulator() as emulator:
        sha256 = hashlib.sha256(PICTURE).hexdigest()
        assert control(emulator, "recognise", {"sha256": sha256, "faces": ["ana", "bo"]}).json() == {"stated": 2}
        assert control(emulator, "next", {"status": "RATE_LIMIT_EXCEEDED", "times": 2}).json() == {"waiting": 2}
        assert [compare(emulator.url)["status"] for _ in range(3)] == ["RATE_LIMIT_EXCEEDED"] * 2 + ["OK"]
        before = control(emulator, "clock").json()["now"]
        assert control(emulator, "clock", {"move": 3600}).json()["now"] >= before + 3600
        calls = control(emulator, "calls").json()["calls"]
        assert [call["clause"] for call in calls] == ["LF-ERR-RATE-LIMIT-EXCEEDED"] * 2 + ["LF-OK-STATUS"]
        assert calls[2]["pictures"][0]["sha256"] == sha256
        assert control(emulator, "reset", {}).json() == {"reset": True}
        assert control(emulator, "calls").json() == {"calls": []}
        assert control(emulator, "health").json() == {"status": "ok"}
        assert compare(emulator.url)["status"] == "NO_FACE_DETECTED"


@pytest.mark.parametrize(
    ("word", "asked", "code", "text"),
    [
        ("next", {"status": "NOPE"}, 400, "status: expected one of"),
        ("next", {"stauts": "OK"}, 400, "unknown: stauts; there are status"),
        ("next", [], 400, "expected a JSON object"),
        ("clock", {"move": "1"}, 400, "expected seconds"),
        ("clock", {"move": -1}, 400, "expected seconds"),
        ("recognise", {"faces": ["ana"]}, 400, "64 hex digits"),
        ("recognise", {"sha256": "0" * 64, "faces": [1]}, 400, "short names"),
        ("recognise", {"sha256": "0" * 64, "faces": "ana"}, 400, "64 hex digits"),
        ("reset", {"really": True}, 400, "nothing is expected here"),
        ("restart", {}, 404, "there are calls, clock, health, next, recognise, reset"),
        ("reset", None, 405, "expected POST"),
        ("calls", {}, 405, "expected GET"),
    ],
)
def test_slips_are_told(emulator: Emulator, word: str, asked: Any, code: int, text: str) -> None:
    """What cannot be meant is told in ``error``, and changes nothing."""
    answer = control(emulator, word, asked)
    assert answer.status_code == code
    assert text in answer.json()["error"]


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100000, b'"' + b"x" * 300000 + b'"'])
def test_bodies_that_are_no_json(emulator: Emulator, body: bytes) -> None:
    """Broken, nested and endless bodies are refused like slips."""
    answer = requests.post(f"{emulator.url}/_emulator/next", data=body, timeout=10)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_pages_of_browsers_are_refused(emulator: Emulator) -> None:
    """A page that somebody has open cannot control her emulator, in whatever namespace."""
    origin = {"Origin": "https://evil.example"}
    for word in ("reset", "in/gw0/_emulator/reset"):
        assert control(emulator, word, {}, headers=origin).status_code == 403
    assert requests.post(emulator.url + PATH, headers=origin, timeout=10).status_code == 401


def test_namespaces_are_apart() -> None:
    """Workers that name themselves, by header, query or address, do not see each other's script, calls or ids."""
    with Emulator() as emulator:
        emulator.recognise(PICTURE, faces=["ana"])
        header = {"Linkface-Emulator-Namespace": "gw0"}
        control(emulator, "next", {"status": "OUT_OF_QUOTA", "times": 3}, headers=header)
        assert compare(emulator.url)["status"] == "OK"
        assert compare(f"{emulator.url}/_emulator/in/gw0")["status"] == "OUT_OF_QUOTA"
        assert compare(emulator.url, headers=header)["status"] == "OUT_OF_QUOTA"
        assert compare(emulator.url, params={"_namespace": "gw0"})["status"] == "OUT_OF_QUOTA"
        assert len(control(emulator, "in/gw0/_emulator/calls").json()["calls"]) == 3
        assert len(control(emulator, "calls", params={"_namespace": "gw0"}).json()["calls"]) == 3
        assert len(emulator.calls) == 1
        control(emulator, "in/gw0/_emulator/reset", {})
        assert len(emulator.calls) == 1
        assert compare(f"{emulator.url}/_emulator/in/gw0")["status"] == "NO_FACE_DETECTED"


def test_namespaces_are_bounded() -> None:
    """A name that cannot be one, or one too many, is refused and says so."""
    with Emulator() as emulator:
        for name in ("a.b", "x" * 65, "-"):
            answer = control(emulator, "calls", headers={"Linkface-Emulator-Namespace": name})
            assert "has a name of up to 64 letters" in answer.json()["error"]
        codes = [control(emulator, f"in/w{number}/_emulator/calls").status_code for number in range(65)]
        assert codes.count(400) == 2
        assert control(emulator, "calls").status_code == 200
