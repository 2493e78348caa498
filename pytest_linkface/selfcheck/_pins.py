"""The reasons for which mutants were found out, as the file that pins them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pytest_linkface.selfcheck._outcome import Fate, Outcome


def pins(outcomes: Iterable[Outcome]) -> str:
    """A line of TOML for each mutant that was killed or mistaken: whoever keeps it has to agree with it."""
    met: dict[str, set[str]] = {}
    for one in outcomes:
        if one.fate in (Fate.KILLED, Fate.MISTAKEN):
            met.setdefault(one.name, set()).add(one.reason)
    return "".join(f"{json.dumps(name)} = {json.dumps(sorted(met[name]))}\n" for name in sorted(met))
