"""Whoever is slow holds nobody up: small calls are answered in one thread, and it is never the one that waits."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import requests
from PIL import Image

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._connection import Connection
from pytest_linkface.emulator._crew import SPARE, Crew, leads, let_others_lead
from pytest_linkface.emulator._desk import LARGE
from pytest_linkface.emulator._engine import Face
from pytest_linkface.emulator._spool import CALLS, MEMORY, PATIENCE
from pytest_linkface.emulator._tls import throwaway
from pytest_linkface.images import padded, scene
from tests.emulator._asking import DEMO
from tests.emulator.test_wire import connect, head

GOOD = scene(1).make()
MANY = 8
"""More than the threads that wait to lead."""


@dataclass
class SlowEngine:
    """Finds one face in each picture, once it is let."""

    let: threading.Event = field(default_factory=threading.Event)

    def find(self, picture: Image.Image, *, turns: Sequence[int]) -> tuple[Face, ...]:
        """One as large as the picture."""
        assert self.let.wait(30)
        return (Face(0, 0, *picture.size, turns[0], b"face"),)

    def confidence(self, one: Face, two: Face) -> float:
        """All are the same person's."""
        return float(one.features == two.features)


def test_a_bug_ends_its_thread_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that raises is told where threads tell of it, and another thread does what comes next."""
    done: list[int] = []
    end, told = threading.Event(), threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _: told.set())

    def work() -> bool:
        done.append(threading.get_ident())
        if len(done) == 1:
            raise LookupError("a bug")
        end.set()
        return False

    crew = Crew(work, lambda: None)
    crew.start()
    assert end.wait(10)
    assert told.wait(10)
    crew.end()
    assert len(set(done)) == 2


def is_prompt(url: str) -> bool:
    """Whether somebody else is answered, long before a deadline of the slow ones."""
    return requests.get(f"{url}/nowhere", timeout=5).status_code == 404


@contextmanager
def said(url: str, *pieces: bytes) -> Iterator[None]:
    """Connections on which this was sent, and nothing is read."""
    with ExitStack() as stack:
        for _ in range(MANY):
            sock = stack.enter_context(connect(url))
            for piece in pieces:
                sock.sendall(piece)
        time.sleep(0.05)
        yield


@pytest.mark.parametrize(
    "pieces",
    [
        (b"POST ",),
        (head(b"Content-Length: 100"), b"x=1"),
        (head(b"Content-Length: 10000000"), bytes(1_000_000)),
        (head(b"Transfer-Encoding: chunked"), b"5\r\nab"),
        (head(b"Content-Length: 100", target=b"/elsewhere"), b"x"),
    ],
    ids=["half a head", "half a body", "half a large body", "half a chunk", "half of what nobody reads"],
)
def test_the_silent_hold_nobody_up(pieces: tuple[bytes, ...]) -> None:
    """Nor do many of them at once."""
    with Emulator() as emulator, said(emulator.url, *pieces):
        assert is_prompt(emulator.url)


@pytest.mark.parametrize(("latency", "drip"), [(60, 0), (0, 60)], ids=["latency", "drip"])
def test_a_script_holds_nobody_up(latency: float, drip: float) -> None:
    """What is scripted to be slow is slow to the one who asked for it."""
    with Emulator() as emulator:
        emulator.next(times=MANY, latency=latency, drip=drip)
        with said(emulator.url, head(b"Content-Length: 0")):
            assert is_prompt(emulator.url)


def statuses_beside(url: str, ask: Callable[[], requests.Response], let: Callable[[], None]) -> set[str]:
    """What many slow calls are answered once they are let, after somebody else was answered beside them."""
    with ThreadPoolExecutor(MANY) as pool:
        asked = [pool.submit(ask) for _ in range(MANY)]
        time.sleep(0.3)
        try:
            assert is_prompt(url)
            assert not any(one.done() for one in asked)
        finally:
            let()
        return {one.result().json()["status"] for one in asked}


def posted(url: str, data: dict[str, str], **files: bytes) -> requests.Response:
    """One call, which may take its time."""
    return requests.post(url + PATH, data, files=files, timeout=60)


@pytest.mark.parametrize("size", [0, 2_000_000], ids=["small", "large"])
def test_a_search_for_faces_holds_nobody_up(size: int) -> None:
    """Some pictures are looked at, others wait for that, large ones for memory, and other calls go on."""
    engine, one = SlowEngine(), padded(scene(1), size).make() if size else GOOD
    with Emulator(engine=engine) as emulator:
        ask = partial(posted, emulator.url, DEMO, image_one_file=one, image_two_file=one)
        assert statuses_beside(emulator.url, ask, engine.let.set) == {"OK"}


def test_a_download_holds_nobody_up() -> None:
    """A host that says nothing is waited for by those who named it, until it goes away."""
    with (
        socket.create_server(("127.0.0.1", 0), backlog=MANY) as host,
        Emulator(allow_hosts=["127.0.0.1"], download_timeout=30) as emulator,
    ):
        url = f"http://127.0.0.1:{host.getsockname()[1]}/"
        ask = partial(posted, emulator.url, DEMO | {"image_one_url": url, "image_two_url": url})
        assert statuses_beside(emulator.url, ask, host.close) == {"DOWNLOAD_ERROR"}


def test_large_pictures_by_id_hold_nobody_up() -> None:
    """Nor are small calls quick that name large pictures, of which few are in memory at once."""
    engine, large = SlowEngine(), padded(scene(1), 2_000_000).make()
    engine.let.set()
    with Emulator(engine=engine) as emulator:
        told = posted(emulator.url, DEMO, image_one_file=large, image_two_file=GOOD).json()
        name = told["image_one"]["image_one_id"]
        engine.let.clear()
        turned = DEMO | {"image_one_id": name, "image_two_id": name, "image_one_auto_rotate": "true"}
        assert statuses_beside(emulator.url, partial(posted, emulator.url, turned), engine.let.set) == {"OK"}


def test_pictures_that_wait_for_memory_hold_nobody_up() -> None:
    """Each waits for a moment, before it is put into a file."""
    body = b'--b\r\nContent-Disposition: form-data; name="image_one_file"; filename="a"\r\n\r\n' + bytes(LARGE + 1)
    fields = (b"Content-Type: multipart/form-data; boundary=b", b"Content-Length: 200000")
    MEMORY.wait(CALLS)
    try:
        with Emulator() as emulator, said(emulator.url, head(*fields) + body):
            begin = time.monotonic()
            assert is_prompt(emulator.url)
            assert time.monotonic() - begin < MANY * PATIENCE / 2
    finally:
        MEMORY.give_back(CALLS)


def test_handshakes_hold_nobody_up(tmp_path: Path) -> None:
    """A client of https that says nothing waits in a thread of its own, and so does each that is served."""
    pytest.importorskip("trustme")
    authority = tmp_path / "ca.pem"
    with Emulator(tls=throwaway("127.0.0.1", authority)) as emulator, said(emulator.url):
        assert requests.get(f"{emulator.url}/nowhere", timeout=5, verify=str(authority)).status_code == 404


def test_pipelining_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends a thousand requests in one go is answered by a thread that does not lead."""
    led, answer = list[bool](), Connection.exchange

    def noted(connection: Connection) -> bool:
        led.append(leads())
        return answer(connection)

    monkeypatch.setattr(Connection, "exchange", noted)
    with Emulator() as emulator, connect(emulator.url) as eager:
        eager.settimeout(10)
        eager.sendall(head(target=b"/nowhere") * 1000)
        assert is_prompt(emulator.url)
        answered = b""
        while answered.count(b"HTTP/1.1 404 ") < 1000:
            answered += eager.recv(65536)
    assert led.count(False) > 900


def test_unread_answers_hold_nobody_up() -> None:
    """Who asks again and again and reads nothing fills the system's buffers, and waits alone."""
    with Emulator() as emulator, connect(emulator.url) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.settimeout(0.5)
        with pytest.raises(TimeoutError):
            deaf.sendall(head(target=b"/nowhere") * 1_000_000)
        assert is_prompt(emulator.url)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


class Work:
    """Rounds of work, each of which hands over and then takes as long as it is told."""

    def __init__(self) -> None:
        self.is_over = False
        self.let = threading.Event()
        self.begun = 0
        self.leading = 0
        self.most = 0
        self.parted = 0

    def round(self) -> bool:
        """One round; False at the end."""
        self.leading += 1
        self.most = max(self.most, self.leading)
        self.begun += 1
        time.sleep(0.001)
        self.leading -= 1
        if self.begun <= MANY:
            let_others_lead()
            assert self.let.wait(10)
        return not self.is_over

    def part(self) -> None:
        """Count those who hand over."""
        self.parted += 1


@pytest.fixture
def work() -> Work:
    """Work that nobody does yet."""
    return Work()


def _threads() -> int:
    return sum(thread.name == "linkface-emulator" for thread in threading.enumerate())


def test_one_thread_leads_at_a_time(work: Work) -> None:
    """Each that is kept hands over once; of those that come back two wait to lead, and the others end."""
    before, crew = _threads(), Crew(work.round, work.part)
    crew.start()
    _until(lambda: work.begun > MANY + 3)
    assert (work.most, work.parted) == (1, MANY)
    assert _threads() - before == MANY + 1
    work.let.set()
    _until(lambda: _threads() - before == SPARE + 1)
    work.is_over = True
    crew.end()
    _until(lambda: _threads() == before)


def test_without_another_thread_the_one_goes_on(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the system has none left, others wait rather than never being answered."""
    crew = Crew(work.round, work.part)
    monkeypatch.setattr(Crew, "start", _exhausted)
    work.let.set()
    alone = threading.Thread(target=crew._follow)
    alone.start()
    _until(lambda: work.begun > MANY + 3)
    work.is_over = True
    alone.join(10)
    assert (alone.is_alive(), work.parted) == (False, 0)


def _exhausted(_: Crew) -> None:
    raise RuntimeError("can't start new thread")


def test_elsewhere_there_is_nothing_to_hand_over() -> None:
    """At the other doors a call is its caller's thread."""
    let_others_lead()
    assert not leads()
