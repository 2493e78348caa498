"""Schemathesis' hooks: pictures that mean something, accounts in every condition, urls that lead somewhere.

Loaded by Schemathesis, which may live in an environment of its own, so that everything comes as files and text:
``KILLS_PICTURES`` is a folder of pictures, ``KILLS_GIVEN`` a JSON object of accounts and urls.
"""

import json
import os
from pathlib import Path

import schemathesis  # type: ignore[import-not-found]  # it lives in an environment of its own
from hypothesis import strategies as st

_GIVEN = json.loads(os.environ["KILLS_GIVEN"])
_PICTURES = [path.read_bytes() for path in sorted(Path(os.environ["KILLS_PICTURES"]).iterdir())]
_GOOD = _PICTURES[0]
_TYPES = ("image/jpeg", "image/bmp", "image/png", "image/gif", "image/tiff")

for kind in _TYPES:
    schemathesis.openapi.media_type(kind, st.just(_GOOD) | st.sampled_from(_PICTURES))
schemathesis.openapi.format("uri", st.sampled_from(_GIVEN["urls"]))


@schemathesis.hook
def flatmap_query(_, query):  # type: ignore[no-untyped-def]  # it is called by place
    """One of the accounts, mostly the good one."""
    good, *others = _GIVEN["accounts"]
    accounts = st.just(good) | st.just(good) | st.just(good) | st.sampled_from(others)
    return accounts.map(lambda account: {**(query or {}), **account})
