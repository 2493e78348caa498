"""The two eyes, painted over the lit face: white, iris, pupil, catchlight, lids and lashes; and spectacles."""

from dataclasses import dataclass

import numpy as np

from tools.field import Field, mix, rise
from tools.person import Person
from tools.relief import EYE_Y

WIDTH, HEIGHT = 0.138, 0.066  # half an eye across, and its upper lid over its middle
INK = np.array((0.06, 0.04, 0.04))
GOLD, HORN, TIN = np.array((0.80, 0.68, 0.40)), np.array((0.16, 0.12, 0.11)), np.array((0.45, 0.36, 0.26))


@dataclass(frozen=True, slots=True)
class _Eye:
    """The plane as one eye sees it: u from the nose (-1) to the temple (+1), lids in head units."""

    x: Field
    y: Field
    u: Field
    upper: Field
    lower: Field


def _frame(person: Person, x: Field, y: Field, side: int) -> _Eye:
    width = WIDTH * person.eye_size
    dx = x * side - person.eye_gap
    u = np.clip(dx / width, -1.15, 1.15)
    dy = y - EYE_Y + person.eye_tilt * dx
    arc = np.clip(1 - u**2, 0, 1)
    upper = -HEIGHT * person.eye_size * arc**0.8 * (1 - 0.16 * u)
    lower = 0.62 * HEIGHT * person.eye_size * arc * (1 + 0.15 * u)
    return _Eye(x=dx * side, y=dy, u=u, upper=upper, lower=lower)


def _ball(person: Person, eye: _Eye) -> Field:
    radius = np.hypot(eye.x, eye.y + 0.012)
    size = 0.066 * person.eye_size
    white = np.array((0.93, 0.90, 0.88)) * (1 - 0.22 * np.abs(eye.u) ** 2)[..., None]
    white = mix(white, np.array((0.78, 0.48, 0.44)), rise(eye.u, -0.78, -0.98) * 0.8)
    ring = rise(radius, size * 0.72, size * 0.98)
    iris = np.array(person.iris) * (1.35 - 0.95 * ring)[..., None]
    colour = mix(white, iris, rise(radius, size * 1.06, size * 0.94))
    colour = mix(colour, INK * 0.5, rise(radius, size * 0.50, size * 0.38))
    shade = rise(eye.y - eye.upper, 0.055, 0.0)
    colour = colour * (1 - 0.55 * shade)[..., None]
    glint = rise(np.hypot(eye.x + 0.022, eye.y + 0.032), 0.017, 0.008)
    return mix(colour, np.ones(3), 0.95 * glint)


def _paint_eye(person: Person, colour: Field, eye: _Eye) -> Field:
    inside = rise(np.abs(eye.u), 1.08, 0.98)
    crease = np.exp(-0.5 * ((eye.y - eye.upper * 1.12 + 0.034) / 0.008) ** 2) * rise(np.abs(eye.u - 0.1), 1.0, 0.5)
    colour = colour * (1 - (0.06 + 0.30 * person.lid + 0.10 * person.age) * crease)[..., None]
    opening = rise(eye.y, eye.upper - 0.004, eye.upper + 0.006) * rise(eye.y, eye.lower + 0.005, eye.lower - 0.005)
    colour = mix(colour, _ball(person, eye), opening * inside)
    thick = (0.007 + 0.006 * person.softness) * (1 + 0.35 * eye.u)
    lash = np.exp(-0.5 * ((eye.y - eye.upper) / thick) ** 2) * inside
    colour = mix(colour, INK, 0.92 * lash)
    rim = np.exp(-0.5 * ((eye.y - eye.lower - 0.004) / 0.006) ** 2) * inside
    return mix(colour, np.array(person.skin) * 0.42, 0.50 * rim)


def _paint_glasses(colour: Field, person: Person, x: Field, y: Field) -> Field:
    across = np.abs(np.abs(x) - person.eye_gap - 0.005) / 0.225
    down = np.abs(y - EYE_Y - 0.03) / 0.165
    radius = (across**3.2 + down**3.2) ** (1 / 3.2)
    rims = np.exp(-0.5 * ((radius - 1) / 0.045) ** 2)
    bridge = np.exp(-0.5 * ((y - EYE_Y + 0.02 - 0.5 * x**2) / 0.011) ** 2) * rise(np.abs(x), 0.10, 0.08)
    arms = np.exp(-0.5 * ((y - EYE_Y + 0.03) / 0.012) ** 2) * rise(np.abs(x), 0.51, 0.53)
    frame = GOLD if person.skin[0] < 0.7 else HORN if person.seed % 2 else TIN
    return mix(colour, frame, 0.85 * np.clip(rims + bridge + arms, 0, 1))


def paint_eyes(person: Person, colour: Field, x: Field, y: Field) -> Field:
    """The face with its two eyes looking straight at the viewer."""
    for side in (-1, 1):
        eye = _frame(person, x, y, side)
        near = rise(np.hypot(eye.x, eye.y), 0.30, 0.24)
        colour = mix(colour, _paint_eye(person, colour, eye), near)
    return _paint_glasses(colour, person, x, y) if person.glasses else colour
