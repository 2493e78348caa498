"""The pictures that ids and urls stand for, so that they can be sent as files instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pytest_linkface.conformance._image_host import PictureUrls
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Call, ImageId, Source, Upload, Url


class Behind:
    """Remembers for which source an id was given out."""

    def __init__(self) -> None:
        self._sources: dict[str | bytes, Source | None] = {}
        """None where an id was given out for more than one picture, so that it stands for none."""

    def remember(self, call: Call, ids: Mapping[str, str]) -> None:
        """What a call was given ids for, by side."""
        for side, (source, *others) in _sides(call).items():
            if side in ids and not others:
                known = self._sources.setdefault(ids[side], source)
                self._sources[ids[side]] = source if known == source else None

    def by_file(self, call: Call, host: PictureUrls | None) -> Call | None:
        """The same call with files in place of ids and urls; None where it is not known what one stands for."""
        sides = [self._file(sources[0], host) for sources in _sides(call).values() if len(sources) == 1]
        if len(sides) < len(SIDES) or sides[0] is None or sides[1] is None:
            return None
        return replace(call, one=(sides[0],), two=(sides[1],))

    def _file(self, source: Source | None, host: PictureUrls | None) -> Upload | None:
        if isinstance(source, ImageId):
            return self._file(self._sources.get(source.id), host)
        if isinstance(source, Url):
            picture = host.picture(source.url) if host else None
            return Upload.of(picture) if picture else None
        return source if isinstance(source, Upload) else None


def _sides(call: Call) -> dict[str, tuple[Source, ...]]:
    return {side: sources for side, sources in zip(SIDES, (call.one, call.two), strict=True) if sources}
