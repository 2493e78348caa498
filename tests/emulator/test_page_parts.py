"""What a browser gets for the page at `/`: files with strict headers, the contract's tables, and places of faces."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from PIL import Image, ImageDraw

from pytest_linkface.contract import ERROR_RATES, PATH, STATUSES
from pytest_linkface.emulator import Account, Emulator, Face
from pytest_linkface.images import padded, scene
from tests.emulator._asking import DEMO
from tests.emulator.conftest import encoded

PARTS = sorted(part.name for part in (files("pytest_linkface.emulator") / "page").iterdir() if part.is_file())


def get(url: str, method: str = "GET") -> requests.Response:
    """Ask for a part of the page."""
    return requests.request(method, url, timeout=10)


def policy(answer: requests.Response) -> dict[str, str]:
    """The directives of an answer's Content-Security-Policy with their values."""
    directives = (directive.split(maxsplit=1) for directive in answer.headers["Content-Security-Policy"].split(";"))
    return {words[0]: words[1] if len(words) > 1 else "" for words in directives}


@pytest.mark.parametrize("path", ["/", "/page/facts.json", *(f"/page/{name}" for name in PARTS if "html" not in name)])
def test_every_part_is_locked_up(emulator: Emulator, path: str) -> None:
    """Each part forbids inline code, other hosts, framing and guessing of types; HEAD has the same head and no body."""
    whole, head = get(emulator.url + path), get(emulator.url + path, "HEAD")
    assert whole.status_code == head.status_code == 200
    assert head.content == b""
    assert whole.headers == head.headers
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Type"].partition(";")[0] in {
        "text/html", "text/css", "text/javascript", "application/json", "image/svg+xml",
    }  # fmt: skip
    directives = policy(whole)
    assert directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert {directives[name] for name in ("script-src", "style-src", "connect-src")} == {"'self'"}
    assert "unsafe" not in whole.headers["Content-Security-Policy"]


def test_the_page_refers_to_itself_alone(emulator: Emulator) -> None:
    """Everything that the page's files name is served, from under the page; there is no markup made of text."""
    page = get(emulator.url + "/").text
    named = [*re.findall(r'(?:href|src)="([^"#]+)"', page), "page/facts.json"]
    assert len(named) > 3
    for name in named:
        assert get(urljoin(emulator.url + "/", name)).status_code == 200
    scripts = "".join(get(f"{emulator.url}/page/{name}").text for name in PARTS if name.endswith(".js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage|cookie", scripts)
    assert "http" not in re.sub(r"http_code", "", scripts)
    for name in re.findall(r'from "\./([\w.]+)"', scripts):
        assert name in PARTS


def test_both_languages_have_every_word(emulator: Emulator) -> None:
    """What the page says, it can say in English and in Chinese, with the same values put in."""
    texts = {name: get(f"{emulator.url}/page/{name}").text for name in PARTS if name.endswith(".js")}
    page = get(emulator.url + "/").text
    tables = re.findall(r"const (?:ENGLISH|CHINESE) = \{\n(.*?)\n\};", texts["words.js"], re.DOTALL)
    english, chinese = (dict(re.findall(r'^  (\w+):\s+"(.*)",$', table, re.MULTILINE)) for table in tables)
    assert english.keys() == chinese.keys()
    for word in english:
        assert sorted(re.findall(r"\{\w+\}", english[word])) == sorted(re.findall(r"\{\w+\}", chinese[word])), word
    named = {*re.findall(r'data-word="(\w+)"', page), *re.findall(r'say\("(\w+)"', "".join(texts.values()))}
    assert len(named) > 40
    assert named <= english.keys()
    for word, shown in re.findall(r'data-word="(\w+)"[^>]*>([^<]*)<', page):
        assert shown == english[word]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_looking_gets_the_page(emulator: Emulator, method: str) -> None:
    """Whatever is not GET or HEAD finds at the page's paths what it finds at any wrong path."""
    for path in ("/", "/page/page.js"):
        answer = get(emulator.url + path, method)
        assert (answer.status_code, answer.json()["status"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["/page", "/page/", "/page/../_page.py", "/page/%2e%2e/_page.py", "/page/no.js", "//"])
def test_nothing_else_is_served(emulator: Emulator, path: str) -> None:
    """A path beside those of the page is a wrong path, however it is spelled."""
    request = requests.Request("GET", emulator.url).prepare()
    request.url = emulator.url + path
    with requests.Session() as session:
        assert session.send(request, timeout=10).json()["status"] == "NOT_FOUND"


def test_looking_is_no_call() -> None:
    """The page costs nothing and leaves no trace among the calls."""
    with Emulator() as emulator:
        for name in ("/", "/page/page.js", "/page/facts.json"):
            get(emulator.url + name)
        assert emulator.calls == ()


def test_the_page_knows_the_contract(emulator: Emulator) -> None:
    """Rates, codes, lines and the manual's words are those of the contract's tables."""
    facts = get(emulator.url + "/page/facts.json").json()
    assert facts["path"] == PATH
    assert dict(facts["error_rates"]) == ERROR_RATES
    assert {name: told["http_code"] for name, told in facts["statuses"].items()} == {
        name: status.http_code for name, status in STATUSES.items()
    }
    no_face = facts["statuses"]["NO_FACE_DETECTED"]
    assert no_face["clause"] == "LF-ERR-NO-FACE-DETECTED"
    assert no_face["line"] == 96
    assert no_face["manual"] == "图片未检测出人脸 。对应图片见字段 image 所反馈的值"


def test_only_the_public_account_is_filled_in() -> None:
    """The page is told the documented account where that is a good one, and no account of anybody's own ever."""
    with Emulator() as public, Emulator([Account("mine", "my-own-secret")], control=False) as private:
        assert get(public.url + "/page/facts.json").json()["account"] == DEMO
        answer = get(private.url + "/page/facts.json")
        assert answer.json()["account"] is None
        assert answer.json()["has_control"] is False
        assert "my-own-secret" not in answer.text


def test_a_namespace_has_the_page_too(emulator: Emulator) -> None:
    """Under the address of a namespace the page's own relative addresses stay in it."""
    base = f"{emulator.url}/_emulator/in/gw7/"
    for name in ("", "page/page.js", "page/facts.json", "_emulator/calls"):
        assert get(urljoin(base, name)).status_code == 200


def calls(emulator: Emulator, one: bytes, two: bytes, **data: str) -> Any:
    """Compare two pictures, and what the control tells of it afterwards."""
    sent = {"image_one_file": one, "image_two_file": two}
    requests.post(emulator.url + PATH, data=DEMO | data, files=sent, timeout=20)
    return requests.get(f"{emulator.url}/_emulator/calls", timeout=10).json()["calls"][-1]


class Marked:
    """Finds one 'face', the red rectangle of a picture, when the picture was turned by just so much."""

    def __init__(self, turn: int) -> None:
        self.turn = turn

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """The red rectangle in the turned picture."""
        turned = picture.rotate(self.turn, expand=True)
        box = turned.getchannel("R").point(lambda value: 255 * (value > 128)).getbbox()
        assert box is not None
        left, top, right, bottom = box
        return (Face(left, top, right - left, bottom - top, self.turn, b"red"),) if self.turn in turns else ()

    def confidence(self, one: Face, two: Face) -> float:
        """All red rectangles are alike."""
        return float(one.features == two.features)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_a_face_is_placed_in_the_upright_picture(turn: int, orientation: int) -> None:
    """However the picture was turned to find a face, its place is told as a browser shows the picture."""
    upright = Image.new("RGB", (200, 100))
    ImageDraw.Draw(upright).rectangle((20, 10, 79, 39), fill="red")
    stored = upright.rotate({1: 0, 6: 90, 8: 270}[orientation], expand=True)
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = encoded(stored, "JPEG", quality=95, exif=exif.tobytes())
    with Emulator(engine=Marked(turn)) as emulator:
        faces = calls(emulator, picture, picture, image_one_auto_rotate="true", image_two_auto_rotate="true")["faces"]
    (place,) = faces["one"]
    assert faces["two"] == faces["one"]
    assert place.pop("turn") == turn
    assert place == pytest.approx({"left": 0.1, "top": 0.1, "width": 0.3, "height": 0.3}, abs=0.03)


def test_faces_of_large_pictures_are_placed(emulator: Emulator) -> None:
    """Scaling a picture down to search it does not move its faces."""
    small = scene(2).make()
    with Image.open(io.BytesIO(small)) as picture:
        large = encoded(picture.resize((picture.width * 8, picture.height * 8)), "JPEG", quality=80)
    faces = calls(emulator, small, large)["faces"]
    assert len(faces["one"]) == 2
    for one, two in zip(faces["one"], faces["two"], strict=True):
        assert two == pytest.approx(one, abs=0.05)


def test_stated_faces_have_no_place() -> None:
    """Where somebody said who is on a picture, nobody says where."""
    one, two = scene(1).make(), scene(2).make()
    with Emulator() as emulator:
        emulator.recognise(one, faces=["ana"])
        assert calls(emulator, one, two)["faces"]["one"] is None
        assert len(calls(emulator, one, two)["faces"]["two"]) == 2


def test_faces_of_a_refused_picture_are_told(emulator: Emulator) -> None:
    """Of too many faces each has its place, and a picture that nobody could decode has none."""
    people = padded(scene(5), 50_001).make()  # which no other test has shown to this emulator
    faces = calls(emulator, people, b"no picture")["faces"]
    assert faces == {"one": None, "two": None}
    call = calls(emulator, people, scene(1).make())
    assert call["status"] == "TOO_MANY_FACES"
    assert len(call["faces"]["one"]) == 5
