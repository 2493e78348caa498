"""Canaries as credentials: whatever the run prints and writes, neither id nor secret stands in it in any spelling."""

import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from pytest_linkface.emulator import Account, Emulator
from tests._packed import unpacked
from tests.plugin._running import Ended, environment, pytest_in
from tests.plugin._targets import Echo, nobody

Serve = Callable[[Any], str]
ID, SECRET = "Canary-Id-7f3a+/=&", "c4n4ry-S3cret-+/=& %\"'\\"
CANARIES = {"LINKFACE_API_ID": ID, "LINKFACE_API_SECRET": SECRET}
TALKATIVE = (
    *("--linkface-report=report", "--junit-xml=junit.xml", "--log-file=run.log"),
    *("--log-level=DEBUG", "--log-cli-level=DEBUG", "-rA", "-vv", "--showlocals"),
)
HERS = """
from pytest_linkface import images

def test_hers(linkface_client):
    picture = images.scene(1).make()
    linkface_client.compare_faces_in_two_images(picture, picture)
    assert repr(linkface_client) == ""
"""


def spellings(secret: str) -> Iterator[str]:
    """A secret in clear, as JSON and repr write it, percent-encoded in each usual way, in hex, in base64 anywhere."""
    raw = secret.encode()
    yield from (secret, secret.replace("\\", "\\\\").replace('"', '\\"'), repr(secret)[1:-1])
    yield from (quote(secret, safe=""), quote(secret), quote_plus(secret), quote(secret, safe="").lower())
    yield from (raw.hex(), raw.hex().upper())
    for shift in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(b"\0" * shift + raw).decode()[4:-4]


def leaks(ended: Ended) -> list[str]:
    """Where a canary stands: the run's output, and every file of its folder, each with the spelling."""
    files = [path for path in ended.folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    texts = {"output": ended.text} | {path.name: path.read_text("utf-8") for path in files}
    texts |= {f"{name}, unpacked": unpacked(text) for name, text in texts.items() if name.endswith(".html")}
    known = [spelling for secret in (ID, SECRET) for spelling in spellings(secret)]
    return [f"{name}: {spelling}" for name, text in texts.items() for spelling in known if spelling in text]


def asked(folder: Path, url: str, *options: str) -> Ended:
    """A talkative run with the canaries, and a failing test of the user's beside the cases."""
    (folder / "test_a.py").write_text(HERS, "utf-8")
    github = {"GITHUB_ACTIONS": "true"}
    return pytest_in(folder, f"--linkface-url={url}", *TALKATIVE, *options, variables=CANARIES | github)


def replay(ended: Ended) -> Ended:
    """The first finding of a run asked again, by the command that the run prints."""
    case = next(row["case"] for row in ended.report()["results"] if row["findings"])
    command = [sys.executable, "-m", "pytest_linkface", "replay", "report/report.json", case]
    told = subprocess.run(
        command, cwd=ended.folder, env=environment(**CANARIES), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return Ended(told.returncode, told.stdout, ended.folder)


@pytest.mark.parametrize("spelling", [*spellings(SECRET)])
def test_a_leak_would_be_seen(tmp_path: Path, spelling: str) -> None:
    """Each spelling of the secret is found in a file, also in the middle of a line."""
    (tmp_path / "run.log").write_text(f"GET /?api_secret={spelling}&x=1", "utf-8")
    assert leaks(Ended(0, "", tmp_path))


@pytest.mark.parametrize("workers", [(), ("-n2",)], ids=["alone", "workers"])
def test_a_good_server_is_asked_in_secret(tmp_path: Path, serve: Serve, workers: tuple[str, ...]) -> None:
    """The account is taken by a server that knows it and no other, and is neither printed nor written."""
    url = serve(Emulator([Account(ID, SECRET)], allow_hosts=("127.0.0.1",)).wsgi)
    ended = asked(tmp_path, url, "-k", "LF-CRED or LF-CALL or LF-ERR-NOT-FOUND or _hers", *workers)
    assert (ended.count("failed"), ended.count("skipped")) == (1, 0)
    assert ended.files() >= {"report", "junit.xml", "run.log"}
    assert leaks(ended) == []


@pytest.mark.parametrize("workers", [(), ("-n2",)], ids=["alone", "workers"])
def test_a_server_that_repeats_secrets_is_silenced(tmp_path: Path, serve: Serve, workers: tuple[str, ...]) -> None:
    """Query and form come back in every answer, in clear and in base64; the findings show the answers without them."""
    app = Echo()
    ended = asked(tmp_path, serve(app), *workers)
    assert any(SECRET in sent for sent in app.heard)
    assert ended.code == 1
    assert "[redacted]" in ended.text
    assert "\n::error " in ended.text
    assert leaks(ended) == []
    assert "[redacted]" in unpacked((ended.folder / "report" / "report.html").read_text("utf-8"))
    replayed = replay(ended)
    assert ("[redacted]" in replayed.text, replayed.code, leaks(replayed)) == (True, 1, [])


def test_nobody_is_asked_in_secret(tmp_path: Path) -> None:
    """An address on which nobody listens ends with 10 after three tries, in plain words, without the url asked."""
    ended = asked(tmp_path, nobody(), "--linkface-only")
    assert (ended.code, ended.calls) == (10, 3)
    assert ended.answer == "TOO LITTLE VERIFIED: the target cannot be judged: no answer: connection refused"
    assert ended.section[1] == "Check the address, that the server runs there, and the account; then ask again."
    assert leaks(ended) == []
