"""The application's one page: two photos come in, and whether they show the same person goes out."""

from __future__ import annotations

from flask import Flask, request
from flask.typing import ResponseReturnValue

from identity.comparison import Refused, Unavailable, matching_face

app = Flask(__name__)


@app.post("/identify")
def identify() -> ResponseReturnValue:
    """Compare the files ``selfie`` and ``document``."""
    try:
        face = matching_face(request.files["selfie"].read(), request.files["document"].read())
    except Refused as refused:
        return {"error": str(refused)}, 422
    except Unavailable:
        return {"error": "Please try again later."}, 503
    return {"identified": face is not None, "face": face}
