"""What a target may be declared not to support, and how it is found out whether that is so."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pytest_linkface import images
from pytest_linkface.contract import SIDES
from pytest_linkface.exchange import Call, Exchange, ImageId, Source, Upload, Url

if TYPE_CHECKING:
    from pytest_linkface.conformance._examiner import Examiner


class Capability(StrEnum):
    """What can be left out of a target by ``--linkface-without``."""

    URLS = "urls"
    """Pictures that the target downloads."""
    IDS = "ids"
    """Pictures that were uploaded before."""
    DRAWN_FACES = "drawn-faces"
    """Faces of people who were drawn: a detector of its own may know that they are none."""


_UNREACHABLE = "http://127.0.0.1:1/picture.jpg"


def probe(capability: Capability, examiner: Examiner) -> Exchange | None:
    """An exchange in which the target does what it is declared not to do; None where there is none.

    It costs a call a side, and is asked once a process. That faces are drawn is seen in the plainest call.
    """
    if capability is Capability.DRAWN_FACES:
        plain = examiner.baseline()
        return None if examiner.faceless else plain
    sources = _urls(examiner) if capability is Capability.URLS else _ids(examiner)
    return next(filter(None, (_contrary(examiner, _beside(examiner, *pair)) for pair in sources)), None)


def _contrary(examiner: Examiner, call: Call) -> Exchange | None:
    host = examiner.image_host
    hits = host.hits if host else 0
    exchange = examiner.send(call)
    downloaded = host is not None and host.hits > hits
    compared = exchange.answer is not None and exchange.answer.status == "OK"
    return exchange if downloaded or compared else None


def _beside(examiner: Examiner, side: str, source: Source) -> Call:
    good = (Upload.of(images.scene(1, format=examiner.format)),)
    one, two = ((source,), good) if side == SIDES[0] else (good, (source,))
    return examiner.call(one, two)


def _urls(examiner: Examiner) -> list[tuple[str, Source]]:
    host = examiner.image_host
    return [(side, Url(host.url("two.jpg") if host else _UNREACHABLE)) for side in SIDES]


def _ids(examiner: Examiner) -> list[tuple[str, Source]]:
    """The ids of the plain call, where it gave any."""
    given = examiner.ids_of(examiner.baseline())
    return [(side, ImageId(id)) for side, id in given.items()]
