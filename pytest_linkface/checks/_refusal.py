"""A refusal: what accompanies its status, and whether it blames the right picture."""

from __future__ import annotations

from typing import Any

from pytest_linkface.checks._judgement import Expectation, Judgement
from pytest_linkface.checks._success import wrong_fields
from pytest_linkface.contract import SIDES, Status


def refusal(judgement: Judgement, body: dict[str, Any], status: Status, expectation: Expectation) -> None:
    """Every clause on a documented error."""
    wrong = wrong_fields(body, "error")
    request_id = body.get("request_id", "missing")
    judgement.see(
        "LF-ANS-REQUEST-ID", "request_id" in body and "request_id" not in wrong,
        "request_id, a string that is not empty", f"request_id: {request_id!r:.160}",
    )  # fmt: skip
    if status.gives_reason:
        expected = f"{status.name} with reason, a text that is not empty"
        observed = f"reason: {body.get('reason', 'missing')!r:.160}"
        judgement.see("LF-ERR-REASON", "reason" not in wrong, expected, observed)
    if status.names_image:
        expected = f"{status.name} with image, a text that is not empty"
        observed = f"image: {body.get('image', 'missing')!r:.160}"
        if judgement.see("LF-ERR-IMAGE", "image" not in wrong, expected, observed) and expectation.side:
            _blame(judgement, str(body["image"]), expectation.side)


def _blame(judgement: Judgement, image: str, side: str) -> None:
    """A value that is spelled like a side's parameters has to be spelled like the right side's."""
    other = next(one for one in SIDES if one != side)
    expected = f"image to name image {side}, whose picture is at fault"
    judgement.see("LF-ERR-IMAGE", not image.lower().startswith(f"image_{other}"), expected, f"image: {image!r:.160}")
