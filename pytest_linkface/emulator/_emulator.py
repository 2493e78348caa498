"""The emulator as one object: its parts put together, its application, and while it is entered its server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING

from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS, Account, Ledger
from pytest_linkface.emulator._app import App
from pytest_linkface.emulator._downloads import Downloads
from pytest_linkface.emulator._engine import Engine
from pytest_linkface.emulator._hosts import AllowedHosts
from pytest_linkface.emulator._opencv import OpenCVEngine
from pytest_linkface.emulator._recognition import Recognition
from pytest_linkface.emulator._server import Server
from pytest_linkface.emulator._store import Store
from pytest_linkface.emulator._wsgi import wsgi

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Emulator:
    """A Linkface of one's own. Entered, it serves on loopback; ``wsgi`` is the same endpoint without a socket.

    ``allow_hosts`` names the hosts that pictures may be fetched from (``example.org``, ``localhost:8000``): none by
    default. ``seed`` goes into the ids of pictures. ``clock`` gives Unix time to accounts and to the store. ``engine``
    finds and compares faces; by default OpenCV does. ``download_timeout`` is in seconds.
    """

    def __init__(
        self,
        accounts: Iterable[Account] = DEFAULT_ACCOUNTS,
        *,
        allow_hosts: Iterable[str] = (),
        seed: int = 0,
        clock: Callable[[], float] = time.time,
        engine: Engine | None = None,
        download_timeout: float = 5.0,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.accounts = tuple(accounts)
        self._address = (host, port)
        self._app = App(
            Ledger(self.accounts, clock=clock),
            Store(seed=seed, clock=clock),
            Downloads(AllowedHosts.of(allow_hosts), timeout=download_timeout),
            Recognition(engine or OpenCVEngine()),
        )
        self.wsgi: WSGIApplication = wsgi(self._app)
        self._server: Server | None = None
        self._stack = ExitStack()

    @property
    def url(self) -> str:
        """The server's base url, without a slash at its end."""
        if self._server is None:
            raise RuntimeError("the emulator has a url while it is entered: with Emulator() as emulator: ...")
        return self._server.url

    def __enter__(self) -> Emulator:
        host, port = self._address
        self._server = self._stack.enter_context(Server(self._app, host=host, port=port))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server = None
        self._stack.close()


def application(
    accounts: Iterable[Account] = DEFAULT_ACCOUNTS, *, allow_hosts: Iterable[str] = (), seed: int = 0
) -> WSGIApplication:
    """A WSGI application, as ``gunicorn "pytest_linkface.emulator:application()"`` wants it made."""
    return Emulator(accounts, allow_hosts=allow_hosts, seed=seed).wsgi
