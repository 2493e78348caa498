"""Arithmetic on fields: the plane in head units, soft edges, bumps, blur and noise, ignorant of faces.

The plane runs over x in [-1, 1] and y in [-1.3, 1.2]; the crown of a bald head lies at y = -1, its chin at y = +1.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float64]

LEFT, RIGHT, TOP, BOTTOM = -1.0, 1.0, -1.3, 1.2


def plane(pixels_per_unit: int) -> tuple[Field, Field]:
    """The x and the y of every pixel's centre."""
    xs = np.linspace(LEFT, RIGHT, round((RIGHT - LEFT) * pixels_per_unit))
    ys = np.linspace(TOP, BOTTOM, round((BOTTOM - TOP) * pixels_per_unit))
    x, y = np.meshgrid(xs, ys)
    return x, y


def bump(x: Field, y: Field, cx: float, cy: float, sx: float, sy: float) -> Field:
    """A Gaussian hill of height one."""
    hill: Field = np.exp(-0.5 * (((x - cx) / sx) ** 2 + ((y - cy) / sy) ** 2))
    return hill


def pair(x: Field, y: Field, cx: float, cy: float, sx: float, sy: float) -> Field:
    """The same hill on both sides of the face."""
    return bump(np.abs(x), y, cx, cy, sx, sy)


def rise(field: Field | float, start: Field | float, end: Field | float) -> Field:
    """Zero before `start`, one after `end`, smooth between; falling where `end` lies before `start`."""
    t = np.clip((np.asarray(field, dtype=np.float64) - start) / (end - start), 0, 1)
    smooth: Field = t * t * (3 - 2 * t)
    return smooth


def mix(under: Field, over: Field, cover: Field) -> Field:
    """One colour laid over another as far as `cover` says."""
    if under.ndim > cover.ndim:
        cover = cover[..., None]
    mixed: Field = under * (1 - cover) + over * cover
    return mixed


def blur(field: Field, sigma: float) -> Field:
    """A Gaussian blur of `sigma` pixels, by FFT over a mirrored margin."""
    margin = min(int(3 * sigma) + 1, min(field.shape) - 1)
    wide = np.pad(field, margin, mode="reflect")
    fy = np.fft.fftfreq(wide.shape[0])[:, None]
    fx = np.fft.rfftfreq(wide.shape[1])[None, :]
    weight = np.exp(-2 * (np.pi * sigma) ** 2 * (fx**2 + fy**2))
    soft: Field = np.fft.irfft2(np.fft.rfft2(wide) * weight, s=wide.shape)
    return soft[margin:-margin, margin:-margin]


def noise(rng: np.random.Generator, shape: tuple[int, ...], across: int, down: int) -> Field:
    """Smooth noise in about [-1, 1] with so many cells across and down."""
    coarse = rng.uniform(-1, 1, (down + 2, across + 2)).astype(np.float32)
    fine = Image.fromarray(coarse).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(fine, dtype=np.float64)


def sample(table: Field, across: Field, down: Field) -> Field:
    """The table read, wrapping, at fractional places counted in cells: noise that follows a direction field."""
    x0, y0 = np.floor(across).astype(int), np.floor(down).astype(int)
    fx, fy = across - x0, down - y0
    rows, columns = table.shape
    x0, y0, x1, y1 = x0 % columns, y0 % rows, (x0 + 1) % columns, (y0 + 1) % rows
    upper = table[y0, x0] * (1 - fx) + table[y0, x1] * fx
    lower = table[y1, x0] * (1 - fx) + table[y1, x1] * fx
    value: Field = upper * (1 - fy) + lower * fy
    return value
