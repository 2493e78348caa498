"""What the emulator needs beyond the kit itself, and the one error that says how to get it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ADVICE = 'pip install "pytest-linkface[emulator]"'
CASCADE = "haarcascade_frontalface_alt2.xml"


class MissingExtraError(ImportError):
    """A package of the extra ``emulator`` is absent, or another package hides it; the text says what to install."""


def require_protocol() -> None:
    """Refuse to go on without the parsers of HTTP and of multipart bodies."""
    for name in ("httptools", "multipart"):
        try:
            module = import_module(name)
        except ImportError as error:
            raise MissingExtraError(f"the emulator needs the package {name}: {ADVICE}") from error
    if not hasattr(module, "PushMultipartParser"):
        raise MissingExtraError(
            "another package hides 'multipart' (an old python-multipart installs a module of that name): "
            f"pip uninstall python-multipart, then {ADVICE}"
        )


def require_detector() -> None:
    """Refuse to go on without OpenCV, which is looked for but not yet imported: that takes a tenth of a second."""
    try:
        found = find_spec("cv2") is not None
    except (ImportError, ValueError):
        found = False
    if not found:
        raise MissingExtraError(f"the emulator needs OpenCV to find faces: {ADVICE}")


def load_detector() -> Path:
    """Import OpenCV now, where its failing is one line and not a 500 to each call, and say where its cascade is."""
    require_detector()
    try:
        module = import_module("cv2")
    except Exception as error:  # a NumPy or a system's library that does not fit, and OpenCV raises what it likes
        raise MissingExtraError(f"OpenCV is installed and cannot be loaded ({error}): {ADVICE}") from error
    path = Path(str(module.__file__)).parent / "data" / CASCADE
    if not path.is_file():
        raise MissingExtraError(f"this OpenCV ships no cascades to find faces with: {ADVICE}")
    return path
