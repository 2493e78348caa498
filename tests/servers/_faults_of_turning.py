"""Faults in how a picture is turned before faces are looked for."""

from dataclasses import replace

from ._asking import Ask
from ._behaviour import Behaviour
from ._fault import Where, by_source, everywhere, on_side, table
from ._terms import Origin

_NAMES = ("image_one_auto_rotate", "image_two_auto_rotate")


def _taken(values: dict[int, int], where: Where = everywhere) -> Behaviour:
    def orientation(origin: Origin, value: int) -> int:
        return values.get(value, value) if where(origin) else value

    return Behaviour(orientation=orientation)


def _tried(quarters: tuple[int, ...], where: Where = everywhere) -> Behaviour:
    def directions(origin: Origin, asked: bool) -> tuple[int, ...]:
        if not asked:
            return (0,)
        return quarters if where(origin) else (0, 1, 3, 2)

    return Behaviour(directions=directions)


def _sides_swapped(ask: Ask) -> Ask:
    one, two = (ask.form.get(name, b"false") for name in _NAMES)
    return replace(ask, form={**ask.form, _NAMES[0]: two, _NAMES[1]: one})


def _only_both(ask: Ask) -> Ask:
    if all(ask.text(name) == "true" for name in _NAMES):
        return ask
    return replace(ask, form={name: value for name, value in ask.form.items() if name not in _NAMES})


_UPRIGHT = dict.fromkeys(range(2, 9), 1)
_LYING = dict.fromkeys(range(5, 9), 1)

FAULTS = [
    *table(
        "the EXIF orientation is applied before faces are looked for",
        14,
        "LF-IMG-EXIF",
        {
            "exif-ignored": _taken(_UPRIGHT),
            "exif-ignored-on-one": _taken(_UPRIGHT, on_side("one")),
            "exif-ignored-on-two": _taken(_UPRIGHT, on_side("two")),
            "exif-ignored-by-url": _taken(_UPRIGHT, by_source("url")),
            "exif-ignored-by-id": _taken(_UPRIGHT, by_source("id")),
            "exif-5-to-8-ignored": _taken(_LYING),
            "exif-2-to-5-and-7-ignored": _taken(dict.fromkeys((2, 3, 4, 5, 7), 1)),
            "exif-3-ignored": _taken({3: 1}),
            "exif-4-ignored": _taken({4: 1}),
            "exif-5-taken-for-7": _taken({5: 7}),
            "exif-6-taken-for-8": _taken({6: 8}),
            "exif-7-taken-for-1": _taken({7: 1}),
            "exif-8-taken-for-6": _taken({8: 6}),
            "exif-6-and-8-swapped": _taken({6: 8, 8: 6}),
        },
    ),
    *table(
        "with auto_rotate=true a face is found however the picture is turned",
        31,
        "LF-IMG-AUTO-ROTATE",
        {
            "auto-rotate-ignored": _tried((0,)),
            "auto-rotate-ignored-on-one": _tried((0,), on_side("one")),
            "auto-rotate-ignored-on-two": _tried((0,), on_side("two")),
            "auto-rotate-ignored-by-id": _tried((0,), by_source("id")),
            "auto-rotate-without-clockwise": _tried((0, 1, 2)),
            "auto-rotate-without-counterclockwise": _tried((0, 3, 2)),
            "auto-rotate-without-half-turn": _tried((0, 1, 3)),
            "auto-rotate-half-turn-alone": _tried((0, 2)),
            "auto-rotate-of-the-other-side": Behaviour(hear=_sides_swapped),
            "auto-rotate-only-for-both": Behaviour(hear=_only_both),
        },
    ),
]
