"""The emulator on a socket, as somebody else's server would be, and folders to run pytest in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from pytest_linkface.emulator import Emulator
from tests.servers._serving import Served

Serve = Callable[[Any], str]


@pytest.fixture(scope="package")
def server() -> Iterator[Emulator]:
    """An emulator with the default accounts that downloads from loopback."""
    with Emulator(allow_hosts=("127.0.0.1",), download_timeout=1.0) as emulator:
        yield emulator


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A function that serves a WSGI application until the test ends, and returns its address."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(Served(app)).url
