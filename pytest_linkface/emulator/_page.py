"""The page at ``/`` for people: files of this package, and the contract's tables as the page shows them.

It is a client like any other: it posts to the endpoint, and reads the calls from the control where there is one.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pytest_linkface.contract import ERROR_RATES, PATH, STATUSES, clauses, error_clause
from pytest_linkface.emulator._accounts import DEFAULT_ACCOUNTS
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._namespace import Namespace
from pytest_linkface.emulator._reply import Reply

HOME = b"/"
FACTS = b"/page/facts.json"
HTML, CSS, SCRIPT, SVG = "text/html", "text/css", "text/javascript", "image/svg+xml"
FILES: dict[bytes, tuple[str, str]] = {
    HOME: ("index.html", HTML),
    b"/page/icon.svg": ("icon.svg", SVG),
    b"/page/page.css": ("page.css", CSS),
    b"/page/page.js": ("page.js", SCRIPT),
    b"/page/answer.js": ("answer.js", SCRIPT),
    b"/page/calls.js": ("calls.js", SCRIPT),
    b"/page/curl.js": ("curl.js", SCRIPT),
    b"/page/element.js": ("element.js", SCRIPT),
    b"/page/picture.js": ("picture.js", SCRIPT),
    b"/page/words.js": ("words.js", SCRIPT),
}
"""Each path with its file and media type: nothing else is ever read."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)


def is_page(head: Head) -> bool:
    """Whether somebody looks at the page, or her browser asks for a part of it."""
    return head.method in ("GET", "HEAD") and (head.path in FILES or head.path == FACTS)


class Page:
    """One request for the page or a part of it, in a namespace. It is no call, and nobody notes it."""

    wants_body = False

    def __init__(self, namespace: Namespace, head: Head, *, has_control: bool) -> None:
        self._namespace = namespace
        self._path = head.path
        self._has_control = has_control

    def feed(self, chunk: bytes | bytearray) -> None:
        """Ignore it."""

    def reply(self) -> Reply:
        """The part that was asked for."""
        if self._path == FACTS:
            return _shown(json.dumps(self._facts(), ensure_ascii=False).encode(), "application/json")
        name, kind = FILES[self._path]
        return _shown(_content(name), kind)

    def _facts(self) -> dict[str, Any]:
        """What the page has to know: the contract, the good account if it is the public one, and what is on."""
        account = DEFAULT_ACCOUNTS[0]
        known = {"api_id": account.api_id, "api_secret": account.api_secret}
        return {
            "path": PATH,
            "error_rates": list(ERROR_RATES.items()),
            "statuses": {name: _status(name) for name in STATUSES},
            "account": known if account in self._namespace.ledger else None,
            "has_control": self._has_control,
        }


def _status(name: str) -> dict[str, Any]:
    clause = clauses()["LF-OK-STATUS" if name == "OK" else error_clause(name)]
    return {
        "http_code": STATUSES[name].http_code,
        "line": STATUSES[name].line,
        "clause": clause.id,
        "manual": _description(clause.sentence),
        "gloss": clause.gloss,
    }


def _description(row: str) -> str:
    """The last cell of a row of the manual's tables, where it says something in words."""
    return row.strip(" |").rpartition("|")[2].strip()


@cache
def _content(name: str) -> bytes:
    from importlib.resources import files  # only for people who look at the page

    return (files("pytest_linkface.emulator") / "page" / name).read_bytes()


def _shown(content: bytes, kind: str) -> Reply:
    return Reply(200, content, kind if kind == SVG else f"{kind}; charset=utf-8", HEADERS)
