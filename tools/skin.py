"""The colours of the bare face, painted on and then lit: complexion, lips, brows, nostrils, stubble."""

import numpy as np

from tools.field import Field, blur, bump, mix, noise, pair, rise
from tools.person import Person
from tools.relief import EYE_Y, MOUTH_Y, Relief

LIGHT = np.array((-0.36, -0.46, 0.81))  # from the upper left, for y points down
INK = np.array((0.09, 0.05, 0.04))
LIPSTICK = np.array((1.02, 0.28, 0.36))


def light_of(relief: Relief, unit: float) -> tuple[Field, Field]:
    """How bright each place is for its slope and its depth, as a factor around one; and its gloss.

    `unit` is pixels per head unit.
    """
    soft = blur(relief.z, 0.006 * unit)
    down, across = np.gradient(soft * unit)
    length = np.sqrt(across**2 + down**2 + 1)
    facing = (-across * LIGHT[0] - down * LIGHT[1] + LIGHT[2]) / length
    wrapped = np.clip((facing + 0.40) / 1.40, 0, 1)
    hollow = np.clip(blur(soft, 0.05 * unit) - soft, 0, 1) * 3.2 + np.clip(blur(soft, 0.13 * unit) - soft, 0, 1) * 1.6
    gloss = np.clip(facing, 0, 1) ** 26
    return (0.36 + 0.72 * wrapped) * np.clip(1 - hollow, 0.50, 1), gloss


def _lip_masks(person: Person, x: Field, y: Field) -> tuple[Field, Field, Field]:
    u = np.clip(np.abs(x) / person.mouth_width, 0, 1)
    line = MOUTH_Y - 0.05 * person.smile * u**2 + 0.008 * np.cos(u * 9) * (1 - u)
    bow = (1 - u**1.7) * (0.86 + 0.22 * rise(u, 0.0, 0.22))
    upper = line - 0.062 * person.lips * bow
    lower = line + 0.080 * person.lips * (1 - u**2.2) ** 0.9
    soft = 0.012
    cover = rise(y, upper - soft, upper + soft) * rise(y, lower + soft, lower - soft)
    crease = np.exp(-0.5 * ((y - line) / 0.009) ** 2) * rise(u, 1.0, 0.93)
    return cover * rise(u, 1.0, 0.95), crease, rise(y, line - 0.004, line + 0.004)


def _complexion(person: Person, relief: Relief, rng: np.random.Generator) -> Field:
    x, y = relief.x, relief.y
    skin = np.broadcast_to(np.array(person.skin), (*x.shape, 3)).copy()
    blush = 0.55 * pair(x, y, 0.40, 0.30, 0.16, 0.12) + 0.6 * bump(x, y, 0, 0.38, 0.09, 0.07)
    skin *= 1 + blush[..., None] * np.array((0.03, -0.09, -0.08))
    skin *= 1 - 0.10 * pair(x, y, person.eye_gap, EYE_Y + 0.10, 0.11, 0.04)[..., None] * np.array((0.8, 1.0, 0.7))
    patches = 0.022 * noise(rng, x.shape, 9, 11) + 0.014 * noise(rng, x.shape, 45, 55)
    grain = 0.016 * noise(rng, x.shape, 150, 190)
    return np.asarray(skin * (1 + patches + grain)[..., None])


def _freckles(person: Person, relief: Relief, rng: np.random.Generator) -> Field:
    fair = person.skin[0] > 0.85 and person.seed % 3 == 0
    spots = rise(noise(rng, relief.x.shape, 60, 75), 0.45, 0.8)
    where = pair(relief.x, relief.y, 0.30, 0.27, 0.2, 0.10) + bump(relief.x, relief.y, 0, 0.22, 0.1, 0.1)
    return 0.30 * float(fair) * spots * np.clip(where, 0, 1)


def _brows(person: Person, relief: Relief, rng: np.random.Generator) -> Field:
    side, y = np.abs(relief.x), relief.y
    u = np.clip((side - 0.115) / 0.345, -0.2, 1.2)
    arch = -0.125 - 0.045 * person.brow_arch * np.sin(np.clip(u, 0, 1) * 2.4) + 0.025 * u
    thick = 0.030 * person.brow_weight * (1 - 0.55 * np.clip(u, 0, 1))
    ragged = 0.35 * noise(rng, y.shape, 110, 60) + 0.25 * noise(rng, y.shape, 60, 110)
    body = np.exp(-((np.abs(y - arch) / thick) ** 2.4) * (1 + ragged)) * (0.86 + 0.3 * ragged)
    return np.clip(body, 0, 1) * rise(u, -0.06, 0.10) * rise(u, 1.06, 0.9)


def _beard(person: Person, relief: Relief, rng: np.random.Generator) -> Field:
    x, y = relief.x, relief.y
    side = np.abs(x)
    cheek_line = 0.66 - 0.62 * rise(side, 0.28, 0.75)
    jaw = rise(y - cheek_line, 0.0, 0.09) * rise(side, 0.04, 0.20)
    chin = bump(x, y, 0, 0.93, 0.24, 0.11)
    tache = np.exp(-0.5 * ((y - 0.545 - 0.35 * side**2) / 0.030) ** 2) * rise(side, person.mouth_width + 0.04, 0.16)
    whole = np.clip(np.maximum(jaw, 1.5 * chin) + tache, 0, 1)
    strength, where = {
        "none": (0.0, whole),
        "stubble": (0.34, whole),
        "full": (0.78, whole),
        "moustache": (0.85, tache),
    }[person.beard]
    strands = 0.88 + 0.12 * noise(rng, x.shape, 140, 90) + 0.10 * noise(rng, x.shape, 60, 70)
    return np.clip(strength * where * strands, 0, 0.95)


def paint_skin(person: Person, relief: Relief, unit: float, rng: np.random.Generator) -> Field:
    """The lit face as RGB in [0, 1], without eyes and without hair on the skull."""
    x, y = relief.x, relief.y
    colour = _complexion(person, relief, rng)
    colour = mix(colour, np.array(person.skin) * 0.55, _freckles(person, relief, rng))
    cover, crease, below = _lip_masks(person, x, y)
    lip = np.array(person.skin) * np.array((0.90, 0.60, 0.60)) * np.where(below, 1.08, 0.90)[..., None]
    lip = lip * (1 - 0.7 * person.lipstick) + 0.7 * person.lipstick * LIPSTICK * np.mean(person.skin)
    colour = mix(colour, lip, cover * (0.55 + 0.35 * person.softness))
    hair = np.array(person.hair) * 0.9 + 0.01
    colour = mix(colour, hair * 0.8 + 0.02, _beard(person, relief, rng) * (1 - cover))
    light, gloss = light_of(relief, unit)
    tip = 0.435 + person.nose_length
    light = light * (1 - 0.10 * bump(x, y, 0.02, tip + 0.065, 0.12, 0.03))
    warm = np.stack([light**0.92, light, light**1.06], axis=-1)
    colour = colour * warm + 0.07 * gloss[..., None]
    brow = np.minimum(np.array(person.hair) * 0.75, 0.45)
    colour = mix(colour, brow, 0.85 * _brows(person, relief, rng))
    nostril = pair(x, y, 0.062 * person.nose_width, tip + 0.012, 0.026, 0.013)
    colour = mix(colour, INK, 0.85 * np.clip(nostril * 1.3, 0, 1))
    return mix(colour, INK * 1.5, 0.75 * crease)
