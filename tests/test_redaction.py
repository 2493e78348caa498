"""Secrets leave a text in every spelling, and nothing else does."""

from __future__ import annotations

import json
import logging
import urllib.parse

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pytest_linkface.contract import STATUSES
from pytest_linkface.redaction import REDACTED, RedactingFilter, Redactor, Secret, redact_logs
from tests._canary import CANARY, CANARY_ID, spellings, told


@settings(deadline=None)
@given(secret=st.text(min_size=6, max_size=24), before=st.text(max_size=8), after=st.text(max_size=8))
@example(CANARY, "", "")
@example("aaaaaa", "aaa", "a")
@example("\\\\\\\\\\\\", "\\", "")
@example('"""""/', "", "")
@example("      ", "+", "")
@example("00000\r", "", "")
@example("😀😀😀😀😀😀", "", "")
def test_every_spelling_leaves_any_text(secret: str, before: str, after: str) -> None:
    """Clear, percent-encoded, escaped, hex and base64, wherever it stands."""
    assume(not set(secret) <= set(REDACTED))
    redact = Redactor([secret])
    for spelled in spellings(secret).values():
        text = redact(before + spelled + after)
        assert spelled not in text
        assert REDACTED in text


@pytest.mark.parametrize("kind", spellings(CANARY))
def test_the_text_around_a_secret_stays(kind: str) -> None:
    """What is redacted is the secret and not the line that it stands in."""
    assert Redactor([CANARY])(f"<{spellings(CANARY)[kind]}>") == f"<{REDACTED}>"


@settings(deadline=None)
@given(text=st.text())
def test_without_secrets_a_text_stays_as_it_is(text: str) -> None:
    """Neither none nor an empty one is looked for."""
    assert Redactor([])(text) == Redactor([""])(text) == text


@pytest.mark.parametrize("status", STATUSES)
def test_a_short_secret_does_not_eat_the_manuals_words(status: str) -> None:
    """The manual's own samples use ID and SECRET, of which ID is part of IMAGE_ID_NOT_EXIST."""
    assert Redactor(["ID", "OK_", "FACE"])(status) == status


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("api_id=ID&api_secret=x", "api_id=[redacted]&api_secret=x"),
        ("'ID'", "'[redacted]'"),
        ("ID", "[redacted]"),
        ("VOID IDLE", "VOID IDLE"),
    ],
)
def test_a_short_secret_goes_as_a_word(text: str, redacted: str) -> None:
    """Where it stands alone it is taken out."""
    assert Redactor(["ID"])(text) == redacted


def test_the_longer_of_two_secrets_goes_first() -> None:
    """An id that begins the secret leaves no rest of it."""
    redact = Redactor(["linkface-demo", "linkface-demo-secret"])
    assert redact("linkface-demo-secret linkface-demo") == f"{REDACTED} {REDACTED}"


def test_a_secret_that_is_no_text_can_be_redacted() -> None:
    """An environment variable with bytes outside UTF-8 arrives with lone surrogates."""
    assert Redactor(["secr\udce9t"])("a secr\udce9t") == f"a {REDACTED}"


def test_neither_redactor_nor_secret_tells_what_it_knows() -> None:
    """Both stand among the values of frames that a traceback prints."""
    assert not told(repr(Redactor([CANARY])) + repr(Secret(CANARY)) + repr({"x": (Secret(CANARY),)}), CANARY)


def test_a_secret_is_a_text_everywhere_else() -> None:
    """It is sent, compared and formatted as what it is."""
    secret = Secret(CANARY)
    assert (secret, f"{secret}", hash(secret)) == (CANARY, CANARY, hash(CANARY))
    assert json.loads(json.dumps(secret)) == CANARY


@pytest.mark.parametrize("logger", ["urllib3.connectionpool", "urllib3.util.retry"])
def test_logged_paths_lose_their_credentials(logger: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever sent the request: the values of the two parameters go, the line stays."""
    redact_logs()
    query = urllib.parse.urlencode({"api_id": CANARY_ID, "api_secret": CANARY, "x": "1"})
    with caplog.at_level(logging.DEBUG, logger):
        logging.getLogger(logger).debug('%s "POST %s HTTP/1.1" %s', "http://host", f"/path?{query}", 200)
    assert caplog.messages == [
        f'http://host "POST /path?api_id={REDACTED}&api_secret={REDACTED}&x=1 HTTP/1.1" 200'
    ]


def test_the_filter_is_installed_once() -> None:
    """However often it is asked for."""
    redact_logs()
    redact_logs()
    filters = logging.getLogger("urllib3.connectionpool").filters
    assert sum(isinstance(known, RedactingFilter) for known in filters) == 1


@pytest.mark.parametrize("secret", ["secret", "SECRET", "cret", "API_"])
def test_a_secret_that_is_a_word_of_ours_spoils_no_command(secret: str) -> None:
    """The account of a server under test is often me and secret, and its curl lines have to work."""
    line = 'curl "http://127.0.0.1/?api_id=$LINKFACE_API_ID&api_secret=$LINKFACE_API_SECRET"'
    hint = "an account in this condition in LINKFACE_ACCOUNT_KEY_EXPIRED (id:secret)"
    assert Redactor([secret])(line) == line
    assert Redactor(["secret"])(hint) == hint


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("secret", "api_secret=secret"),
        ("secret", "of secret"),
        ("api_secret-1", "api_secret-1"),
        ("api_secret=1", "api_secret=1"),
        ("an api_secret", "an api_secret"),
        ("secret-1", "api_secret-1"),
        ("id:secret-1", "id:secret-1"),
    ],
)
def test_a_secret_that_holds_a_word_of_ours_leaves_all_the_same(secret: str, text: str) -> None:
    """Only the word itself stays, and only where it stands alone."""
    redacted = Redactor([secret])(text)
    assert REDACTED in redacted
    assert secret not in redacted.replace("api_secret=", "")
