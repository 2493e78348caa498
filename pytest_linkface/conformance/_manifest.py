"""The script as plain JSON: requests with their fields and files in order, and the outcomes that are allowed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from pytest_linkface import images
from pytest_linkface.checks import Expectation
from pytest_linkface.conformance._image_host import HANGING, LOGIN, MISSING, MOVED, PAGE
from pytest_linkface.conformance._script import GOOD, SPECIAL, URL, Control, Line, Scene, control_call, script
from pytest_linkface.conformance.cases_urls import PICTURES
from pytest_linkface.contract import METHOD, PATH, SIDES, STATUSES, clause_set, clauses
from pytest_linkface.exchange import Account, Call, Upload
from pytest_linkface.images import Picture

_FOLDER = "pictures"
_FORMAT = 1
_ROLES = {"good": "an account in order"} | {status: f"an account that is answered {status}" for status in SPECIAL}

Value = str | bytes | Upload
"""What a field holds."""


def manifest() -> tuple[dict[str, Any], dict[str, Picture]]:
    """The manifest without what only the bytes tell, and the pictures by the path of their file."""
    scenes = list(script())
    controls = sorted({control for scene in scenes for control in scene.controls})
    files = _files(scenes, controls)
    return {
        "format": _FORMAT,
        "clause_set": clause_set(),
        "endpoint": {"method": METHOD, "path": PATH},
        "roles": _ROLES,
        "clauses": {name: _clause(name) for name in sorted({name for scene in scenes for name in _clauses(scene)})},
        "hosted": _hosted(),
        "controls": {_name(control): _control(control) for control in controls},
        "cases": [_case(scene) for scene in scenes],
    }, files


def _files(scenes: Iterable[Scene], controls: Iterable[Control]) -> dict[str, Picture]:
    """Every picture that is sent or hosted, by the path of its file, in order of the paths."""
    calls = [*(line.call for scene in scenes for line in scene.lines), *map(control_call, controls)]
    sent = (value for call in calls for _, value in call.parameters() if isinstance(value, Upload))
    pictures = {*map(_picture, sent), *PICTURES.values()}
    return dict(sorted(((_path(picture), picture) for picture in pictures), key=itemgetter(0)))


def _picture(upload: Upload) -> Picture:
    return images.from_recipe(upload.recipe)


def _path(picture: Picture) -> str:
    """The recipe as a file name; it stays the same whatever bytes an encoder makes of it."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", picture.recipe.replace("images.", "")).strip("-")
    return f"{_FOLDER}/{words}.{picture.suffix}"


def _clause(name: str) -> dict[str, Any]:
    clause = clauses()[name]
    return {"level": str(clause.level), "gloss": clause.gloss, "lines": [quote.line for quote in clause.quotes]}


def _clauses(scene: Scene) -> list[str]:
    """The case's own, and those that its calls are held to."""
    held = (line.expectation.clause for line in scene.lines if line.expectation)
    return list(dict.fromkeys([scene.case.clause, *held]))


def _hosted() -> dict[str, Any]:
    """What a url leads to: a file, or the answer of a web server that has none."""
    files = {name: {"http_code": 200, "file": _path(picture)} for name, picture in PICTURES.items()}
    return files | {
        MISSING: {"http_code": 404},
        HANGING: {"never": True},
        PAGE: {"http_code": 200, "content_type": "text/html", "body": LOGIN},
        MOVED: {"http_code": 302, "location_of": next(iter(PICTURES))},
    }


def _name(control: Control) -> str:
    format, placement = control
    return f"{format}, credentials in the {placement}"


def _control(control: Control) -> dict[str, Any]:
    return _request(control_call(control), {}) | {"allowed": _allowed(Expectation("", shape=(1, 1)))}


def _case(scene: Scene) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {}
    calls = []
    for number, line in enumerate(scene.lines):
        calls.append(_request(line.call, known) | _judged(line))
        known |= {id: {"call": number, "side": side} for side, id in line.ids.items()}
    return {
        "id": scene.case.id,
        "clauses": _clauses(scene),
        "level": str(clauses()[scene.case.clause].level),
        "controls": [_name(control) for control in scene.controls],
        "calls": calls,
        "not_in_files": [name for name, needed in _not_in_files(scene, calls).items() if needed],
        "compared": list(dict.fromkeys(scene.also)),
    }


def _not_in_files(scene: Scene, calls: list[dict[str, Any]]) -> dict[str, bool]:
    """What a case needs beyond its files, each under the name that the schema explains."""
    fields = [field for call in calls for field in call["fields"]]
    roles = {given.get("role", "good") for call in calls for given in call["credentials"]}
    return {
        "ids": any("id_of" in field for field in fields),
        "urls": any("url_of" in field for field in fields),
        "together": scene.together,
        "compared": bool(scene.also),
        "special account": roles != {"good"} and bool(roles),
    }


def _request(call: Call, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "method": call.method,
        "path": call.path,
        "credentials_in": str(call.placement),
        "credentials": [{"name": name, **_credential(str(value))} for name, value in call.credentials],
        "fields": [{"name": name, **_field(value, known)} for name, value in call.parameters()],
    }


def _credential(value: str) -> dict[str, Any]:
    """The role of the account that a credential belongs to, or a text that is nobody's."""
    for role, account in _accounts():
        if value in (account.id, account.secret):
            return {"role": role}
        if value == account.secret[:-1]:
            return {"role": role, "without_last": 1}
    return {"value": value}


def _accounts() -> Iterator[tuple[str, Account]]:
    yield "good", GOOD
    yield from SPECIAL.items()


def _field(value: Value, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if isinstance(value, Upload):
        content_type = {"content_type": value.content_type} if value.content_type else {}
        return {"file": _path(_picture(value)), "file_name": value.file_name, **content_type}
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if value in known:
        return {"id_of": known[value]}
    if value.startswith(URL):
        return {"url_of": value.removeprefix(URL)}
    return {"value": value}


def _judged(line: Line) -> dict[str, Any]:
    if line.expectation:
        return {"clause": line.expectation.clause, "allowed": _allowed(line.expectation)}
    return {"allowed": "anything" if line.may_fail else "no failure"}


def _allowed(expectation: Expectation) -> list[dict[str, Any]]:
    return [_outcome(STATUSES[name].http_code, name, expectation) for name in expectation.statuses]


def _outcome(http_code: int, status: str, expectation: Expectation) -> dict[str, Any]:
    outcome: dict[str, Any] = {"http_code": http_code, "status": status}
    if status == "OK":
        outcome["ids"] = [side for side in SIDES if side not in expectation.by_id]
        if expectation.shape:
            outcome["matrix"] = list(expectation.shape)
    elif STATUSES[status].names_image and expectation.side:
        outcome["image"] = expectation.side
    return outcome
