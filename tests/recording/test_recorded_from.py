"""A server behind a recording: whatever dress its answers come in, a test sees what a replay will give."""

import gzip
import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests

from pytest_linkface.contract import HOST, PATH
from pytest_linkface.recording import CassetteAdapter, Desk, Folder, Mode, Served, Server, Settings, Tape
from tests.recording._calls import ORIGIN, PICTURES, body

ANSWER = {"request_id": "TID1", "status": "OK", "confidences": [[0.5]], "max_confidence": 0.5}
KIND = {"Content-Type": "multipart/form-data; boundary=b0undary"}
DRESSES = ["plain", "gzip", "chunked", "gzip, chunked"]


class Dressed(BaseHTTPRequestHandler):
    """Answers in the dress that the query names, or in so many bytes, with the headers of a proxy."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer with a comparison."""
        self.rfile.read(int(self.headers["Content-Length"]))
        content, dress = json.dumps(ANSWER).encode(), self.path.partition("dress=")[2]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", "session=of-this-account")
        self.send_header("Connection", "keep-alive")
        if dress.isdigit():
            content = content.ljust(int(dress))
        if "gzip" in dress:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        if "chunked" in dress:
            content = b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content)
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """Where it listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dressed)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@contextmanager
def desk(folder: Path, url: str) -> Iterator[Desk]:
    """Recording from there, and then replaying without."""
    tape = Tape(Folder(folder, Path("test_module/test")), Settings(Mode.ONCE, lambda: ORIGIN))
    server = Server(url)
    yield Desk(tape, server)
    server.close()
    tape.promote()


@contextmanager
def replaying(folder: Path) -> Iterator[Desk]:
    """The same recording later."""
    yield Desk(Tape(Folder(folder, Path("test_module/test")), Settings()))


@pytest.mark.parametrize("dress", DRESSES)
def test_requests_reads_what_was_compressed_or_chunked(url: str, tmp_path: Path, dress: str) -> None:
    """The application gets the same headers and values while it records as when it replays, and no cookie."""
    got = []
    for begun in (desk(tmp_path, url), replaying(tmp_path)):
        with begun as answering, requests.Session() as session:
            session.mount(HOST, CassetteAdapter(answering))
            got.append(session.post(f"{HOST}{PATH}?dress={dress}", data=body(PICTURES), headers=KIND))
    assert [one.json() for one in got] == [ANSWER, ANSWER]
    assert [dict(one.headers) for one in got] == [{"content-type": "application/json"}] * 2


@pytest.mark.parametrize("dress", DRESSES)
def test_another_client_reads_it_too(url: str, tmp_path: Path, dress: str) -> None:
    """On loopback an answer says its length once, and is neither compressed nor chunked any more."""
    with desk(tmp_path, url) as answering, Served(answering) as served:
        connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
        connection.request("POST", f"{PATH}?dress={dress.replace(' ', '')}", body(PICTURES), KIND)
        response = connection.getresponse()
        assert json.loads(response.read()) == ANSWER
        names = [name.lower() for name, _ in response.getheaders()]
        assert sorted(names) == ["content-length", "content-type", "date", "server"]
        connection.close()


def test_an_answer_of_8_mib_is_recorded_and_a_longer_one_is_not(url: str) -> None:
    """A server that goes on and on does not fill the memory, and no answer of a service is taken for one."""
    most = 8 * 1024 * 1024
    server = Server(url)
    whole = server.ask("POST", f"{HOST}{PATH}?dress={most}", KIND, body(PICTURES))
    assert (len(whole.body), whole.status) == (most, "OK")
    with pytest.raises(requests.ConnectionError, match="the answer went on after 8,388,608 bytes"):
        server.ask("POST", f"{HOST}{PATH}?dress={most + 1}", KIND, body(PICTURES))
    server.close()
