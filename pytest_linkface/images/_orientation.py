"""Upright pixels to stored ones: turned and mirrored so that the EXIF orientation undoes it."""

from __future__ import annotations

from PIL import Image

_TAG = 0x0112
_TURN = Image.Transpose
_STORED: dict[int, Image.Transpose] = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_90,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_270,
}
_TURNED: dict[int, Image.Transpose] = {90: _TURN.ROTATE_90, 180: _TURN.ROTATE_180, 270: _TURN.ROTATE_270}
_SIDEWAYS = {_TURN.TRANSPOSE, _TURN.ROTATE_90, _TURN.TRANSVERSE, _TURN.ROTATE_270}


def steps(orientation: int | None, turn: int) -> tuple[Image.Transpose, ...]:
    """What is done to the upright pixels: first the untold turn, then the one that EXIF tells of."""
    if orientation is not None and orientation not in range(1, 9):
        raise ValueError(f"EXIF orientation is 1 to 8 or None, not {orientation}")
    if turn not in {0, *_TURNED}:
        raise ValueError(f"turn is 0, 90, 180 or 270 degrees, not {turn}")
    wanted = (_TURNED.get(turn), _STORED.get(orientation or 1))
    return tuple(step for step in wanted if step is not None)


def stored_size(size: tuple[int, int], orientation: int | None, turn: int) -> tuple[int, int]:
    """Columns and rows as they are stored."""
    sideways = sum(step in _SIDEWAYS for step in steps(orientation, turn)) % 2
    return (size[1], size[0]) if sideways else size


def stored(image: Image.Image, orientation: int | None, turn: int) -> Image.Image:
    """The pixels as they are stored."""
    for step in steps(orientation, turn):
        image = image.transpose(step)
    return image


def exif(orientation: int) -> bytes:
    """An EXIF block that tells the orientation and nothing else."""
    block = Image.Exif()
    block[_TAG] = orientation
    return block.tobytes()
