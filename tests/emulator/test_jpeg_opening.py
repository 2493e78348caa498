"""JPEGs are opened by their own plugin of Pillow alone, and to the same end as by all that it has."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image

from pytest_linkface.contract import FORMATS
from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._pictures import JPEG, check, upright
from pytest_linkface.emulator._pixels import BROKEN
from pytest_linkface.images import scene
from tests.emulator.conftest import encoded

GOOD = scene(1).make()
SMALL = Image.new("RGB", (40, 30), "teal")


def several_frames() -> bytes:
    """Two photos in one file, as some cameras write them."""
    file = io.BytesIO()
    SMALL.save(file, "MPO", save_all=True, append_images=[SMALL])
    return file.getvalue()


def one_wide(pixels: int) -> bytes:
    """A JPEG whose header claims this width and height."""
    plain = encoded(SMALL, "JPEG")
    return plain.replace((30).to_bytes(2, "big") + (40).to_bytes(2, "big"), pixels.to_bytes(2, "big") * 2, 1)


JPEGS = {
    "a photo": GOOD,
    "several frames": several_frames(),
    "beyond what Pillow takes for a bomb": one_wide(65000),
    "nothing but the signature": JPEG,
    "another format behind the signature": JPEG + encoded(SMALL),
    "zeros": JPEG + bytes(500),
    "a segment of no length": JPEG + b"\xe0\x00\x00" + GOOD[20:],
    "an end at once": JPEG[:2] + b"\xff\xd9",
} | {f"its first {size} bytes": GOOD[:size] for size in (4, 20, 100, 160, 300, 600, 625, 1000, len(GOOD) - 2)}


def by_all_of_pillow(content: bytes) -> object:
    """Size and format of what ``Image.open`` makes of these bytes, or nothing."""
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except (*BROKEN, Image.DecompressionBombError):
        return None
    return picture.size if max(picture.size) <= 4000 else None


def by_the_emulator(content: bytes) -> object:
    """Likewise, of a picture that passes."""
    try:
        check(content, "one")
    except RefusalError:
        return None
    try:
        return upright(content, "one").size
    except RefusalError:
        return by_all_of_pillow(content)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("content", JPEGS.values(), ids=JPEGS)
def test_same_picture(content: bytes) -> None:
    """What begins like a JPEG passes exactly if Pillow as a whole can open it, and has the same size."""
    assert by_the_emulator(content) == by_all_of_pillow(content)


def test_bomb_is_too_large() -> None:
    """A JPEG that claims billions of pixels is refused for its size, as one of 4001 px is."""
    for pixels in (4001, 65000):
        with pytest.raises(RefusalError) as refusal:
            check(one_wide(pixels), "two")
        assert (refusal.value.status, refusal.value.clause) == ("INVALID_IMAGE_FORMAT_OR_SIZE", "LF-IMG-MAX-PX")


def test_first_jpeg_loads_no_other_format() -> None:
    """An emulator's first answer does not wait for the formats that nobody has sent."""
    code = (
        "import sys; from pytest_linkface.emulator._pictures import check; check(sys.stdin.buffer.read(), 'one');"
        "print([name for name in sys.modules if name.endswith('ImagePlugin')])"
    )
    done = subprocess.run([sys.executable, "-c", code], input=GOOD, capture_output=True, check=True)
    assert done.stdout.split() == [b"['PIL.JpegImagePlugin']"]
