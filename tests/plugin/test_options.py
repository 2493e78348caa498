"""Options and environment that lack something: a usage error before anything is asked, in words and without secrets."""

import json
import subprocess
import sys

import pytest

from tests.plugin._running import DEMO, environment

ADDRESS = "expected http://HOST[:PORT] or https://..., no credentials, no query"
NO_LIVE = (
    "no credentials for https://cloudapi.linkface.cn: set {} in the environment, "
    "or use --linkface-contract, which needs none"
)
ID, SECRET = "Canary-Id-7f3a", "c4n4ry-S3cret"
URL = "--linkface-url=http://127.0.0.1:9"
SPECIAL = "LINKFACE_ACCOUNT_"
MAIN = """
import contextlib, io, json, os, sys
import pytest

kept = dict(os.environ)
ended = []
for variables, options in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(kept | variables)
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        code = pytest.main(options)
    ended.append((int(code), text.getvalue()))
json.dump(ended, sys.stdout)
"""

MISTAKES: list[tuple[dict[str, str], list[str], str]] = [
    ({}, ["--linkface-live"], NO_LIVE.format("LINKFACE_API_ID and LINKFACE_API_SECRET")),
    ({"LINKFACE_API_ID": ID}, ["--linkface-live"], NO_LIVE.format("LINKFACE_API_SECRET")),
    ({"LINKFACE_API_SECRET": SECRET}, ["--linkface-live"], NO_LIVE.format("LINKFACE_API_ID")),
    (DEMO | {f"{SPECIAL}KEY_EXPIRED": SECRET}, [URL], f"{SPECIAL}KEY_EXPIRED: expected id:secret"),
    (DEMO | {f"{SPECIAL}OUT_OF_QUOTA": f":{SECRET}"}, [URL], f"{SPECIAL}OUT_OF_QUOTA: expected id:secret"),
    (DEMO, ["--linkface-url="], f"--linkface-url: {ADDRESS}"),
    (DEMO, ["--linkface-live", "--linkface-url=127.0.0.1:8000"], f"--linkface-url: {ADDRESS}"),
    (DEMO, [f"--linkface-url=http://{ID}:{SECRET}@127.0.0.1"], f"--linkface-url: {ADDRESS}"),
    (DEMO, [f"--linkface-url=http://:{SECRET}@127.0.0.1"], f"--linkface-url: {ADDRESS}"),
    (DEMO, [f"--linkface-url=http://127.0.0.1/?api_secret={SECRET}"], f"--linkface-url: {ADDRESS}"),
    (DEMO, ["--linkface-url=http://127.0.0.1:99999"], f"--linkface-url: {ADDRESS}"),
    (DEMO, ["--linkface-url=http://[::1"], f"--linkface-url: {ADDRESS}"),
    ({}, ["--linkface-only"], "--linkface-only needs --linkface-contract, --linkface-live or --linkface-url URL"),
    (DEMO, [URL, "--linkface-image-listen=:80"], "--linkface-image-listen needs --linkface-image-host"),
    (DEMO, [URL, "--linkface-image-host=pictures"], f"--linkface-image-host: {ADDRESS}"),
    (
        DEMO,
        [URL, "--linkface-image-host=http://p", "--linkface-image-listen=:99999"],
        "--linkface-image-listen: expected HOST:PORT",
    ),
    (
        DEMO,
        [URL, "--linkface-image-host=http://p", "--linkface-image-listen=203.0.113.1:80"],
        "--linkface-image-host: cannot listen on 203.0.113.1:80: Cannot assign requested address",
    ),
    ({}, ["--linkface-contract", "--linkface-report=/dev/null"], "--linkface-report: File exists: /dev/null"),
    ({}, ["--linkface-fail-under=nan"], "argument --linkface-fail-under: expected a number from 0 to 100, not nan"),
    ({}, ["--linkface-fail-under=101"], "argument --linkface-fail-under: expected a number from 0 to 100, not 101"),
    ({}, ["--linkface-timeout=0"], "argument --linkface-timeout: expected a number above 0, not 0"),
    ({}, ["--linkface-rate=0"], "argument --linkface-rate: expected calls such as 5, 5/s or 30/m, not 0"),
    ({}, ["--linkface-rate=2/h"], "argument --linkface-rate: expected calls such as 5, 5/s or 30/m, not 2/h"),
    (
        {},
        ["--linkface-without=ids,faces"],
        "argument --linkface-without: expected names of urls, ids, drawn-faces, not faces",
    ),
    ({}, ["--linkface-level=observe"], "argument --linkface-level: invalid choice: 'observe' (choose from "),
]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """Exit code and output of each mistake, all made in one process, in a folder with a test that would pass."""
    folder = tmp_path_factory.mktemp("mistakes")
    (folder / "test_a.py").write_text("def test_hers(): pass", "utf-8")
    asked = json.dumps([(variables, options) for variables, options, _ in MISTAKES])
    main = [sys.executable, "-c", MAIN]
    answered = subprocess.check_output(main, cwd=folder, env=environment(), input=asked, text=True)
    return [(code, text) for code, text in json.loads(answered)]


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=[" ".join(options) for _, options, _ in MISTAKES])
def test_a_mistake_is_a_usage_error(ended: list[tuple[int, str]], number: int) -> None:
    """The run ends with pytest's 4 and says in a line what to mend, repeats no secret, and runs nobody's test."""
    code, text = ended[number]
    assert code == pytest.ExitCode.USAGE_ERROR
    assert f"rror: {MISTAKES[number][2]}" in text.replace("ERROR", "error")
    assert not {word for word in (SECRET, "INTERNALERROR", "passed") if word in text}
