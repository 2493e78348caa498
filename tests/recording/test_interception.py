"""Which requests of the process are taken from their sessions, told by the host that they go to."""

from collections.abc import Iterator

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from pytest_linkface.recording import Interception, NeverRecorded

CAUGHT = [
    "https://Host.Example/a",
    "https://account:pass@host.example:8443/a",
    "http://127.0.0.1:8000/a",
    "http://account:pass@127.0.0.1:8000/a",
]
LEFT = ["https://another.example/a", "https://host.example.another/a", "http://127.0.0.1:8001/a", "http://127.0.0.1/a"]


@pytest.fixture
def interception() -> Iterator[Interception]:
    """A host with every port, and an address with one."""
    made = Interception(["HOST.example", "127.0.0.1:8000"])
    made.install()
    yield made
    made.remove()


@pytest.mark.parametrize("url", CAUGHT)
def test_a_request_to_the_hosts_is_caught(interception: Interception, url: str) -> None:
    """However the url spells the host, and whatever account it names, its adapter answers, or nobody does."""
    with pytest.raises(NeverRecorded, match="outside of a test with linkface_cassettes"):
        requests.Session().get_adapter(url)
    interception.adapter = HTTPAdapter()
    assert requests.Session().get_adapter(url) is interception.adapter


@pytest.mark.parametrize("url", LEFT)
def test_a_request_to_another_host_is_left_alone(interception: Interception, url: str) -> None:
    """Another host, or another port where one was named, is answered by what the session has mounted."""
    session, own = requests.Session(), HTTPAdapter()
    session.mount(url, own)
    interception.adapter = BaseAdapter()
    assert session.get_adapter(url) is own
