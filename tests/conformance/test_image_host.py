"""Hosted pictures come at once, since a server gives a download little time."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

from pytest_linkface import images
from pytest_linkface.conformance import PICTURES, ImageHost
from pytest_linkface.conformance._image_host import BROKEN_OFF, OTHERWISE_QUERIED, QUERIED


def test_a_picture_is_made_before_it_is_downloaded() -> None:
    """Whoever is told a url makes the picture, so that no download waits for it, nor the next one."""
    picture = images.scene(1)
    made: list[bytes] = []

    def make() -> bytes:
        made.append(picture.make())
        return made[-1]

    with ImageHost({"slow.jpg": replace(picture, make=make)}) as host, requests.Session() as session:
        session.trust_env = False
        url = host.url("slow.jpg")
        before = len(made)
        got = [session.get(url, timeout=10).content for _ in range(2)]
    assert (before, len(made)) == (1, 1)
    assert got == made * 2


def test_a_query_is_a_part_of_a_url() -> None:
    """One path leads to one picture by one query, and to another by another, and each is told to be that."""
    with ImageHost(PICTURES) as host, requests.Session() as session:
        session.trust_env = False
        urls = [host.url(name) for name in (QUERIED, OTHERWISE_QUERIED)]
        shown = [host.picture(url) for url in urls]
        assert urls[0].partition("?")[0] == urls[1].partition("?")[0]
        assert [picture and picture.faces for picture in shown] == [2, 3]
        assert [session.get(url, timeout=10).content for url in urls] == [one.make() for one in shown if one]


def test_a_download_breaks_off_before_its_end() -> None:
    """Who looks at the length misses something, and who does not has the beginning of a PNG."""
    with ImageHost(PICTURES) as host, requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
            session.get(host.url(BROKEN_OFF), timeout=10)
        with session.get(host.url(BROKEN_OFF), timeout=10, stream=True) as answer:
            assert answer.raw.read(8) == b"\x89PNG\r\n\x1a\n"
