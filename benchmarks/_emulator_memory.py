"""How much memory the emulator takes at worst: many large uploads at once, held back, then let go together."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from benchmarks._emulator_process import OURS, Served, served
from benchmarks._emulator_wire import ACCOUNT, Client, Form, form, marked, pair, portrait
from pytest_linkface.contract import FORMATS, MAX_BYTES, MAX_PX
from pytest_linkface.images import padded, scene

CLIENTS = 64
GOAL_MB = 300

Outcome = Counter[str]


def measured(clients: int = CLIENTS) -> list[tuple[str, Outcome, float]]:
    """What was sent, how it was answered, and the peak of the server's memory up to then, in MB."""
    with picture_host() as host:
        allowed = ("--allow-host", host.removeprefix("http://"))
        with served((*OURS, *allowed)) as server:
            ways: list[tuple[str, Callable[[], Outcome]]] = [
                ("one small call", partial(_each, server, _small, 1)),
                (f"{clients} x two pictures of 5 MiB, the last byte held back", partial(_held, server, clients)),
                (f"{clients} x two JPEGs of 5 MiB, anew each", partial(_each, server, _large, clients)),
                (f"{clients} x two pictures of 4000 x 4000", partial(_each, server, _wide, clients)),
                (f"{clients} x two urls of 5 MiB", partial(_each, server, partial(_fetched, host), clients)),
                (f"{clients} x two pictures of 5 MiB in namespaces", partial(_namespaces, server, clients)),
            ]
            return [(name, way(), server.peak_mb()) for name, way in ways]


def table(clients: int = CLIENTS) -> str:
    """The same, to be read."""
    rows = "\n".join(
        f"| {name} | {', '.join(f'{count} {status}' for status, count in told.most_common())} | {peak:.0f} |"
        for name, told, peak in measured(clients)
    )
    return f"| sent at once | answers | peak RSS until then, MB (goal: below {GOAL_MB}) |\n| --- | --- | ---: |\n{rows}"


def _small(number: int) -> Form:
    return pair(marked(portrait(20_000 + number), number), portrait(20_000))


def _large(number: int) -> Form:
    large = portrait(MAX_BYTES)
    return pair(marked(large, 2 * number), marked(large, 2 * number + 1))


def _wide(number: int) -> Form:
    one, two = (_of_most_pixels(FORMATS[place % len(FORMATS)]) for place in (number, number + 1))
    return pair(one + number.to_bytes(8, "big"), two + number.to_bytes(8, "big"))


@cache
def _of_most_pixels(format: str) -> bytes:
    return padded(scene(1, size=(MAX_PX, MAX_PX), format=format), 4_000_000).make()


def _fetched(host: str, number: int) -> Form:
    urls = {f"image_{side}_url": f"{host}/{number}/{side}" for side in ("one", "two")}
    return form({"ignored": b""}, ACCOUNT | urls)


def _each(server: Served, made: Callable[[int], Form], clients: int) -> Outcome:
    forms = [made(number) for number in range(clients)]
    return _asked(server, forms)


def _namespaces(server: Served, clients: int) -> Outcome:
    forms = [_large(1000 + number) for number in range(min(clients, 63))]  # with the default one 64, its limit
    apart = [
        Form(one.content, one.content_type, f"/_emulator/in/gw{number}{one.path}") for number, one in enumerate(forms)
    ]
    return _asked(server, apart)


def _asked(server: Served, forms: list[Form]) -> Outcome:
    with ThreadPoolExecutor(len(forms)) as pool:
        return Counter(pool.map(partial(_status, server.url), forms))


def _status(url: str, asked: Form) -> str:
    client = Client(url, timeout=300)
    try:
        return str(client.json(asked)["status"])
    except OSError as error:
        return type(error).__name__
    finally:
        client.close()


def _held(server: Served, clients: int) -> Outcome:
    """All but the last byte by everybody, and then the last bytes."""
    gate = threading.Barrier(clients, timeout=60)

    def one(number: int) -> str:
        asked, parts = _large(number), urlsplit(server.url)
        head = f"POST {asked.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {asked.content_type}\r\n"
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as sock:
            sock.sendall(f"{head}Content-Length: {len(asked.content)}\r\n\r\n".encode())
            sock.sendall(memoryview(asked.content)[:-1])
            gate.wait()
            sock.sendall(asked.content[-1:])
            answer = b"".join(iter(lambda: sock.recv(65536), b""))
        return "OK" if b'"status":"OK"' in answer else repr(answer[-200:])

    with ThreadPoolExecutor(clients) as pool:
        return Counter(pool.map(one, range(clients)))


class _Pictures(BaseHTTPRequestHandler):
    """A host of large pictures, each path another one."""

    picture = b""

    def do_GET(self) -> None:
        """Answer with this path's picture."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.picture)))
        self.end_headers()
        self.wfile.write(marked(self.picture, hash(self.path) & 0xFFFFFFFF))

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class _Host(ThreadingHTTPServer):
    request_queue_size = 128


@contextmanager
def picture_host() -> Iterator[str]:
    """The base url of a host on loopback."""
    _Pictures.picture = portrait(MAX_BYTES)
    with _Host(("127.0.0.1", 0), _Pictures) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
