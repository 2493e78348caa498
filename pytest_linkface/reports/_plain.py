"""A text of somebody else's as one line that no terminal, log reader or parser obeys."""

from __future__ import annotations

from unicodedata import category

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of Unicode that are no sign and no space: controls, directions, half pairs, ends of lines."""


def plain(text: str) -> str:
    """The text with everything that is invisible as ``\\u200b`` is written, which JSON, TOML and Python read back.

    GitHub's runner obeys ``##[`` anywhere in a line, and ``::`` at the beginning of one: no text of ours begins a line.
    """
    if not text.isprintable():
        text = "".join(_escaped(letter) if category(letter) in _INVISIBLE else letter for letter in text)
    return text.replace("##[", r"##\u005b")


def _escaped(letter: str) -> str:
    number = ord(letter)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
