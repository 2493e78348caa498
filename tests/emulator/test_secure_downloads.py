"""Pictures from https, whose certificate has to be good."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from pytest_linkface.emulator import Emulator
from tests.emulator.test_downloads import Pictures, fetch

trustme = pytest.importorskip("trustme", reason="needs trustme")


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of a host of pictures that speaks https as localhost, and the authority behind it."""
    authority, path = trustme.CA(), tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that trusts nobody is no news
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port, path
    server.shutdown()
    server.server_close()
    thread.join()


def test_trusted_certificate(secure: tuple[int, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture behind https is fetched where the system trusts the certificate for that name."""
    port, authority = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    emulator = Emulator(allow_hosts=["localhost", "127.0.0.1"])
    assert fetch(emulator, f"https://localhost:{port}/photo").json["confidences"] == [[1.0]]
    assert fetch(emulator, f"https://localhost:{port}/redirect/2/%2Fphoto").json["status"] == "OK"
    assert fetch(emulator, f"https://127.0.0.1:{port}/photo").verdict == (400, "DOWNLOAD_ERROR", "image_one")


def test_untrusted_certificate(secure: tuple[int, Path]) -> None:
    """A certificate that nobody vouches for is a failed download, not a picture."""
    reply = fetch(Emulator(allow_hosts=["localhost"]), f"https://localhost:{secure[0]}/photo", "two")
    assert reply.verdict == (400, "DOWNLOAD_ERROR", "image_two")
    assert reply.json["reason"] == "the url cannot be fetched: SSLCertVerificationError"


def test_https_may_not_lead_elsewhere(secure: tuple[int, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect from https to a host that is not allowed is not followed."""
    port, authority = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    target = f"http%3A%2F%2F127.0.0.1%3A{port}%2Fphoto"
    reply = fetch(Emulator(allow_hosts=[f"localhost:{port}"]), f"https://localhost:{port}/redirect/1/{target}")
    assert "not allowed" in reply.json["reason"]
