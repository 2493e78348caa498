"""Bytes that are no picture, or no longer one."""

from __future__ import annotations

import random
from collections.abc import Callable

from pytest_linkface.images._picture import Picture
from pytest_linkface.images._recipe import recipe

_NO_MAGIC = b"NOPE"  # begins no format; a leading zero byte would pass for WBMP in gd


def cut(picture: Picture, at: float) -> Picture:
    """The picture's first bytes: so many, or as a share below 1 of all.

    Every decoder tried refuses BMP and TIFF wherever they are cut, PNG cut in half, and anything cut to 8 bytes. Some
    of them show what there is of a JPEG or a GIF, and a PNG that lacks its last 16 bytes or fewer.
    """
    if at < 0 or (isinstance(at, float) and at >= 1):
        raise ValueError(f"cut at a number of bytes, or at a share from 0.0 to below 1.0, not {at}")

    def make() -> bytes:
        data = picture.make()
        return data[: int(at * len(data)) if isinstance(at, float) else at]

    return _nothing(recipe(cut, picture=picture, at=at), make)


def wrong_magic(picture: Picture) -> Picture:
    """The picture with its first four bytes overwritten, so that it does not say what it is."""
    return _nothing(recipe(wrong_magic, picture=picture), lambda: _NO_MAGIC + picture.make()[4:])


def empty() -> Picture:
    """No byte at all."""
    return _nothing(recipe(empty), bytes)


def text() -> Picture:
    """A line of plain text."""
    return _nothing(recipe(text), lambda: b"This is a text and not a picture.\n")


def html() -> Picture:
    """The page that a web server sends in place of a picture."""
    page = "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n"
    return _nothing(recipe(html), page.encode)


def noise(size: int, seed: int = 0) -> Picture:
    """So many random bytes, which no decoder takes for anything."""
    chance = random.Random(seed)  # noqa: S311 - the same bytes each time, not a secret
    return _nothing(recipe(noise, size=size, seed=seed), lambda: (_NO_MAGIC + chance.randbytes(size))[:size])


def _nothing(text: str, make: Callable[[], bytes]) -> Picture:
    return Picture(text, None, 0, 0, make=make)
