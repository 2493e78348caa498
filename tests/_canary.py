"""A secret whose every spelling is looked for, spelled here by the standard library and not by the redactor."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

CANARY = "K4nary+/=&% é-Secret"
CANARY_ID = "canary id&=+/é"


def spellings(secret: str) -> dict[str, str]:
    """The secret as it may stand in a text."""
    raw = secret.encode()
    found = {
        "clear": secret,
        "quoted": quote(secret),
        "quoted in full": quote(secret, safe=""),
        "quoted as a form": quote_plus(secret),
        "quoted in lower case": _lower(quote(secret, safe="")),
        "quoted letter by letter": "".join(f"%{byte:02X}" for byte in raw),
        "hex": raw.hex(),
        "HEX": raw.hex().upper(),
        "in JSON": json.dumps(secret)[1:-1],
        "in JSON with escaped slashes": json.dumps(secret)[1:-1].replace("/", "\\/"),
        "in JSON within a repr": repr(json.dumps(secret))[2:-2],
        "in HTML": html.escape(secret),
        "as a repr": repr(secret)[1:-1],
        "as a repr of bytes": repr(raw)[2:-1],
    }
    for before in range(3):
        text = base64.b64encode(b"x" * before + raw + b"x" * (-(before + len(raw)) % 3)).decode()
        own = text[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        found |= {f"base64 after {before}": own, f"urlsafe base64 after {before}": own.translate({43: 45, 47: 95})}
    return found


def _lower(text: str) -> str:
    pieces = text.split("%")
    return "%".join([pieces[0], *(piece[:2].lower() + piece[2:] for piece in pieces[1:])])


def told(text: str, *secrets: str) -> list[str]:
    """The spellings under which a text tells one of the secrets."""
    return [f"{secret} {kind}" for secret in secrets for kind, spelled in spellings(secret).items() if spelled in text]
