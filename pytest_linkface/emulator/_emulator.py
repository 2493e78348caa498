"""The emulator as one object: its parts put together, its application, and while it is entered its server."""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from os import PathLike
from types import TracebackType
from typing import TYPE_CHECKING

from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS, Account, Ledger
from pytest_linkface.emulator._app import App
from pytest_linkface.emulator._calls import Journal
from pytest_linkface.emulator._clock import Clock
from pytest_linkface.emulator._downloads import Downloads
from pytest_linkface.emulator._engine import Engine
from pytest_linkface.emulator._explanation import aloud, silently
from pytest_linkface.emulator._front import ControlledFront, Front
from pytest_linkface.emulator._hosts import AllowedHosts
from pytest_linkface.emulator._namespace import Namespace
from pytest_linkface.emulator._opencv import OpenCVEngine
from pytest_linkface.emulator._recognition import Recognition
from pytest_linkface.emulator._script import Fault, Script, Step
from pytest_linkface.emulator._server import Server
from pytest_linkface.emulator._shelves import shelves
from pytest_linkface.emulator._truths import Truths

if TYPE_CHECKING:
    import ssl

    from _typeshed.wsgi import WSGIApplication

    from pytest_linkface.emulator._adapter import EmulatorAdapter
    from pytest_linkface.emulator._assertions import Calls
    from pytest_linkface.emulator._variant import Variant


class Emulator:
    """A Linkface of one's own. ``url`` is it on loopback, ``wsgi`` and ``adapter`` are the same without a socket.

    ``allow_hosts`` names the hosts that pictures may be fetched from (``example.org``, ``localhost:8000``): none by
    default. ``seed`` goes into the ids of pictures. ``clock`` gives Unix time to accounts and to the store. ``engine``
    finds and compares faces; by default OpenCV does. ``download_timeout`` is in seconds. ``store`` is a folder for what
    several processes have to agree on: pictures, what accounts have used, how far the clock was moved; a reset is for
    all of them. ``id_lifetime`` is in seconds. ``control=False`` answers nothing under ``/_emulator/``;
    ``explain=True`` says in a header which clause decided an answer. ``tls`` lets the server speak https.
    ``variant`` is the same emulator with one decision changed, such as one of ``MUTANTS``.
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
        store: str | PathLike[str] | None = None,
        id_lifetime: float = math.inf,
        control: bool = True,
        explain: bool = False,
        tls: ssl.SSLContext | None = None,
        variant: Variant | None = None,
    ) -> None:
        self.accounts = tuple(accounts)
        self._address = (host, port)
        self._tls = tls
        made = App if variant is None else variant.app
        downloads = Downloads(AllowedHosts.of(allow_hosts), timeout=download_timeout)
        recognition = Recognition(engine or OpenCVEngine())
        shelf = shelves(store, clock=clock, seed=seed, lifetime=id_lifetime)

        def namespace(name: str) -> Namespace:
            kept = shelf(name)
            ledger = Ledger(self.accounts, clock=kept.clock, counts=kept.counts)
            truths = Truths(recognition)
            app = made(ledger, kept.pictures, downloads, truths)
            why = aloud if explain else silently
            return Namespace(app, ledger, kept.pictures, truths, kept.clock, Script(), Journal(), why)

        self._front = ControlledFront(namespace) if control else Front(namespace)
        self._server: Server | None = None
        self._stack = ExitStack()
        self._starting = threading.Lock()

    # Its doors

    @property
    def url(self) -> str:
        """The server's base url, without a slash at its end. Who asks first starts it: ``close`` ends it."""
        with self._starting:
            if self._server is None:
                host, port = self._address
                self._server = self._stack.enter_context(Server(self._front, host=host, port=port, tls=self._tls))
            return self._server.url

    @property
    def wsgi(self) -> WSGIApplication:
        """For any WSGI server, and for test clients that call an application."""
        from pytest_linkface.emulator._wsgi import wsgi  # which our own server does without

        return wsgi(self._front)

    @property
    def adapter(self) -> EmulatorAdapter:
        """For a session of requests: ``session.mount("https://cloudapi.linkface.cn", emulator.adapter)``."""
        from pytest_linkface.emulator._adapter import EmulatorAdapter

        return EmulatorAdapter(self._front)

    # What a test says and asks

    def next(
        self,
        status: str | None = None,
        *,
        side: str = "one",
        reason: str = "scripted",
        latency: float = 0.0,
        drip: float = 0.0,
        fault: Fault | None = None,
        times: int = 1,
    ) -> None:
        """Say what happens to the next calls of the endpoint; what is said later happens later.

        ``status`` is one of the seventeen errors (for ``side``, with ``reason``, where they name one). ``latency`` are
        seconds before the answer, ``drip`` seconds over which its body comes. ``fault`` is ``reset``, ``truncated`` or
        ``bad_gateway``. ``next("OK")`` lets a call pass.

        Raises:
            ValueError: there is no such status or fault, or a number is out of range.
        """
        step = Step(status=status, side=side, reason=reason, latency=latency, drip=drip, fault=fault, times=times)
        self._own.script.add(step)

    @property
    def calls(self) -> Calls:
        """The last thousand calls, oldest first, to look at or to assert upon; no secrets and no pictures."""
        from pytest_linkface.emulator._assertions import Calls  # which no server waits for

        return Calls(self._own.journal.calls)

    @property
    def clock(self) -> Clock:
        """What accounts and ids live by: ``clock.move(3600)`` lets an hour pass."""
        return self._own.clock

    def recognise(self, picture: bytes, faces: Sequence[str]) -> None:
        """Say who is on a picture: the same name is the same person, no name is no face.

        The picture has to be of a documented format, size and number of pixels all the same.
        """
        self._own.recognise(hashlib.sha256(picture).hexdigest(), faces)

    def reset(self) -> None:
        """Be as at the beginning: no script, no calls, no pictures, nothing spent, the clock as it was."""
        self._own.reset()

    @property
    def _own(self) -> Namespace:
        return self._front.namespace()

    # Its life

    def close(self) -> None:
        """End the server, if there is one; once is enough."""
        self._server = None
        self._stack.close()

    def __enter__(self) -> Emulator:
        _ = self.url
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def application(
    accounts: Iterable[Account] = DEFAULT_ACCOUNTS,
    *,
    allow_hosts: Iterable[str] = (),
    seed: int = 0,
    store: str | PathLike[str] | None = None,
    id_lifetime: float = math.inf,
    control: bool = False,
    explain: bool = False,
) -> WSGIApplication:
    """A WSGI application, as ``gunicorn "pytest_linkface.emulator:application()"`` wants it made.

    Several workers need a ``store``. Each would be controlled for itself, so that control is off unless asked for.
    """
    return Emulator(
        accounts,
        allow_hosts=allow_hosts,
        seed=seed,
        store=store,
        id_lifetime=id_lifetime,
        control=control,
        explain=explain,
    ).wsgi
