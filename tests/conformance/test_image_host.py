"""Hosted pictures come at once, since a server gives a download little time."""

from __future__ import annotations

from dataclasses import replace

import requests

from pytest_linkface import images
from pytest_linkface.conformance import ImageHost


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
