"""The two answers that the manual prints."""

from __future__ import annotations

from typing import Any

PRINTED_SUCCESS: dict[str, Any] = {
    "request_id": "TID8bf47ab6eda64476973cc5f5b6ebf57e",
    "status": "OK",
    "confidences": [[0.9410581588745117, 0.37318912148475647], [0.34146273136138916, 0.3264574706554413]],
    "max_confidence": 0.9410581588745117,
    "image_one": {"image_one_id": "6d1ac07746624c1abe9c219446b72c32"},
    "image_two": {"image_two_id": "44b0a59de4e045e0b61c9c08dc8f0a9d"},
}
PRINTED_ERROR: dict[str, Any] = {
    "status": "DOWNLOAD_TIMEOUT",
    "image": "selfie",
    "request_id": "TID8bf47ab6eda64476973cc5f5b6ebf57e",
}
