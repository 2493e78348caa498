"""The hair on the skull, by cut: where it lies over the head, how far it stands off, how its strands run."""

from dataclasses import dataclass

import numpy as np

from tools.field import Field, noise, rise, sample
from tools.person import Person
from tools.relief import half_width


@dataclass(frozen=True, slots=True)
class Cut:
    """A haircut in head units."""

    wider: float = 0.045  # beyond the skull at the sides
    taller: float = 0.06  # beyond the crown
    hairline: float = -0.60  # y in the middle of the forehead
    opening: float = 0.93  # half the open face, in half widths of the skull
    ends: float = 0.02  # y where the hair at the sides ends
    ragged: float = 0.02  # raggedness of the hairline
    curl: float = 0.0  # 0 straight .. 1 curly
    slant: float = 0.0  # the hairline's fall from one side to the other
    recede: float = 0.0  # how far the hairline draws back beside the middle
    cover: float = 1.0  # how much skin it hides


CUTS = {
    "short": Cut(),
    "buzz": Cut(wider=0.006, taller=0.008, hairline=-0.63, ends=-0.02, ragged=0.012, cover=0.72),
    "bald": Cut(cover=0.0),
    "receding": Cut(wider=0.035, taller=0.02, hairline=-0.74, recede=0.16, ends=0.05, opening=0.95),
    "parted": Cut(wider=0.05, taller=0.08, hairline=-0.56, slant=0.20, ends=0.0),
    "fringe": Cut(wider=0.10, taller=0.07, hairline=-0.36, ragged=0.035, ends=0.42, opening=0.90),
    "bob": Cut(wider=0.13, taller=0.09, hairline=-0.58, slant=0.12, ends=0.74, opening=0.90),
    "curly": Cut(wider=0.16, taller=0.16, hairline=-0.54, ragged=0.05, ends=0.22, curl=1.0, opening=0.94),
    "bun": Cut(wider=0.012, taller=0.02, hairline=-0.62, ends=-0.05, ragged=0.008),
    "quiff": Cut(wider=0.02, taller=0.17, hairline=-0.62, slant=-0.10, ends=-0.04, ragged=0.03),
}


def _opening(person: Person, cut: Cut, x: Field, y: Field, ragged: Field) -> Field:
    middle = 0.16
    height = middle - cut.hairline + cut.recede * np.exp(-0.5 * ((np.abs(x) - 0.34) / 0.13) ** 2)
    height = height + cut.slant * x / person.width + cut.ragged * ragged
    across = np.abs(x) / (person.width * cut.opening)
    down = np.abs(y - middle) / height
    radius: Field = (across**2.7 + np.where(y < middle, down, 0.0) ** 2.7) ** (1 / 2.7)
    return radius


def _outline(person: Person, cut: Cut, x: Field, y: Field, curls: Field) -> Field:
    fall = half_width(person, np.minimum(y, 0.10), wider=cut.wider, taller=cut.taller)
    off = np.abs(x) - fall - 0.05 * cut.curl * curls
    top = -1 - cut.taller - y + 0.05 * cut.curl * curls
    body = rise(np.maximum(off, top * 0.5), 0.012, -0.012)
    bun = rise(np.hypot(x, (y + 1.0) * 1.15) + 0.015 * curls, 0.23, 0.205)
    return np.maximum(body, bun) if cut is CUTS["bun"] else body


def hair_cover(person: Person, x: Field, y: Field, rng: np.random.Generator) -> Field:
    """How much of each place is hair."""
    cut = CUTS[person.cut]
    ragged = noise(rng, x.shape, 34, 5) + 0.5 * noise(rng, x.shape, 80, 6)
    curls = noise(rng, x.shape, 17, 21) + 0.6 * noise(rng, x.shape, 36, 45)
    open_face = _opening(person, cut, x, y, ragged + 1.3 * cut.curl * curls)
    over = rise(open_face, 0.985, 1.03)
    ends = rise(y + 0.03 * ragged, cut.ends + 0.06, cut.ends - 0.03)
    return cut.cover * over * ends * _outline(person, cut, x, y, curls)


def _strands(person: Person, cut: Cut, x: Field, y: Field, rng: np.random.Generator) -> Field:
    part = -0.25 * np.sign(cut.slant) * person.width
    angle = np.arctan2(x - part, 0.75 - (y + 1.0)) if cut.slant else np.arctan2(x, y + 1.25)
    radius = np.hypot(x - part, y + 1.0)
    table = rng.uniform(-1, 1, (64, 512))
    fine = sample(table, angle * 70, radius * 4) + 0.7 * sample(table, angle * 28 + 99, radius * 3)
    curly = noise(rng, x.shape, 40, 50) + 0.7 * noise(rng, x.shape, 80, 100)
    strands: Field = (1 - cut.curl) * fine + cut.curl * curly
    return strands


def hair_colour(person: Person, x: Field, y: Field, rng: np.random.Generator) -> Field:
    """The lit hair as RGB, wherever it may lie."""
    cut = CUTS[person.cut]
    strands = _strands(person, cut, x, y, rng)
    dome = np.clip(1 - 0.55 * ((x + 0.28) ** 2 + (y + 0.80) ** 2), 0.25, 1)
    depth = rise(np.abs(x), person.width + cut.wider + 0.03, person.width * 0.7)
    sheen = 0.10 * np.exp(-0.5 * ((y + 0.72 - 0.35 * x**2 + 0.05 * strands) / 0.08) ** 2) * (1 - 0.6 * cut.curl)
    tone = (0.40 + 0.75 * dome) * (0.78 + 0.22 * depth) * (1 + 0.30 * strands)
    colour: Field = np.array(person.hair) * tone[..., None] + sheen[..., None] * (np.array(person.hair) + 0.08)
    return colour
