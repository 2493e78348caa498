"""Small drawings of what was sent, made from recipes and the shipped portraits alone.

No picture is built for them. Where a user's own portraits stood in, the drawn people are shown nevertheless: a
photograph of somebody cannot come into a page, because nothing here ever opens one.
"""

from __future__ import annotations

import ast
import base64
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pytest_linkface.reports._page_markup import Html, element, html, joined

_UPLOAD = re.compile(r"(images\..+) as (?:'.*'|\".*\")(?:, [^,]*)?", re.DOTALL)
_LONGEST = 400
"""Characters of a recipe that is drawn; our own are shorter."""
_MOST = 100_000_000
"""A number in a recipe beyond which it is not ours."""
_CROWD = 6
_HIGH, _WIDE = 96, 128
_LEAST = 10
_TURNS = {90: "rotate(-90)", 180: "rotate(180)", 270: "rotate(90)"}
_STORED = {
    2: "scale(-1 1)", 3: "rotate(180)", 4: "scale(1 -1)", 5: "matrix(0 1 1 0 0 0)", 6: "rotate(-90)",
    7: "matrix(0 -1 -1 0 0 0)", 8: "rotate(90)",
}  # fmt: skip
_SIDEWAYS = {5, 6, 7, 8}
_PORTRAIT = (72, 90)
_NOT_OURS = (
    ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, MemoryError,
)  # fmt: skip
"""What reading a text that only looks like a recipe may end with."""
_NO_PICTURE = {"empty": "0 B", "text": "TXT", "html": "HTML", "noise": "noise", "bomb": "bomb"}


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A drawing, and what it shows in a few words."""

    drawing: Html
    captions: tuple[str, str]
    """In English and in Chinese."""
    people: tuple[str, ...] = ()
    """Those whose portraits the page has to hold."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a recipe says: its makers from the outermost to the innermost, and the picture that they began with."""

    makers: tuple[str, ...]
    people: tuple[str, ...]
    size: tuple[int, int]
    format: str
    orientation: int
    turn: int
    size_in_bytes: int | None


def recipe_in(sent: str) -> str | None:
    """The recipe of an upload as a finding names it; None for a url, an id, or a file of somebody else's."""
    found = _UPLOAD.fullmatch(sent)
    return found[1] if found else None


@cache
def thumbnail(recipe: str) -> Thumbnail | None:
    """The drawing of a recipe; None where the text is none of ours."""
    read = _read(recipe)
    if read is None:
        return None
    inner = _sheet(read) if read.makers[-1] in _NO_PICTURE else _picture(read)
    return Thumbnail(inner, _captions(read), read.people)


def portraits(people: set[str]) -> Html:
    """The portraits that drawings refer to, each held once."""
    symbols = [
        element("symbol", element("image", href=_portrait(name), width=4, height=5), id=f"p-{name}", viewBox="0 0 4 5")
        for name in sorted(people)
    ]
    return element("svg", *symbols, class_="store", width=0, height=0, aria_hidden="true") if symbols else html()


@cache
def _portrait(name: str) -> str:
    from PIL import Image  # only a page with findings needs it

    content = (files("pytest_linkface.images") / "portraits" / f"{name}.webp").read_bytes()
    with Image.open(io.BytesIO(content), formats=("WEBP",)) as image:
        small = image.convert("RGBA").resize(_PORTRAIT, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "WEBP", quality=55, method=4)
    return f"data:image/webp;base64,{base64.b64encode(file.getvalue()).decode()}"


def _read(recipe: str) -> _Read | None:
    from pytest_linkface.images import from_recipe  # Pillow comes with it: only a page with findings needs it

    try:
        calls = list(_calls(recipe))
        picture = from_recipe(ast.unparse(calls[-1]))
    except _NOT_OURS:
        return None
    makers = tuple(ast.unparse(call.func).removeprefix("images.") for call in calls)
    told = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in calls[-1].keywords}
    padding = [one for call in calls[:-1] for one in call.args[1:] if isinstance(one, ast.Constant)]
    in_bytes = padding[0].value if makers[0] == "padded" and padding else None
    return _Read(
        makers, picture.people, (picture.width, picture.height), picture.format or "",
        int(told.get("orientation") or 1), int(told.get("turn", 0)), in_bytes if isinstance(in_bytes, int) else None,
    )  # fmt: skip


def _calls(recipe: str) -> Iterator[ast.Call]:
    """The calls of a recipe, the outermost first; nothing that takes time to evaluate gets past."""
    if len(recipe) > _LONGEST:
        raise ValueError("too long")
    tree = ast.parse(recipe, mode="eval").body
    numbers = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, int)]
    if any(abs(number) > _MOST for number in numbers):
        raise ValueError("too large")
    while isinstance(tree, ast.Call):
        yield tree
        if any(isinstance(one, ast.Constant) and _is_crowd(one.value) for one in _faces(tree)):
            raise ValueError("too many")
        tree = tree.args[0] if tree.args else tree.func


def _faces(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords if keyword.arg == "faces"] + (
        call.args if ast.unparse(call.func) in ("images.scene", "images.frames", "images.foreign") else []
    )


def _is_crowd(value: object) -> bool:
    return isinstance(value, int) and value > _CROWD


def _captions(read: _Read) -> tuple[str, str]:
    facts = list(_facts(read))
    return ", ".join(english for english, _ in facts), ",".join(chinese for _, chinese in facts)


def _facts(read: _Read) -> Iterator[tuple[str, str]]:
    """What there is to see, in English and in Chinese; the names of formats and makers are the same in both."""
    (width, height), maker, faces = read.size, read.makers[-1], len(read.people)
    if width:
        yield f"{width} × {height} px", f"{width} × {height} 像素"
    yield (read.format, read.format) if read.format else (f"no picture ({maker})", f"不是图片({maker})")
    if width and maker not in ("flat", "bomb"):
        yield f"{faces} face{'s' * (faces != 1)}", f"{faces} 张人脸"
    if read.orientation != 1:
        yield f"EXIF orientation {read.orientation}", f"EXIF 方向 {read.orientation}"
    if read.turn:
        yield f"turned by {read.turn}°", f"旋转 {read.turn}°"
    if read.size_in_bytes:
        yield f"{read.size_in_bytes:,} bytes", f"{read.size_in_bytes:,} 字节"
    yield from ((name.replace("_", " "),) * 2 for name in read.makers[:-1] if name != "padded")


def _picture(read: _Read) -> Html:
    """The scene upright, then turned as its pixels are stored."""
    sideways = (read.orientation in _SIDEWAYS) != (read.turn in (90, 270))
    stored = _fitted(*read.size)
    upright = (stored[1], stored[0]) if sideways else stored
    turned = " ".join(filter(None, (_STORED.get(read.orientation), _TURNS.get(read.turn))))
    scene = [_ground(read, *upright), *_people(read, *upright)]
    if turned:
        scene = [_turned(scene, turned, upright, stored)]
    return _framed([*scene, *_damage(read, *stored)], stored)


def _turned(scene: list[Html], how: str, upright: tuple[int, int], stored: tuple[int, int]) -> Html:
    about = f"translate({stored[0] / 2:g} {stored[1] / 2:g}) {how} translate({-upright[0] / 2:g} {-upright[1] / 2:g})"
    return element("g", *scene, transform=about)


def _framed(inside: list[Html], size: tuple[int, int]) -> Html:
    return element(
        "svg", *inside, class_="thumb", viewBox=f"0 0 {size[0]} {size[1]}", width=size[0], height=size[1],
        aria_hidden="true",
    )  # fmt: skip


def _fitted(width: int, height: int) -> tuple[int, int]:
    """As large as a thumbnail may be; a line of pixels stays visible."""
    by = min(_WIDE / max(width, 1), _HIGH / max(height, 1))
    return max(_LEAST, round(width * by)), max(_LEAST, round(height * by))


def _ground(read: _Read, width: int, height: int) -> Html:
    if read.makers[-1] != "landscape":
        return element("rect", width=width, height=height, fill="#808080" if read.makers[-1] == "flat" else "#cfd3d6")
    sky = element("rect", width=width, height=height, fill="#a9cfe8")
    hills = [
        element("ellipse", cx=round(width * x), cy=height, rx=round(width * 0.6), ry=round(height * y), fill=colour)
        for x, y, colour in ((0.3, 0.5, "#5c8060"), (0.85, 0.38, "#4a6e46"))
    ]
    return joined([sky, *hills])


def _people(read: _Read, width: int, height: int) -> Iterator[Html]:
    number = len(read.people)
    across = max(1, min(number, round((number * width / height * 1.25) ** 0.5 + 0.2))) if number else 1
    down = -(-number // across)
    for index, name in enumerate(read.people):
        row, column = divmod(index, across)
        in_row = min(across, number - row * across)
        cell = (width / across, height / down)
        high = min(cell[1] * 0.94, cell[0] * 0.94 * 1.25)
        x = (width - in_row * cell[0]) / 2 + column * cell[0] + (cell[0] - high * 0.8) / 2
        y = row * cell[1] + (cell[1] - high) / 2
        place = {"x": f"{x:.0f}", "y": f"{y:.0f}", "width": f"{high * 0.8:.0f}", "height": f"{high:.0f}"}
        yield element("use", href=f"#p-{name}", **place)


def _damage(read: _Read, width: int, height: int) -> Iterator[Html]:
    if "cut" in read.makers:
        teeth = " ".join(f"{x},{height * 0.55 + 5 * (x // 8 % 2):.0f}" for x in range(0, width + 8, 8))
        yield element("polygon", points=f"{teeth} {width},{height} 0,{height}", fill="#fff")
    if "wrong_magic" in read.makers:
        yield element("path", d=f"M0 0L{width} {height}M0 {height}L{width} 0", stroke="#c00", stroke_width=2)


def _sheet(read: _Read) -> Html:
    """A file that is no picture: a sheet with a folded corner, and what it holds."""
    sheet = element("path", d="M1 1h44l18 18v76h-62z", fill="#f4f4f2", stroke="#777")
    fold = element("path", d="M45 1v18h18", fill="none", stroke="#777")
    word = element(
        "text", _NO_PICTURE[read.makers[-1]], x=32, y=58, fill="#444", text_anchor="middle", font_size=13,
        font_family="monospace",
    )  # fmt: skip
    return _framed([sheet, fold, word], (64, 96))
