"""Pictures by url: http and https, allowed hosts alone, a deadline and a size, no proxy, each redirect checked."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pytest_linkface.contract import MAX_BYTES
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._crew import let_others_lead
from pytest_linkface.emulator._hosts import AllowedHosts, ForbiddenHostError
from pytest_linkface.emulator._spool import Spool

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection
    from urllib3.util import Url

MAX_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}


class Downloads:
    """Fetches pictures, so many seconds for each from the look-up of its host to its last byte."""

    def __init__(self, hosts: AllowedHosts, *, timeout: float) -> None:
        self._hosts = hosts
        self._timeout = timeout

    def fetch(self, url: str, side: str) -> Content:
        """The bytes behind a url, at most one more than a picture may have; DOWNLOAD_TIMEOUT or DOWNLOAD_ERROR."""
        let_others_lead()
        download = _Download(self._hosts, time.monotonic() + self._timeout)
        import queue  # only where a url is fetched

        outcome: queue.SimpleQueue[Spool | RefusalError] = queue.SimpleQueue()

        def run() -> None:
            outcome.put(download.outcome(url, side))

        # A thread, because no timeout of a socket ends a name server's silence or a head that drips in.
        threading.Thread(target=run, name="linkface-download", daemon=True).start()
        try:
            result = outcome.get(timeout=self._timeout)
        except queue.Empty:
            download.abandon()
            result = RefusalError("DOWNLOAD_TIMEOUT", side=side)
        if isinstance(result, RefusalError):
            raise result
        return result.content()


class _Download:
    """One download, with the connection that is to be cut when time is up."""

    def __init__(self, hosts: AllowedHosts, deadline: float) -> None:
        self._hosts = hosts
        self._deadline = deadline
        self._connection: HTTPConnection | None = None
        self._response: BaseHTTPResponse | None = None

    def outcome(self, url: str, side: str) -> Spool | RefusalError:
        from http.client import HTTPException

        from urllib3.exceptions import HTTPError
        from urllib3.exceptions import TimeoutError as SlowError

        try:
            return self._content(url)
        except ForbiddenHostError as error:
            return RefusalError("DOWNLOAD_ERROR", side=side, reason=f"the url is not fetched: {error}")
        except (TimeoutError, SlowError):
            return RefusalError("DOWNLOAD_TIMEOUT", side=side)
        except (OSError, ValueError, HTTPError, HTTPException) as error:
            reason = f"the url cannot be fetched: {type(error).__name__}"
            return RefusalError("DOWNLOAD_ERROR", side=side, reason=reason)

    def abandon(self) -> None:
        """Cut the connection, so that the thread that waits on it ends."""
        sock = self._connection.sock if self._connection else None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _content(self, url: str) -> Spool:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                response = self._get(url)
                if response.status not in REDIRECTS:
                    return _picture(response)
                url = urljoin(url, response.headers.get("Location", ""))
            finally:
                self._close()
        raise OSError("too many redirects")

    def _close(self) -> None:
        if self._response is not None:
            self._response.close()
        if self._connection is not None:
            self._connection.close()

    def _get(self, url: str) -> BaseHTTPResponse:
        from urllib3.util import parse_url

        target = parse_url(url)
        if target.scheme not in PORTS or not target.host or target.auth:
            raise ForbiddenHostError("only plain http and https urls are")
        port = target.port or PORTS[target.scheme]
        failure: OSError = OSError("no address")
        for address in self._hosts.addresses(target.host, port):
            try:
                return self._ask(target, address, port)
            except ConnectionError as error:
                self._close()
                failure = error
        raise failure

    def _ask(self, target: Url, address: str, port: int) -> BaseHTTPResponse:
        """Ask the very address that was checked, under the name that was asked for."""
        import ssl

        from urllib3.connection import HTTPConnection, HTTPSConnection
        from urllib3.exceptions import NewConnectionError

        left = max(0.01, self._deadline - time.monotonic())
        connection = (
            HTTPConnection(address, port, timeout=left)
            if target.scheme == "http"
            else HTTPSConnection(
                address, port, timeout=left, server_hostname=target.host, ssl_context=ssl.create_default_context()
            )
        )
        self._connection = connection
        try:
            connection.request("GET", target.request_uri, headers={"Host": target.netloc or ""}, preload_content=False)
            self._response = connection.getresponse()
        except NewConnectionError as error:
            raise ConnectionError from error
        return self._response


def _picture(response: BaseHTTPResponse) -> Spool:
    if response.status != 200:
        raise OSError(f"HTTP {response.status}")
    content = Spool()
    while content.size <= MAX_BYTES:
        chunk = response.read(min(64 * 1024, MAX_BYTES + 1 - content.size), decode_content=False)
        if not chunk:
            break
        content.add(chunk)
    return content
