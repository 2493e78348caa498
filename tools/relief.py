"""The bare head as a height field: skull, brows, sockets, nose, mouth and the lines of age; no colour."""

from dataclasses import dataclass

import numpy as np

from tools.field import Field, bump, pair, rise
from tools.person import Person

WIDEST = -0.12  # the y where the skull is widest
EYE_Y = 0.05
MOUTH_Y = 0.635


@dataclass(frozen=True, slots=True)
class Relief:
    """The height of the skin, and how near each place lies to the outline (0 in the middle, 1 on it)."""

    x: Field
    y: Field
    z: Field
    rim: Field

    @property
    def inside(self) -> Field:
        """One on the head, zero outside, soft over some three pixels."""
        return rise(self.rim, 1.0, 0.965)


def half_width(person: Person, y: Field, *, wider: float = 0.0, taller: float = 0.0) -> Field:
    """Half the width of the head at each height; with hair it is wider and taller."""
    up = np.clip((WIDEST - y) / (1 + WIDEST + taller), 0, 1)
    down = np.clip((y - WIDEST) / (1 - WIDEST), 0, 1)
    skull = (1 - up**2.25) ** 0.5
    jaw = (1 - down**person.jaw) ** (0.62 - 0.06 * (1 - person.softness))
    outline: Field = (person.width + wider) * np.where(y < WIDEST, skull, jaw)
    return outline


def _skull(person: Person, x: Field, y: Field) -> tuple[Field, Field]:
    width = half_width(person, y)
    rim = np.where(width > 0.01, np.abs(x) / np.maximum(width, 0.01), 2.0)
    up = np.clip((WIDEST - y) / (1 + WIDEST), 0, 1)
    down = np.clip((y - WIDEST) / (1 - WIDEST), 0, 1)
    profile = np.where(y < WIDEST, (1 - up**3) ** 0.5, (1 - down**6) ** 0.5)
    return 0.62 * np.clip(1 - rim**2.4, 0, 1) ** 0.5 * profile, rim


def _nose(person: Person, x: Field, y: Field) -> Field:
    wide, tip = person.nose_width, 0.385 + person.nose_length
    along = np.clip((y + 0.08) / (tip + 0.08), 0, 1)
    ridge = (0.045 + 0.16 * along**1.3) * np.exp(-0.5 * (x / (0.05 + 0.035 * along * wide)) ** 2)
    ridge *= rise(y, -0.2, 0.0) * rise(y, tip + 0.13, tip - 0.01)
    wings = 0.075 * pair(x, y, 0.105 * wide, tip + 0.03, 0.042 * wide, 0.042)
    height: Field = ridge + 0.07 * bump(x, y, 0, tip, 0.07 * wide, 0.06) + wings
    return height


def _mouth(person: Person, x: Field, y: Field) -> Field:
    line = MOUTH_Y - 0.05 * person.smile * (x / person.mouth_width) ** 2
    upper = 0.028 * person.lips * bump(x, y - line, 0, -0.035, person.mouth_width * 0.6, 0.026)
    crease_width = rise(np.abs(x), person.mouth_width * 1.15, person.mouth_width * 0.8)
    lower = 0.045 * person.lips * bump(x, y - line, 0, 0.045, person.mouth_width * 0.5, 0.032)
    crease = 0.035 * bump(x, y - line, 0, 0, person.mouth_width * 0.8, 0.012) * crease_width
    muzzle = 0.05 * bump(x, y, 0, 0.60, 0.23, 0.15) - 0.012 * bump(x, y, 0, 0.53, 0.025, 0.045)
    fold = 0.035 * bump(x, y, 0, 0.765, 0.13, 0.035)
    height: Field = upper + lower - crease + muzzle - fold
    return height


def _cheeks(person: Person, x: Field, y: Field) -> Field:
    angular = 1 - person.softness
    bones = (0.05 + 0.02 * angular) * pair(x, y, 0.42, 0.24, 0.17, 0.11)
    hollows = (0.015 + 0.03 * angular) * pair(x, y, 0.44, 0.52, 0.13, 0.13)
    chin = (0.055 + 0.03 * angular) * bump(x, y, 0, 0.885, 0.15, 0.08)
    temples = 0.03 * pair(x, y, 0.60, -0.15, 0.10, 0.18)
    height: Field = bones - hollows + chin - temples
    return height


def _eyes(person: Person, x: Field, y: Field) -> Field:
    ridge = (0.03 + 0.035 * (1 - person.softness)) * pair(x, y, 0.25, -0.12, 0.17, 0.05)
    socket = 0.085 * pair(x, y, person.eye_gap * 0.93, EYE_Y - 0.01, 0.135, 0.085)
    ball = 0.055 * pair(x, y, person.eye_gap, EYE_Y, 0.09, 0.055)
    corner = 0.05 * pair(x, y, 0.12, EYE_Y - 0.02, 0.05, 0.07)
    height: Field = ridge - socket + ball - corner
    return height


def _lines(person: Person, x: Field, y: Field) -> Field:
    side, age = np.abs(x), person.age
    fold_x = 0.145 + 0.15 * rise(y, 0.40, 0.74)
    fold = (0.012 + 0.03 * age) * np.exp(-0.5 * ((side - fold_x) / 0.022) ** 2)
    fold *= rise(y, 0.40, 0.48) * rise(y, 0.74, 0.60)
    bags = 0.03 * age * pair(x, y, person.eye_gap, EYE_Y + 0.125, 0.11, 0.014)
    furrows = sum(
        (0.011 * np.exp(-0.5 * ((y - level - 0.03 * np.cos(3 * x)) / 0.010) ** 2) for level in (-0.45, -0.37, -0.29)),
        start=np.zeros_like(x),
    )
    furrows *= rise(age, 0.35, 0.9) * rise(side, 0.42, 0.25)
    crow = np.sin((y - EYE_Y) * 90 + 12 * side) * pair(x, y, person.eye_gap + 0.22, EYE_Y + 0.01, 0.035, 0.05)
    height: Field = -fold - bags - furrows + 0.008 * rise(age, 0.4, 0.9) * crow
    return height


def shape_head(person: Person, x: Field, y: Field) -> Relief:
    """The relief of this person's head over the plane."""
    skull, rim = _skull(person, x, y)
    face = _nose(person, x, y) + _mouth(person, x, y) + _cheeks(person, x, y) + _eyes(person, x, y)
    return Relief(x=x, y=y, z=skull + face + _lines(person, x, y), rim=rim)
