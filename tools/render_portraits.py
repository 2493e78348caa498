"""Draws the cast and writes its portraits into the package, as WebP with a transparent ground."""

from pathlib import Path

from tools.cast import CAST
from tools.person import draw_person
from tools.portrait import draw_portrait

FOLDER = Path(__file__).parent.parent / "pytest_linkface" / "images" / "portraits"
QUALITY = 88


def write_portrait(name: str, seed: int, folder: Path) -> int:
    """Writes one portrait and returns its bytes."""
    path = folder / f"{name}.webp"
    draw_portrait(draw_person(seed)).save(path, quality=QUALITY, method=6, alpha_quality=90)
    return path.stat().st_size


def main() -> None:
    """The command: `python -m tools.render_portraits`; portraits of those who left the cast are removed."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.webp"):
        if path.stem not in CAST:
            path.unlink()
    total = sum(write_portrait(name, seed, FOLDER) for name, seed in CAST.items())
    print(f"{len(CAST)} portraits, {total} bytes")


if __name__ == "__main__":
    main()
