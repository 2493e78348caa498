"""What was observed, cut down to why it is wrong: without values that differ from run to run."""

from __future__ import annotations

import re

_OUTCOME = re.compile(r"(\d{3}) ([A-Z_]+)\b")
_OTHER = re.compile(r"(\d{3}) ([\w.+/-]+)")
_FIELD = re.compile(r"(\w+): (.)(.?)")
_MATRIX = re.compile(r"\d+ x \d+\b")
_QUOTED = re.compile(r"""'.*'|".*\"""", re.DOTALL)
_LIST = re.compile(r"\[[\d\s.,e\[\]-]*")
_NUMBER = re.compile(r"(?:(?<!\w)-)?\d[\d.,e-]*")
_KINDS = {"{": "an object", "[": "a list", "N": "null", "'": "a text", '"': "a text"} | dict.fromkeys("TF", "a boolean")
_LONGEST = 80


def reason(observed: str) -> str:
    """``400 NO_FACE_DETECTED``, ``image: missing``, ``max_confidence: a text``, ``a matrix of another shape``."""
    if found := _OUTCOME.match(observed) or _OTHER.match(observed):
        return found[0]
    if _MATRIX.match(observed):
        return "a matrix of another shape"
    if found := _FIELD.match(observed):
        return f"{found[1]}: {_kind(observed.partition(': ')[2])}"
    return _NUMBER.sub("#", _LIST.sub("[...] ", _QUOTED.sub("...", observed)))[:_LONGEST].strip()


def _kind(value: str) -> str:
    if value == "'missing'":
        return "missing"
    if value in ("''", "{}", "[]"):
        return "empty"
    return _KINDS.get(value[:1], "a number")
