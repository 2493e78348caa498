"""The account of the emulator that stands in for Linkface, and a browser's place."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from identity.web import app

Identify = Callable[[bytes, bytes], tuple[int, Any]]


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that the emulator knows: linkface_emulator takes over whatever stands in the environment."""
    monkeypatch.setenv("LINKFACE_API_ID", "an-account")
    monkeypatch.setenv("LINKFACE_API_SECRET", "of-the-test")


@pytest.fixture
def identify() -> Identify:
    """What a user gets for two photos: the HTTP code and the JSON."""

    def identify(selfie: bytes, document: bytes) -> tuple[int, Any]:
        photos = {"selfie": (BytesIO(selfie), "selfie.jpg"), "document": (BytesIO(document), "document.jpg")}
        answer = app.test_client().post("/identify", data=photos)
        return answer.status_code, answer.json

    return identify
