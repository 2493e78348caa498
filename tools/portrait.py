"""A person's portrait in RGBA: the parts of the head put in order, and nothing around them."""

import numpy as np
from PIL import Image

from tools.eyes import paint_eyes
from tools.field import Field, bump, mix, plane, rise
from tools.hair import CUTS, hair_colour, hair_cover
from tools.person import Person
from tools.relief import Relief, shape_head
from tools.skin import paint_skin

UNIT = 90  # finished pixels per head unit: 180 x 225 in all
FINER = 2  # it is drawn so many times larger and then reduced


def _ears(person: Person, x: Field, y: Field) -> tuple[Field, Field]:
    side = np.abs(x) - person.width + 0.025
    lean = side - 0.10 * (0.16 - y)
    radius = np.hypot(lean / 0.085, (y - 0.16) / 0.20)
    shade = 0.78 - 0.30 * np.exp(-(((radius - 0.45) / 0.22) ** 2)) - 0.10 * rise(x, 0, 0.5)
    return rise(radius, 1.04, 0.94), np.array(person.skin) * np.array((1.0, 0.93, 0.90)) * shade[..., None]


def _neck(person: Person, x: Field, y: Field) -> tuple[Field, Field]:
    wide = person.width * (0.66 - 0.10 * person.softness)
    cover = rise(np.abs(x), wide + 0.02, wide - 0.04) * rise(y, 0.5, 0.6) * rise(y, 1.10, 0.90)
    shade = (0.62 - 0.16 * bump(x, y, 0.05, 0.96, 0.4, 0.12)) * (1 - 0.2 * rise(x, -0.2, 0.5))
    return cover, np.array(person.skin) * np.array((0.98, 0.93, 0.9)) * shade[..., None]


def _over(under: tuple[Field, Field], cover: Field, colour: Field) -> tuple[Field, Field]:
    alpha = cover + under[0] * (1 - cover)
    share = np.where(alpha > 1e-6, cover / np.maximum(alpha, 1e-6), 0.0)
    return alpha, mix(under[1], colour, share)


def _face(person: Person, relief: Relief, rng: np.random.Generator) -> Field:
    skin = paint_skin(person, relief, UNIT * FINER, rng)
    return paint_eyes(person, skin, relief.x, relief.y)


def draw_portrait(person: Person) -> Image.Image:
    """The head of this person, 180 x 225 pixels RGBA, transparent around it."""
    rng = np.random.default_rng((person.seed, 1))
    x, y = plane(UNIT * FINER)
    relief = shape_head(person, x, y)
    layer = _neck(person, x, y)
    if CUTS[person.cut].ends < 0.3:
        layer = _over(layer, *_ears(person, x, y))
    layer = _over(layer, relief.inside, _face(person, relief, rng))
    alpha, colour = _over(layer, hair_cover(person, x, y, rng), hair_colour(person, x, y, rng))
    pixels = np.clip(np.dstack([colour, alpha]), 0, 1)
    image = Image.fromarray((pixels * 255 + 0.5).astype(np.uint8), "RGBA")
    return image.reduce(FINER)
