"""The scenarios of the battery by topic: of promises, and of what the manual is silent about."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from PIL import Image

from ._asking import Ask, Upload
from .battery import (
    GOOD,
    Scenario,
    ask,
    asking,
    at_once,
    both,
    flat,
    interlaced,
    photo,
    reusing,
    rotated,
    saved,
    scene,
    turned,
)

MIB = 1024 * 1024


def _basics(_: str) -> Iterator[Ask]:
    yield ask(photo("p"), photo("p"))
    yield ask(photo("sp"), photo("ps"))
    yield ask(photo("p"), photo("ssps"))
    yield ask(photo("ssps"), photo("p"))
    yield ask(photo("s"), photo("p"))
    yield ask(photo("ss"), photo("ps"))
    yield ask(photo("ps"), photo("psp"))
    yield ask(photo("p"), photo("p"))


def _refusals(_: str) -> Iterator[Ask]:
    for bad in (b"no picture", flat(100, 80), photo("ppppp"), flat(5, 50), photo(size=6 * MIB)):
        yield from both(bad)
    yield ask(photo(), "unknown-id")
    yield ask("unknown-id", photo())
    for side in ("one", "two"):
        yield ask(**{side: photo()})
        yield replace(ask(photo(), photo()), path=f"/identity/compare_{side}_faces")
    yield replace(ask(photo(), photo()), path="/elsewhere")
    yield ask(None, photo(), image_one_id=b"\xff\xfe")
    yield ask(photo(), None, image_two_url=b"http://127.0.0.1/\xe9")


def _accounts(_: str) -> Iterator[Ask]:
    good = ask(photo(), photo())
    for name in ("expired", "unpermitted", "exhausted", "hurried", "broken"):
        yield replace(good, query={"api_id": f"{name}-id".encode(), "api_secret": f"{name}-secret".encode()})
    for api_id, api_secret in (
        ("good-id", "wrong"),
        ("nobody", "good-secret"),
        ("good-id", "GOOD-SECRET"),
        ("good-id", "good"),
    ):
        yield replace(good, query={"api_id": api_id.encode(), "api_secret": api_secret.encode()})
    yield replace(good, query={}, form={**GOOD})


def _edges(_: str) -> Iterator[Ask]:
    for form in ("PNG", "JPEG", "GIF", "BMP", "TIFF"):
        for width, height in ((8, 20), (9, 20), (20, 8), (20, 9), (4000, 20), (4001, 20), (20, 4000), (20, 4001)):
            yield from both(flat(width, height, form))


def _edges_by_url(pictures: str) -> Iterator[Ask]:
    for name in ("4001x20", "20x8"):
        yield ask(f"{pictures}/{name}", photo())


def _bytes(pictures: str) -> Iterator[Ask]:
    for form in ("JPEG", "PNG"):
        for size in (5_000_000, 5 * MIB + 1):
            yield from both(photo("p", form, size))
    yield ask(photo(size=5_000_000), photo(size=5_000_000))
    yield ask(f"{pictures}/5000000", photo())
    yield ask(photo(), f"{pictures}/5242881")


def _faces(_: str) -> Iterator[Ask]:
    yield from both(photo("pppp"))
    yield from both(photo("pppps"))


def _formats(_: str) -> Iterator[Ask]:
    for form in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"):
        yield from both(photo("p", form))
    yield ask(interlaced(), photo())
    for mode, form, options in (
        ("RGB", "JPEG", {"progressive": True}),
        ("L", "JPEG", {}),
        ("CMYK", "JPEG", {}),
        ("P", "PNG", {}),
        ("L", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("L", "BMP", {}),
        ("L", "TIFF", {}),
        ("CMYK", "TIFF", {}),
        ("RGB", "TIFF", {"compression": "tiff_lzw"}),
    ):
        yield ask(saved(scene("p").convert(mode), form, **options), photo())


def _names(_: str) -> Iterator[Ask]:
    for name, kind in (
        ("x", None),
        ("x.png", "image/png"),
        ("\u7167\u7247.jpg", "image/jpeg"),
        ("x.jpg", "text/plain"),
    ):
        yield from both(Upload(name, kind, photo()))


def _turned(pictures: str) -> Iterator[Ask]:
    for orientation in range(1, 9):
        yield from both(turned(orientation))
    yield ask(f"{pictures}/sideways", photo())
    for degrees in (90, 180, 270):
        yield ask(rotated(degrees), photo(), image_one_auto_rotate=b"true")
        yield ask(photo(), rotated(degrees), image_two_auto_rotate=b"true")


def _urls(pictures: str) -> Iterator[Ask]:
    for name in ("ps", "missing", "page"):
        yield ask(f"{pictures}/{name}", photo())
        yield ask(photo(), f"{pictures}/{name}")
    yield ask("http://127.0.0.1:9/", photo())


def _slow_urls(pictures: str) -> list[Ask]:
    return both(f"{pictures}/slow")


def _silence(pictures: str) -> Iterator[Ask]:
    good = ask(photo(), photo("ps"))
    yield replace(good, query={})
    yield replace(good, method="GET", files={})
    yield replace(good, path=good.path + "/")
    yield replace(good, form={"colour": b"blue"})
    yield replace(good, form={"image_two_url": b""})
    yield replace(good, form={"image_one_url": f"{pictures}/ps".encode(), "image_one_id": b"x"})
    yield ask(rotated(90), photo())
    yield ask(rotated(90), photo(), image_one_auto_rotate=b"yes")
    yield ask(b"junk", flat(20, 20))
    yield ask(flat(20, 20), b"junk")
    yield replace(ask(b"junk", None), query={})
    yield replace(ask(b"junk", photo()), query={})
    yield replace(ask(b"junk", None), form={"api_id": b"\xff"})
    yield from both(photo("p", "WEBP"))
    yield ask(f"{pictures}/moved", photo())
    yield ask(f"{pictures}/ps", photo())
    yield ask("http://127.0.0.1:9/", photo())
    yield ask(photo(size=5 * MIB), photo())
    yield ask(saved(scene("p"), "GIF", save_all=True, append_images=[Image.new("RGB", scene("p").size)]), photo())
    yield replace(good, form={"remark": b"\xff"}, query={})
    yield ask(photo(), photo(), remark=b"\xff\xfe")
    yield replace(ask(photo(), "x"), query={**GOOD, "q": b"\xff"})
    yield ask(photo(), photo(), api_id=b"\xe9")


PROMISES: Mapping[str, Scenario] = {
    "basics": asking(_basics),
    "refusals": asking(_refusals),
    "accounts": asking(_accounts),
    "urls": asking(_urls),
    "faces": asking(_faces),
    "formats": asking(_formats),
    "names": asking(_names),
    "turned": asking(_turned),
    "reused": reusing,
    "at once": at_once,
    "edges": asking(_edges),
    "edges by url": asking(_edges_by_url),
    "bytes": asking(_bytes),
    "slow urls": asking(_slow_urls),
    "many": asking(lambda _: itertools.repeat(ask(photo(), "x"), 45)),
}
"""What every complying server answers alike, as to HTTP code and status."""

SILENCE: Mapping[str, Scenario] = {"silence": asking(_silence)}
"""What complying servers may answer differently."""
