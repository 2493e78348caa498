"""Pictures by url: from hosts that were allowed, in time, and from nowhere else."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._hosts import AllowedHosts, ForbiddenHostError
from pytest_linkface.images import html, padded, scene
from tests.emulator._asking import DEMO, Reply, ask

GOOD = scene(1).make()
CONTENTS = {"photo": GOOD, "big": padded(scene(1), 6 * 1024 * 1024).make(), "page": html().make(), "empty": b""}
PATIENCE = threading.Event()


class Pictures(BaseHTTPRequestHandler):
    """A host of pictures, with the ways in which hosts disappoint."""

    def do_GET(self) -> None:
        """Answer by the first word of the path."""
        kind, _, rest = self.path[1:].partition("/")
        ways = {"hang": self._hang, "drip": self._drip, "redirect": self._redirect, "cut": self._cut}
        with contextlib.suppress(OSError):
            ways.get(kind, self._plain)(rest)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def _plain(self, _: str) -> None:
        content = CONTENTS.get(self.path[1:], b"")
        self.send_response(200 if self.path[1:] in CONTENTS else 404)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _cut(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(GOOD)))
        self.end_headers()
        self.wfile.write(GOOD[:100])

    def _hang(self, _: str) -> None:
        PATIENCE.wait(30)

    def _drip(self, _: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not PATIENCE.wait(0.05):
            self.wfile.write(b"X-Drop: 1\r\n")

    def _redirect(self, rest: str) -> None:
        times, _, target = rest.partition("/")
        left = int(times) - 1
        self.send_response(302)
        self.send_header("Location", unquote(target) if left == 0 else f"/redirect/{left}/{target}")
        self.end_headers()


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The base url of a host on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    PATIENCE.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def allowing(host: str) -> Emulator:
    """An emulator that may fetch from that host, however busy the machine is."""
    return Emulator(allow_hosts=[host.removeprefix("http://")], download_timeout=20)


@pytest.fixture(scope="module")
def hurried(host: str) -> Emulator:
    """One that may do so for six tenths of a second."""
    return Emulator(allow_hosts=[host.removeprefix("http://")], download_timeout=0.6)


def fetch(emulator: Emulator, url: str, side: str = "one") -> Reply:
    """Compare what is behind a url with a good file."""
    other = "two" if side == "one" else "one"
    return ask(emulator, DEMO | {f"image_{side}_url": url}, files={f"image_{other}_file": GOOD})


def test_picture_by_url(allowing: Emulator, host: str) -> None:
    """A picture behind a url is compared like a file, and gets an id."""
    reply = fetch(allowing, f"{host}/photo")
    assert reply.json["confidences"] == [[1.0]]
    assert reply.json["image_one"] == {"image_one_id": reply.json["image_two"]["image_two_id"]}


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_loopback_by_its_own_name(host: str, name: str) -> None:
    """Who allows loopback as such means it, on any port."""
    emulator = Emulator(allow_hosts=[name])
    assert fetch(emulator, f"{host}/photo".replace("127.0.0.1", name)).json["status"] == "OK"


@pytest.mark.parametrize("side", ["one", "two"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("missing", "DOWNLOAD_ERROR"),
        ("cut", "DOWNLOAD_ERROR"),
        ("page", "CORRUPT_IMAGE"),
        ("empty", "CORRUPT_IMAGE"),
        ("big", "IMAGE_FILE_SIZE_TOO_BIG"),
        ("redirect/4/photo", "DOWNLOAD_ERROR"),
    ],
)
def test_disappointing_urls(allowing: Emulator, host: str, path: str, status: str, side: str) -> None:
    """What a url leads to is told by a documented status, on its side."""
    assert fetch(allowing, f"{host}/{path}", side).verdict == (400, status, f"image_{side}")


@pytest.mark.parametrize("path", ["hang", "drip", "redirect/1/%2Fhang"])
def test_slow_hosts(hurried: Emulator, host: str, path: str) -> None:
    """Silence and a head that comes by drops end at the deadline, which is one for all redirects."""
    begin = time.monotonic()
    assert fetch(hurried, f"{host}/{path}").verdict == (400, "DOWNLOAD_TIMEOUT", "image_one")
    assert 0.5 < time.monotonic() - begin < 10


def test_slow_hosts_keep_no_thread(hurried: Emulator, host: str) -> None:
    """After the deadline nobody listens to a host that goes on dripping."""
    fetch(hurried, f"{host}/drip")
    end = time.monotonic() + 10
    while any(thread.name == "linkface-download" for thread in threading.enumerate()):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_three_redirects(allowing: Emulator, host: str) -> None:
    """Three are followed."""
    assert fetch(allowing, f"{host}/redirect/3/%2Fphoto").json["status"] == "OK"


def test_redirect_to_a_forbidden_host(allowing: Emulator, host: str) -> None:
    """An allowed host cannot lead to one that is not."""
    elsewhere = host.replace("127.0.0.1", "localhost").replace("://", "%3A%2F%2F")
    reply = fetch(allowing, f"{host}/redirect/1/{elsewhere}%2Fphoto")
    assert reply.json["status"] == "DOWNLOAD_ERROR"
    assert "not allowed" in reply.json["reason"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://127.0.0.1/x", "//127.0.0.1/", "photo.jpg", "http://", "http://[", "\0",
        "http://me:secret@127.0.0.1/", "http://127.0.0.1:99999/", "http://127.0.0.1/\r\nX: 1", "http://169.254.169.254/",
    ],
)  # fmt: skip
def test_other_urls(allowing: Emulator, url: str) -> None:
    """Whatever else stands where a url should is refused, and not repeated in the answer."""
    reply = fetch(allowing, url)
    assert reply.verdict == (400, "DOWNLOAD_ERROR", "image_one")
    assert "secret" not in str(reply.json)


def test_nothing_is_allowed_by_default(emulator: Emulator, host: str) -> None:
    """An emulator of which nobody asked it fetches nothing, and says what to do."""
    reply = fetch(emulator, f"{host}/photo")
    assert reply.json["status"] == "DOWNLOAD_ERROR"
    assert reply.json["reason"] == "the url is not fetched: its host is not allowed (--allow-host, or allow_hosts=)"


def test_proxies_of_the_environment_are_not_used(
    allowing: Emulator, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would resolve the host once more, unchecked."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert fetch(allowing, f"{host}/photo").json["status"] == "OK"


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:10.0.0.7", "224.0.0.1", "0.0.0.0"]
)
def test_public_names_of_private_addresses(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that is allowed by name alone leads to no private address, whatever its name server says."""

    def resolve(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(0, 0, 0, "", (found, port)) for found in ("93.184.215.14", address)]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    with pytest.raises(ForbiddenHostError):
        AllowedHosts.of(["example.org"]).addresses("example.org", 80)
    assert AllowedHosts.of(["Example.org:80"]).addresses("example.org", 80) == ["93.184.215.14", address]
    with pytest.raises(ForbiddenHostError):
        AllowedHosts.of(["example.org:80"]).addresses("example.org", 81)


def test_names_are_asked_once(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one that is connected to: nobody hears a name server's second answer."""
    port, asked = int(host.rpartition(":")[2]), list[str]()

    def resolve(name: str, port: int, *_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        if name != "pictures.example":
            return [(2, 1, 6, "", (name, port))]
        asked.append(name)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "127.0.0.99", port))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    emulator = Emulator(allow_hosts=[f"pictures.example:{port}"])
    assert fetch(emulator, f"http://pictures.example:{port}/photo").json["status"] == "OK"
    assert asked == ["pictures.example"]
