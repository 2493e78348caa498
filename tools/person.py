"""What one invented person looks like, as numbers drawn from a seed; nothing here draws a pixel."""

from dataclasses import dataclass

import numpy as np

Colour = tuple[float, float, float]

SKINS: tuple[Colour, ...] = (
    (0.96, 0.80, 0.70),
    (0.93, 0.75, 0.62),
    (0.88, 0.70, 0.54),
    (0.82, 0.62, 0.46),
    (0.72, 0.52, 0.38),
    (0.58, 0.41, 0.28),
    (0.44, 0.29, 0.22),
)
HAIRS: tuple[Colour, ...] = (
    (0.07, 0.06, 0.06),
    (0.16, 0.10, 0.07),
    (0.30, 0.18, 0.10),
    (0.47, 0.30, 0.16),
    (0.70, 0.54, 0.30),
    (0.55, 0.22, 0.09),
    (0.58, 0.57, 0.56),
    (0.84, 0.83, 0.81),
)
IRISES: tuple[Colour, ...] = (
    (0.20, 0.12, 0.07),
    (0.33, 0.20, 0.10),
    (0.36, 0.34, 0.16),
    (0.28, 0.42, 0.55),
    (0.38, 0.45, 0.42),
)
DARK_ONLY = (0, 1)  # hair and eyes of the darker skins
CUTS = ("short", "buzz", "bald", "receding", "parted", "fringe", "bob", "curly", "bun", "quiff")
BEARDS = ("none", "none", "none", "stubble", "full", "moustache")


@dataclass(frozen=True, slots=True)
class Person:
    """The traits of a head, in head units (the crown at -1, the chin at +1) unless said otherwise."""

    seed: int
    skin: Colour
    hair: Colour
    iris: Colour
    cut: str
    beard: str
    softness: float  # 0 angular .. 1 soft: jaw, brow, lips, lashes
    age: float  # 0 young .. 1 old: lines, bags
    width: float  # half the width of the skull
    jaw: float  # exponent of the jaw: larger is squarer
    eye_gap: float  # from the middle to an eye's centre
    eye_size: float
    eye_tilt: float
    lid: float  # 0 a smooth upper lid .. 1 a deep fold
    glasses: bool
    brow_weight: float
    brow_arch: float
    nose_width: float
    nose_length: float
    mouth_width: float
    lips: float
    smile: float
    lipstick: float


def _hair_of(rng: np.random.Generator, tone: int, age: float) -> Colour:
    if age > 0.72:
        return HAIRS[int(rng.choice((6, 7)))]
    if tone >= 3:
        return HAIRS[int(rng.choice(DARK_ONLY))]
    return HAIRS[int(rng.integers(0, 6))]


def _cut_of(rng: np.random.Generator, softness: float) -> str:
    if softness > 0.5:
        return str(rng.choice(("parted", "fringe", "bob", "curly", "bun", "short")))
    return str(rng.choice(("short", "buzz", "bald", "receding", "parted", "curly", "quiff")))


def _shade(rng: np.random.Generator, colour: Colour, spread: float) -> Colour:
    light = 1 + rng.uniform(-spread, spread)
    red, green, blue = (min(1.0, part * light * (1 + rng.uniform(-spread, spread) / 2)) for part in colour)
    return red, green, blue


def draw_person(seed: int) -> Person:
    """The person of this seed, the same one every time."""
    rng = np.random.default_rng(seed)
    tone = int(rng.integers(0, len(SKINS)))
    softness = float(rng.choice((rng.uniform(0, 0.35), rng.uniform(0.65, 1))))
    age = float(rng.uniform(0, 1))
    iris = IRISES[int(rng.choice(DARK_ONLY if tone >= 3 else range(len(IRISES))))]
    return Person(
        seed=seed,
        skin=_shade(rng, SKINS[tone], 0.07),
        hair=_shade(rng, _hair_of(rng, tone, age), 0.08),
        iris=iris,
        cut=_cut_of(rng, softness),
        beard="none" if softness > 0.5 else str(rng.choice(BEARDS)),
        softness=softness,
        age=age,
        width=float(rng.uniform(0.64, 0.74)),
        jaw=float(rng.uniform(2.3, 2.7) + 0.7 * (1 - softness)),
        eye_gap=float(rng.uniform(0.285, 0.315)),
        eye_size=float(rng.uniform(0.86, 1.12) + 0.06 * softness),
        eye_tilt=float(rng.uniform(-0.06, 0.14)),
        lid=float(rng.uniform(0, 1)),
        glasses=bool(rng.uniform(0, 1) < 0.2),
        brow_weight=float(rng.uniform(0.6, 1.25) + 0.35 * (1 - softness)),
        brow_arch=float(rng.uniform(0.2, 1.0)),
        nose_width=float(rng.uniform(0.75, 1.15) + 0.04 * tone),
        nose_length=float(rng.uniform(-0.045, 0.045)),
        mouth_width=float(rng.uniform(0.205, 0.29)),
        lips=float(rng.uniform(0.65, 1.1) + 0.25 * softness + 0.04 * tone),
        smile=float(rng.uniform(0.0, 1.0)),
        lipstick=float(rng.uniform(0, 1)) * float(softness > 0.5),
    )
