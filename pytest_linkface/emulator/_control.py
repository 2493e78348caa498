"""The emulator's own paths, ``/_emulator/...``, for tests in any language: JSON comes in, and JSON goes out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._namespace import Namespace
from pytest_linkface.emulator._reply import Reply
from pytest_linkface.emulator._script import Step

PREFIX = b"/_emulator/"
MAX_BODY = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")

Asked = dict[str, Any]


class Control:
    """One request to the control of a namespace."""

    def __init__(self, namespace: Namespace, head: Head) -> None:
        self._namespace = namespace
        self._head = head
        self._body = bytearray()
        self.wants_body = True

    def feed(self, chunk: bytes | bytearray) -> None:
        """Take the next bytes of the body."""
        self._body += chunk[: MAX_BODY + 1 - len(self._body)]
        self.wants_body = len(self._body) <= MAX_BODY

    def reply(self) -> Reply:
        """Do what is asked, and say so."""
        word = self._head.path.removeprefix(PREFIX).decode("latin-1")
        known = {method: do for (method, name), do in COMMANDS.items() if name == word}
        if not known:
            return _told(404, {"error": f"there are {', '.join(sorted({name for _, name in COMMANDS}))}"})
        if self._head.method not in known:
            return _told(405, {"error": f"expected {' or '.join(known)}"})
        try:
            return _told(200, known[self._head.method](self._namespace, self._asked()))
        except ValueError as error:
            return _told(400, {"error": str(error)})

    def _asked(self) -> Asked:
        if not self._body:
            return {}
        if len(self._body) > MAX_BODY:
            raise ValueError(f"the body is longer than {MAX_BODY:,} bytes")
        try:
            asked = json.loads(self._body)
        except (ValueError, RecursionError):
            raise ValueError("the body is not JSON") from None
        if not isinstance(asked, dict):
            raise ValueError("expected a JSON object")  # noqa: TRY004 -- one kind of error for all that is wrong here
        return asked


class Refused:
    """A request that is not even listened to."""

    def __init__(self, code: int, text: str) -> None:
        self._reply = _told(code, {"error": text})
        self.wants_body = False

    def feed(self, chunk: bytes | bytearray) -> None:
        """Ignore it."""

    def reply(self) -> Reply:
        """Say why."""
        return self._reply


def _health(_: Namespace, asked: Asked) -> Asked:
    _only(asked)
    return {"status": "ok"}


def _reset(namespace: Namespace, asked: Asked) -> Asked:
    _only(asked)
    namespace.reset()
    return {"reset": True}


def _calls(namespace: Namespace, asked: Asked) -> Asked:
    _only(asked)
    from pytest_linkface.emulator._places import places  # for people and their tests, not for the first answer

    calls = namespace.journal.calls
    return {"calls": [call.as_json() | {"faces": places(call, namespace.truths)} for call in calls]}


def _next(namespace: Namespace, asked: Asked) -> Asked:
    _only(asked, *vars(Step()))
    namespace.script.add(Step(**asked))
    return {"waiting": len(namespace.script)}


def _time(namespace: Namespace, asked: Asked) -> Asked:
    _only(asked)
    return {"now": namespace.clock()}


def _clock(namespace: Namespace, asked: Asked) -> Asked:
    _only(asked, "move")
    namespace.clock.move(asked.get("move", 0))
    return {"now": namespace.clock()}


def _recognise(namespace: Namespace, asked: Asked) -> Asked:
    _only(asked, "sha256", "faces")
    sha256, faces = str(asked.get("sha256")).lower(), asked.get("faces")
    if not _SHA256.fullmatch(sha256) or not isinstance(faces, list):
        raise ValueError('expected {"sha256": the picture\'s, in 64 hex digits, "faces": ["ana", "bo"]}')
    namespace.recognise(sha256, faces)
    return {"stated": len(faces)}


COMMANDS: dict[tuple[str, str], Callable[[Namespace, Asked], Asked]] = {
    ("GET", "health"): _health,
    ("GET", "calls"): _calls,
    ("GET", "clock"): _time,
    ("POST", "clock"): _clock,
    ("POST", "next"): _next,
    ("POST", "recognise"): _recognise,
    ("POST", "reset"): _reset,
}


def _only(asked: Asked, *known: str) -> None:
    if unknown := sorted(map(str, asked.keys() - set(known))):
        expected = f"there are {', '.join(known)}" if known else "nothing is expected here"
        raise ValueError(f"unknown: {', '.join(unknown)[:200]}; {expected}")


def _told(code: int, what: Asked) -> Reply:
    return Reply(code, json.dumps(what, ensure_ascii=False).encode("utf-8", "backslashreplace"))
