"""The servers that judge the suite: the reference keeps its word, faults show, controls keep promises."""

import functools
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import requests

from tests.servers import _download, faults
from tests.servers._asking import Ask
from tests.servers._serving import Served
from tests.servers._terms import ABOUT_A_PICTURE, CODES, ERRORS, Wire
from tests.servers.battery import GOOD, PATH, ask, both, flat, ids_of, judged, photo, rotated, seen, turned
from tests.servers.controls import CONTROLS
from tests.servers.faults import FAULTS, ONE_OF_EACH
from tests.servers.liars import LIARS
from tests.servers.reference import Reference, Service
from tests.servers.scenarios import PROMISES, SILENCE

MIB = 1024 * 1024


def _gallery(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Pictures for urls, and what happens to pictures on the way."""
    name = environ["PATH_INFO"].strip("/")
    if name == "slow":
        time.sleep(0.5)
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
    """The base of a server of pictures; downloads are impatient meanwhile."""
    with pytest.MonkeyPatch.context() as patch, Served(_gallery) as gallery:
        patch.setattr(_download, "SECONDS", 0.25)
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
        return ({**PROMISES, **SILENCE})[name](Service().reply, pictures)

    return answers


def _body(wire: Wire) -> dict[str, Any]:
    body = json.loads(b"".join(wire.pieces))
    assert isinstance(body, dict)
    return body


def _post(url: str, *, query: Mapping[str, bytes] = GOOD, **parts: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(
            url + PATH, params={name: value.decode() for name, value in query.items()}, **parts, timeout=5
        )


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


def test_all_statuses_can_be_met(pictures: str, service: Service) -> None:
    """Each of the 17 errors occurs by a cause of its own, with its code, its image and its reason."""
    met = {}
    for scenario in ("refusals", "accounts", "urls", "slow urls"):
        for wire in PROMISES[scenario](service.reply, pictures):
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


def test_the_socket_takes_what_clients_send() -> None:
    """Requests posts files with credentials in the form, and what is not UTF-8 arrives as it was sent."""
    with Reference() as server:
        files = {"image_one_file": ("\u7167\u7247", photo()), "image_two_file": ("x.png", photo())}
        good = _post(server.url, query={}, data=GOOD, files=files)
        bad = _post(server.url, data={"remark": b"\xff\xfe"}, files=files)
    assert (good.status_code, good.json()["max_confidence"]) == (200, 1.0)
    assert (bad.status_code, bad.json()["status"]) == (400, "ENCODING_ERROR")


def test_serving_begins_and_ends_at_once() -> None:
    """A server listens and is gone again within a tenth of a second, and its port is free."""
    began = time.perf_counter()
    with Reference() as server:
        url = server.url
    assert time.perf_counter() - began < 0.1
    with pytest.raises(requests.ConnectionError):
        _post(url)


def test_names_are_given_once() -> None:
    """No two faults share a name, so none is hidden; there are enough of each kind."""
    assert len(FAULTS) == len(faults.ALL) >= 80
    assert len(CONTROLS) >= 35
    assert len(ONE_OF_EACH) >= 60


_FIRST = {
    "LF-OK": ["basics", "urls", "reused"],
    "LF-SRC": ["reused", "urls", "refusals"],
    "LF-CRED": ["accounts"],
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
    return list(dict.fromkeys([*first, *PROMISES]))


def _request_ids(wires: list[Wire]) -> int:
    return len({str(_body(wire).get("request_id")) for wire in wires})


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_shows_on_the_wire(name: str, expected: Any, pictures: str) -> None:
    """Each broken promise changes at least one answer: no fault is void."""
    service = Service(behaviour=FAULTS[name].make())
    if "LF-ANS-REQUEST-ID-FRESH" in FAULTS[name].ids:
        wires = PROMISES["basics"](service.reply, pictures)
        if _request_ids(wires) < len(wires):
            return
    for scenario in (*_likely(FAULTS[name].ids[0]), *SILENCE):
        found = {**PROMISES, **SILENCE}[scenario](service.reply, pictures)
        if list(map(seen, found)) != list(map(seen, expected(scenario))):
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
}
_JUDGED_OTHERWISE = {"urls-guarded": ("urls", "reused", "turned"), "unreachable-as-timeout": ("urls",)}


@pytest.mark.parametrize("name", [name for name in CONTROLS if name != "slow"])
def test_a_control_keeps_the_promises(name: str, expected: Any, pictures: str) -> None:
    """Each control judges every promised case as the reference does, and differs in something else."""
    service = Service(behaviour=CONTROLS[name].make())
    differs = name in _SAME_ON_THE_WIRE
    for scenario in _QUICK:
        found = PROMISES[scenario](service.reply, pictures)
        if scenario not in _JUDGED_OTHERWISE.get(name, ()):
            assert list(map(judged, found)) == list(map(judged, expected(scenario)))
        differs |= list(map(seen, found)) != list(map(seen, expected(scenario)))
    silent = SILENCE["silence"](service.reply, pictures)
    assert differs or list(map(seen, silent)) != list(map(seen, expected("silence")))


@pytest.mark.parametrize("name", ["slow", "http-1.0", "kept-open", "gzip", "chunked-small", "small-headers"])
def test_a_control_is_understood_by_a_client(name: str) -> None:
    """What concerns the socket is served so that Requests reads it, twice on one connection."""
    files = {"image_one_file": photo(), "image_two_file": photo()}
    with CONTROLS[name].serve() as server:
        for _ in range(2):
            assert _post(server.url, files=files).json()["max_confidence"] == 1.0


@pytest.mark.parametrize("name", LIARS)
def test_a_liar_never_answers_rightly_for_long(name: str) -> None:
    """No liar answers a good and a bad request as documented, and each begins and ends in time."""
    began = time.perf_counter()
    good = {"image_one_file": photo(), "image_two_file": photo()}
    bad = {"image_one_file": b"junk", "image_two_file": photo()}
    with LIARS[name].serve() as server:
        right = [_answered(server.url, files) for files in (good, bad, good, bad)]
    assert right != [(200, "OK"), (400, "CORRUPT_IMAGE")] * 2
    assert time.perf_counter() - began < 4


def _answered(url: str, files: Mapping[str, bytes]) -> tuple[int, str]:
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.max_redirects = 4
            answer = session.post(url + PATH, params=dict(GOOD), files=files, timeout=0.3, stream=True)
            with answer:
                if "Content-Length" not in answer.headers:
                    return 0, "without an end"
                return answer.status_code, str(answer.json()["status"])
    except (requests.RequestException, ValueError, KeyError, TypeError, RecursionError) as error:
        return 0, type(error).__name__


def test_a_fault_over_the_socket() -> None:
    """What the table says arrives: every fault can be served, here one of each promise."""
    files = {"image_one_file": photo(), "image_two_file": photo()}
    for fault in ONE_OF_EACH.values():
        with fault.serve() as server:
            assert _post(server.url, files=files).status_code in {200, 201, 202, 400, 401, 500}, fault.name


def test_the_reference_is_quick() -> None:
    """A call with two small pictures costs a few milliseconds once they have been seen."""
    service, asked = Service(), ask(photo("ps"), photo("sp"))
    service.reply(asked)
    began = time.perf_counter()
    for _ in range(20):
        service.reply(replace(asked))
    assert (time.perf_counter() - began) / 20 < 0.02


def test_an_ask_keeps_bytes() -> None:
    """What is asked is bytes until it is judged, so that wrong UTF-8 survives parsing."""
    assert Ask("POST", PATH, {"a": b"\xff"}).raw("a") == b"\xff"
