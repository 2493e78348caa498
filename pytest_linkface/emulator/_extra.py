"""What the emulator needs beyond the kit itself, and the one error that says how to get it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

ADVICE = 'pip install "pytest-linkface[emulator]"'


class MissingExtraError(ImportError):
    """A package of the extra ``emulator`` is absent, or another package hides it; the text says what to install."""


def require_protocol() -> None:
    """Refuse to go on without the parsers of HTTP and of multipart bodies."""
    for name in ("h11", "multipart"):
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
