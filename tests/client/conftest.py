"""An emulator for the whole run, a client of its good account, and two people's pictures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pytest_linkface import images
from pytest_linkface.client import Client
from pytest_linkface.emulator import Emulator

ANA, BO = images.PEOPLE[:2]


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """An emulator with the default accounts that may fetch pictures from loopback."""
    with Emulator(allow_hosts=("127.0.0.1",)) as running:
        yield running


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Client]:
    """A client of the emulator's good account."""
    with Client(emulator.url, "linkface-demo", "linkface-demo-secret") as asking:
        yield asking


@pytest.fixture(scope="session")
def ana() -> bytes:
    """A picture of one person."""
    return images.scene((ANA,)).make()


@pytest.fixture(scope="session")
def bo() -> bytes:
    """A picture of somebody else."""
    return images.scene((BO,)).make()
