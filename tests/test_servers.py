"""The servers that judge the suite: the reference keeps its word, faults show, controls keep promises."""

import functools
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder

from tests.servers import faults
from tests.servers._asking import Ask
from tests.servers._behaviour import Behaviour
from tests.servers._serving import Served
from tests.servers._terms import ABOUT_A_PICTURE, CODES, ERRORS, Wire
from tests.servers.battery import GOOD, PATH, ask, both, flat, ids_of, judged, photo, rotated, seen, turned
from tests.servers.controls import CONTROLS, HABITS
from tests.servers.faults import CORNERS, FAULTS, ONE_OF_EACH
from tests.servers.reference import Service
from tests.servers.scenarios import PROMISES, SILENCE

MIB = 1024 * 1024
_SCENARIOS = {**PROMISES, **SILENCE}
_QUERY = {name: value.decode() for name, value in GOOD.items()}


def _services(behaviour: Behaviour | None = None) -> Callable[[str], Service]:
    """By scenario: one service soon gives slow downloads up, the other waits for good ones on a busy machine too."""
    hurried, patient = (Service(behaviour=behaviour, download_seconds=seconds) for seconds in (0.4, 10.0))
    return lambda scenario: hurried if scenario == "slow urls" else patient


def _gallery(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Pictures for urls, and what happens to pictures on the way."""
    name = environ["PATH_INFO"].strip("/")
    if name == "slow":
        time.sleep(0.8)
    if name == "moved":
        start("302 Found", [("Location", "/ps")])
        return [b""]
    made: dict[str, Callable[[], bytes]] = {"page": lambda: b"<html>Hello</html>", "sideways": lambda: turned(6)}
    made |= {"4001x20": lambda: flat(4001, 20), "20x8": lambda: flat(20, 8), "slow": photo}
    if name not in made and not name.isdigit() and not set(name) <= set("ps"):
        start("404 Not Found", [("Content-Length", "0")])
        return [b""]
    body = made[name]() if name in made else photo(size=int(name)) if name.isdigit() else photo(name)
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture(scope="module")
def pictures() -> Iterator[str]:
    """The base of a server of pictures."""
    with Served(_gallery) as gallery:
        yield gallery.url


@pytest.fixture
def service() -> Service:
    """A fresh reference without a socket."""
    return Service()


@pytest.fixture(scope="module")
def expected(pictures: str) -> Any:
    """What the reference answers to a scenario, asked once."""

    @functools.cache
    def answers(name: str) -> list[Wire]:
        return list(_SCENARIOS[name](_services()(name).reply, pictures))

    return answers


def _body(wire: Wire) -> dict[str, Any]:
    body = json.loads(b"".join(wire.pieces))
    assert isinstance(body, dict)
    return body


def test_a_photo_is_itself(service: Service) -> None:
    """A real photograph compared with itself is OK, one row, one column, 1.0, with an id on each side."""
    body = _body(service.reply(ask(photo("p"), photo("p"))))
    assert (body["status"], body["confidences"], body["max_confidence"]) == ("OK", [[1.0]], 1.0)
    assert body["image_one"]["image_one_id"] != body["image_two"]["image_two_id"]


def test_the_matrix_follows_the_sides(service: Service) -> None:
    """Rows are the faces of image one; the person is found among strangers; swapping the sides transposes."""
    wide = _body(service.reply(ask(photo("p"), photo("sps"))))["confidences"]
    tall = _body(service.reply(ask(photo("sps"), photo("p"))))["confidences"]
    assert [list(row) for row in zip(*wide, strict=True)] == tall
    assert len(wide) == 1
    assert len(wide[0]) == 3
    assert wide[0][1] == max(wide[0]) > 0.9
    assert max(wide[0][0], wide[0][2]) < 0.6


@pytest.mark.parametrize(
    ("part", "status"),
    [
        (lambda: photo("pppp"), "OK"),
        (lambda: photo("ppppp"), "TOO_MANY_FACES"),
        (lambda: flat(100, 100), "NO_FACE_DETECTED"),
        (lambda: b"", "CORRUPT_IMAGE"),
        (lambda: b"text", "CORRUPT_IMAGE"),
        (lambda: photo()[:2000], "CORRUPT_IMAGE"),
        (lambda: photo("p", "PNG")[:2000], "CORRUPT_IMAGE"),
        (lambda: photo("p", "TIFF")[:2000], "CORRUPT_IMAGE"),
        (lambda: photo("p", "GIF")[:2000], "CORRUPT_IMAGE"),
        (lambda: photo("p", "BMP")[:2000], "CORRUPT_IMAGE"),
        (lambda: photo("p", "WEBP"), "INVALID_IMAGE_FORMAT_OR_SIZE"),
        (lambda: photo(size=5 * MIB), "OK"),
        (lambda: photo(size=5 * MIB + 1), "IMAGE_FILE_SIZE_TOO_BIG"),
        (lambda: "no-such-id", "IMAGE_ID_NOT_EXIST"),
        *((functools.partial(photo, "p", form), "OK") for form in ("PNG", "GIF", "BMP", "TIFF")),
        *((functools.partial(turned, orientation), "OK") for orientation in range(1, 9)),
        *((functools.partial(rotated, degrees), "NO_FACE_DETECTED") for degrees in (90, 180, 270)),
    ],
)
def test_a_picture_is_judged_on_either_side(service: Service, part: Any, status: str) -> None:
    """Each kind of picture is answered alike on both sides, and a refusal names the side."""
    for side, asked in zip(("one", "two"), both(part()), strict=True):
        body = _body(service.reply(asked))
        assert body["status"] == status
        assert body.get("image") == (None if status == "OK" else f"image_{side}")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize(("edge", "status"), [(8, "SIZE"), (9, "FACE"), (4000, "FACE"), (4001, "SIZE")])
def test_the_edges_of_size(service: Service, form: str, edge: int, status: str) -> None:
    """8 and 4001 pixels are refused, 9 and 4000 looked into, wide or high, in each format."""
    for width, height in ((edge, 20), (20, edge)):
        assert status in judged(service.reply(ask(flat(width, height, form), photo())))[1]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_auto_rotate_finds_the_face(service: Service, degrees: int) -> None:
    """With auto_rotate a face is found in each direction, on the side that asked for it alone."""
    asked = ask(rotated(degrees), photo(), image_one_auto_rotate=b"true")
    assert judged(service.reply(asked)) == (200, "OK")
    other = ask(rotated(degrees), photo(), image_two_auto_rotate=b"true")
    assert judged(service.reply(other)) == (400, "NO_FACE_DETECTED")


def test_all_statuses_can_be_met(pictures: str) -> None:
    """Each of the 17 errors occurs by a cause of its own, with its code, its image and its reason."""
    met, services = {}, _services()
    for scenario in ("refusals", "accounts", "urls", "slow urls"):
        for wire in PROMISES[scenario](services(scenario).reply, pictures):
            met[judged(wire)[1]] = wire
    assert set(met) - {"OK"} == set(ERRORS)
    for status in ERRORS:
        body = _body(met[status])
        assert met[status].code == CODES[status]
        assert body["request_id"]
        assert ("image" in body) >= (status in ABOUT_A_PICTURE)
        assert bool(body.get("reason")) >= (status in {"INVALID_ARGUMENT", "KEY_EXPIRED"})


def test_ids_lead_back(service: Service) -> None:
    """A returned id is good in both slots, again and again, and answered without a new id."""
    one, two = ids_of(service.reply(ask(photo("ps"), photo("s"))))
    for first, second, rows in ((one, two, 2), (two, one, 1), (one, one, 2)):
        body = _body(service.reply(ask(first, second)))
        assert len(body["confidences"]) == rows
        assert not {"image_one", "image_two"} & set(body)


def test_names_are_given_once() -> None:
    """No two faults share a name, so none is hidden; there are enough of each kind."""
    assert len(FAULTS) == len(faults.ALL) >= 80
    assert len(CONTROLS) >= 35
    assert len(ONE_OF_EACH) >= 60


_FIRST = {
    "LF-OK": ["basics", "urls", "reused"],
    "LF-SRC": ["reused", "urls", "refusals"],
    "LF-CRED": ["accounts", "silence"],
    "LF-UP": ["names"],
    "LF-IMG": ["faces", "formats", "turned", "edges", "edges by url", "reused"],
    "LF-IMG-MAX-BYTES": ["bytes"],
    "LF-IMG-EXIF": ["turned", "reused"],
    "LF-IMG-MAX-PX": ["edges", "edges by url"],
    "LF-IMG-MIN-PX": ["edges", "edges by url"],
    "LF-ERR-DOWNLOAD": ["urls", "slow urls"],
    "LF-ANS-CONCURRENT": ["at once"],
    "LF-ANS-NO-500": ["many"],
}


def _likely(ids: str) -> list[str]:
    first = [name for prefix, names in sorted(_FIRST.items(), reverse=True) if ids.startswith(prefix) for name in names]
    return list(dict.fromkeys([*first, *_SCENARIOS]))


def _request_ids(wires: list[Wire]) -> int:
    return len({str(_body(wire).get("request_id")) for wire in wires})


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in CORNERS])
def test_a_fault_shows_on_the_wire(name: str, expected: Any, pictures: str) -> None:
    """Each broken promise changes at least one answer: no fault is void."""
    services = _services(FAULTS[name].make())
    if "LF-ANS-REQUEST-ID-FRESH" in FAULTS[name].ids:
        wires = list(PROMISES["basics"](services("basics").reply, pictures))
        if _request_ids(wires) < len(wires):
            return
    for scenario in _likely(FAULTS[name].ids[0]):
        found = _SCENARIOS[scenario](services(scenario).reply, pictures)
        if any(seen(one) != seen(other) for one, other in zip(found, expected(scenario), strict=True)):
            return
    pytest.fail("no answer differs from the reference's")


_QUICK = ("basics", "refusals", "accounts", "faces", "turned", "reused", "urls", "names")
_SAME_ON_THE_WIRE = {
    "http-1.0": "a matter of the socket",
    "kept-open": "a matter of the socket",
    "ids-with-dashes": "ids differ anyhow",
    "slow": "a matter of time",
    "short-memory": "seen after fifty uploads",
    "gzip": "a client has to ask for it",
    "downloads-impatient": "a matter of time",
    "ids-by-content": "ids differ anyhow",
    "seldom-kinds-refused": "no scenario sends them",
}
_JUDGED_OTHERWISE = {"urls-guarded": ("urls", "reused", "turned"), "unreachable-as-timeout": ("urls",)}


@pytest.mark.parametrize("name", [name for name in CONTROLS if name not in {"slow", *HABITS}])
def test_a_control_keeps_the_promises(name: str, expected: Any, pictures: str) -> None:
    """Each control judges every promised case as the reference does, and differs in something else."""
    services = _services(CONTROLS[name].make())
    differs = name in _SAME_ON_THE_WIRE
    for scenario in _QUICK:
        found = list(PROMISES[scenario](services(scenario).reply, pictures))
        if scenario not in _JUDGED_OTHERWISE.get(name, ()):
            assert list(map(judged, found)) == list(map(judged, expected(scenario)))
        differs |= list(map(seen, found)) != list(map(seen, expected(scenario)))
    silent = SILENCE["silence"](services("silence").reply, pictures)
    assert differs or list(map(seen, silent)) != list(map(seen, expected("silence")))


def test_the_reference_is_quick() -> None:
    """A call with two small pictures costs a few milliseconds once they have been seen."""
    service, asked = Service(), ask(photo("ps"), photo("sp"))
    service.reply(asked)
    began = time.process_time()
    for _ in range(20):
        service.reply(replace(asked))
    assert (time.process_time() - began) / 20 < 0.02


def test_an_ask_keeps_bytes() -> None:
    """What is asked is bytes until it is judged, so that wrong UTF-8 survives parsing."""
    assert Ask("POST", PATH, {"a": b"\xff"}).raw("a") == b"\xff"


def _raw(*parts: tuple[bytes, bytes], end: bytes = b"--frontier--\r\n") -> bytes:
    return b"".join(b"--frontier\r\n" + head + b"\r\n\r\n" + body + b"\r\n" for head, body in parts) + end


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (_raw((b"Content-Disposition: form-data", b"?")), "multipart/form-data; boundary=frontier", "INVALID_ARGUMENT"),
        (_raw((b"X-Nothing: here", b"?")), "multipart/form-data; boundary=frontier", "INVALID_ARGUMENT"),
        (_raw(end=b""), "multipart/form-data; boundary=frontier", "INVALID_ARGUMENT"),
        (_raw(), "multipart/form-data", "INVALID_ARGUMENT"),
        (
            _raw((b'Content-Disposition: form-data; name="\xb1\xc8"', b"?")),
            "multipart/form-data; boundary=frontier",
            "ENCODING_ERROR",
        ),
        (b'{"image_one_id": "x"}', "application/json", "INVALID_ARGUMENT"),
        (b"image_one_id=%FF&image_two_id=x", "application/x-www-form-urlencoded", "ENCODING_ERROR"),
        (b"image_one_id=y&image_two_id=x", "application/x-www-form-urlencoded", "IMAGE_ID_NOT_EXIST"),
        (b"\x00\xff" * 50, "image/png", "INVALID_ARGUMENT"),
    ],
)
def test_odd_bodies_are_refused(service: Service, body: bytes, kind: str, status: str) -> None:
    """A body that is no form is refused with the fitting status, and never makes the server fail."""
    environ = EnvironBuilder(PATH, method="POST", query_string=_QUERY, data=body, content_type=kind).get_environ()
    answer = b"".join(service(environ, lambda *_: None))
    assert json.loads(answer)["status"] == status
