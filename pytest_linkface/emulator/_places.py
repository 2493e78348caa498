"""Where the faces of a call's pictures are: fractions of each picture upright, however it was turned to find them."""

from __future__ import annotations

from typing import Any

from pytest_linkface.emulator._calls import Call
from pytest_linkface.emulator._engine import Face
from pytest_linkface.emulator._recognition import Recognition, Search, turns_for

DIGITS = 5


def places(call: Call, recognition: Recognition) -> dict[str, list[dict[str, Any]] | None]:
    """A list of boxes for each side that came as a file, in the matrix's order; None where nobody knows any more.

    Nobody knows a picture that was never searched, was searched too long ago, or whose faces were stated by hand.
    """
    turned = {name: value for name, value in call.fields if name.endswith("_auto_rotate")}
    found = {}
    for picture in call.pictures:
        if picture.side is None or picture.sha256 is None:
            continue
        turns = turns_for(turned.get(f"image_{picture.side}_auto_rotate", ""))
        search = recognition.remembered(bytes.fromhex(picture.sha256), turns=turns)
        found[picture.side] = None if search is None else [_place(face, search) for face in search.faces]
    return found


def _place(face: Face, search: Search) -> dict[str, Any]:
    width, height = (search.height, search.width) if face.turn in (90, 270) else (search.width, search.height)
    upright = _turned_back(
        (face.left / width, face.top / height, face.width / width, face.height / height), face.turn
    )
    names = ("left", "top", "width", "height")
    return {name: round(part, DIGITS) for name, part in zip(names, upright, strict=True)} | {"turn": face.turn}


def _turned_back(box: tuple[float, float, float, float], turn: int) -> tuple[float, float, float, float]:
    """A box of a view that was turned counter-clockwise, in the picture before that."""
    left, top, width, height = box
    match turn:
        case 90:
            return 1 - top - height, left, height, width
        case 180:
            return 1 - left - width, 1 - top - height, width, height
        case 270:
            return top, 1 - left - width, height, width
        case _:
            return box
