"""What can be changed of the server, one function for each decision; the defaults keep every promise of the manual."""

import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ._accounts import Ledger
from ._asking import Ask
from ._download import download
from ._faces import Face
from ._headers import Header
from ._terms import SIDES, Origin, Refusal, Reply, Side, Wire

MIB = 1024 * 1024
DOCUMENTED = frozenset({"JPEG", "BMP", "PNG", "GIF", "TIFF"})


@dataclass(frozen=True)
class Limits:
    """The largest and smallest that passes, each bound included."""

    least_width: int = 9
    least_height: int = 9
    most_width: int = 4000
    most_height: int = 4000
    most_bytes: int = 5 * MIB
    most_faces: int = 4
    formats: frozenset[str] = DOCUMENTED

    def hold(self, size: tuple[int, int] | None) -> bool:
        """Say whether width and height pass; what is not known passes."""
        if size is None:
            return True
        width, height = size
        return self.least_width <= width <= self.most_width and self.least_height <= height <= self.most_height


LIMITS = Limits()


class Store:
    """Keeps pictures under ids, for as long as the server lives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, bytes] = {}

    def put(self, side: Side, data: bytes) -> str:
        """Keep a picture and give its new id."""
        key = self.name(side, data)
        with self._lock:
            self._kept[key] = data
        return key

    def get(self, side: Side, key: str) -> bytes | None:  # noqa: ARG002 - some stores look at the side
        """Give the picture of an id, or None."""
        with self._lock:
            return self._kept.get(key)

    def name(self, side: Side, data: bytes) -> str:  # noqa: ARG002 - some stores name by what they keep
        """Make an id that was never given before."""
        return uuid.uuid4().hex


def hear(ask: Ask) -> Ask:
    """Take the request as it came."""
    return ask


def route(ask: Ask) -> None:
    """Know one path and one method."""
    if ask.path != "/identity/compare_faces_in_two_images" or ask.method != "POST":
        raise Refusal("NOT_FOUND")


def admit(ledger: Ledger, ask: Ask) -> None:
    """Judge the credentials, wherever they came."""
    ledger.admit(ask.text("api_id"), ask.text("api_secret"))


def choose(ask: Ask, side: Side) -> str:
    """Say which of the three sources a side has; exactly one, and not empty."""
    present = [kind for kind in ("id", "url") if ask.text(f"image_{side}_{kind}")]
    if f"image_{side}_file" in ask.files:
        present.append("file")
    if len(present) != 1:
        reason = f"image_{side}: give exactly one of _file, _url, _id; got {len(present)}"
        raise Refusal("INVALID_ARGUMENT", side=side, reason=reason)
    return present[0]


def fetch(url: str, side: Side, most: int) -> bytes:
    """Download within the usual time."""
    return download(url, side, most=most)


def limits(origin: Origin) -> Limits:
    """Hold each picture to the manual's limits."""
    return LIMITS


def inspect(origin: Origin, head: Header) -> None:
    """Refuse nothing more."""


def orientation(origin: Origin, value: int) -> int:
    """Apply EXIF as it stands."""
    return value


def directions(origin: Origin, asked: bool) -> tuple[int, ...]:
    """Try the four directions, in quarter turns, where that was asked for."""
    return (0, 1, 3, 2) if asked else (0,)


def arrange(origin: Origin, faces: tuple[Face, ...]) -> tuple[Face, ...]:
    """Leave the faces from left to right."""
    return faces


def answer(ask: Ask, reply: Reply) -> Reply:
    """Say what was found."""
    return reply


def encode(ask: Ask, reply: Reply) -> Wire:
    """Write compact JSON."""
    body = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body))}
    return Wire(reply.code, (body,), headers)


STEPS = ("encoding", "credentials", "arguments", "obtain", "examine", "faces")


@dataclass(frozen=True)
class Behaviour:
    """One server's decisions; a fault or a control is this with one function changed."""

    hear: Callable[[Ask], Ask] = hear
    route: Callable[[Ask], None] = route
    admit: Callable[[Ledger, Ask], None] = admit
    choose: Callable[[Ask, Side], str] = choose
    fetch: Callable[[str, Side, int], bytes] = fetch
    limits: Callable[[Origin], Limits] = limits
    inspect: Callable[[Origin, Header], None] = inspect
    orientation: Callable[[Origin, int], int] = orientation
    directions: Callable[[Origin, bool], tuple[int, ...]] = directions
    arrange: Callable[[Origin, tuple[Face, ...]], tuple[Face, ...]] = arrange
    answer: Callable[[Ask, Reply], Reply] = answer
    encode: Callable[[Ask, Reply], Wire] = encode
    store: Store = field(default_factory=Store)
    sides: tuple[Side, ...] = SIDES
    steps: tuple[str, ...] = STEPS
    protocol: str = "HTTP/1.1"

    def having(self, **changed: object) -> "Behaviour":
        """Give these decisions with some changed."""
        return replace(self, **changed)  # type: ignore[arg-type]  # named as the fields are
