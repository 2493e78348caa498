"""What `serve` and `healthcheck` are told: flags, the environment, and accounts in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Account, Emulator, Rate
from pytest_linkface.emulator._accounts_file import read_accounts
from pytest_linkface.emulator._healthcheck import main as healthcheck
from pytest_linkface.images import scene
from tests.emulator._asking import DEMO

COMMAND = [sys.executable, "-m", "pytest_linkface"]


@contextmanager
def serving(*flags: str, **variables: str) -> Iterator[tuple[str, str]]:
    """The url of a `serve` with these flags and variables, and the line after it."""
    environment = os.environ | {f"LINKFACE_EMULATOR_{name}": value for name, value in variables.items()}
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, "serve", *flags], stdout=pipe, env=environment, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().split()[-1], process.stdout.readline()
        finally:
            process.terminate()


def ended(*arguments: str, **variables: str) -> tuple[int, str]:
    """Exit code and standard error of a command that ends by itself."""
    environment = os.environ | {f"LINKFACE_EMULATOR_{name}": value for name, value in variables.items()}
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=20, check=False, env=environment
    )
    return done.returncode, done.stderr


def asked(url: str, api_id: str, api_secret: str) -> requests.Response:
    """A call with nothing but an account."""
    return requests.post(url + PATH, data={"api_id": api_id, "api_secret": api_secret}, timeout=10)


def test_every_flag_is_a_variable(tmp_path: Path) -> None:
    """The environment says the same as flags do, and flags go before it."""
    variables = {
        "PORT": "1", "SEED": "7", "STORE": str(tmp_path / "store"), "EXPLAIN": "1", "NO_CONTROL": "0",
        "ACCOUNT": "mine:my-secret,yours:your-secret", "ALLOW_HOST": "example.org",
    }  # fmt: skip
    with serving("--port", "0", **variables) as (url, _):
        answer = asked(url, "yours", "your-secret")
        assert answer.json()["image"] == "image_one"
        assert answer.headers["Linkface-Emulator-Why"].startswith("LF-SRC-REQUIRED; manual, lines 38, 42; MUST: ")
        assert requests.get(f"{url}/_emulator/health", timeout=10).json() == {"status": "ok"}
    assert (tmp_path / "store" / "default").is_dir()


def test_control_can_be_turned_off() -> None:
    """Without control its paths are paths that do not exist, and the emulator is still seen to be well."""
    with serving("--no-control") as (url, _):
        answer = requests.post(f"{url}/_emulator/reset", timeout=10)
        assert (answer.status_code, answer.json()["status"]) == (404, "NOT_FOUND")
        assert healthcheck([url]) == 0


ACCOUNTS = """
[[account]]
api_id = "good"
api_secret = "good-secret"

[[account]]
api_id = "old"
api_secret = "old-secret"
expires = 2021-02-03

[[account]]
api_id = "limited"
api_secret = "limited-secret"
permitted = true
quota = 2
rate = { burst = 5, per_second = 0.5 }
fails = false
"""


def test_accounts_of_a_file(tmp_path: Path) -> None:
    """The file's accounts take the default ones' place, and no secret of theirs is printed."""
    (tmp_path / "accounts.toml").write_text(ACCOUNTS, "utf-8")
    assert read_accounts(tmp_path / "accounts.toml")[2] == Account(
        "limited", "limited-secret", quota=2, rate=Rate(burst=5, per_second=0.5)
    )
    with serving("--accounts", str(tmp_path / "accounts.toml")) as (url, line):
        assert asked(url, "good", "good-secret").json()["status"] == "INVALID_ARGUMENT"
        assert "2021-02-03" in asked(url, "old", "old-secret").json()["reason"]
        assert asked(url, *DEMO.values()).json()["status"] == "UNAUTHORIZED"
    assert "good-secret" not in line


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nonsense", "not TOML"),
        ("", "expected tables [[account]]"),
        ("[[account]]\napi_id = 'a'", "account 1: api_secret is missing"),
        ("[[account]]\napi_id = 'a'\napi_secret = 'hush'\nqouta = 1", "account 1: unknown: qouta; there are api_id"),
        ("[[account]]\napi_id = 'a'\napi_secret = 'hush'\nrate = 3", "rate: expected { burst = 5, per_second = 1 }"),
        ("[[account]]\napi_id = 'a'\napi_secret = 'hush'\nfails = 1", "fails: expected true or false"),
        ("[[account]]\napi_id = 'a'\napi_secret = 'hush'\nexpires = 'soon'", "expires: expected a date"),
    ],
)
def test_slips_in_a_file(tmp_path: Path, text: str, complaint: str) -> None:
    """What is wrong is said with its place, and never with a secret."""
    (tmp_path / "accounts.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"accounts\.toml") as raised:
        read_accounts(tmp_path / "accounts.toml")
    assert complaint in str(raised.value)
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize(
    ("flags", "variables", "complaint"),
    [
        (["--accounts", "/nowhere"], {}, "/nowhere: No such file or directory"),
        (["--account", "mine"], {}, "an account is written as id:secret"),
        (["--port", "70000"], {}, "expected a number from 0 to 65535, not 70000"),
        ([], {"PORT": "many"}, "argument --port: expected a number from 0 to 65535, not many"),
        ([], {"EXPLAIN": "perhaps"}, "LINKFACE_EMULATOR_EXPLAIN: expected 1 or 0"),
        (["--id-lifetime", "0"], {}, "expected a number above 0"),
        (["--store", __file__], {}, f"cannot write {__file__}/default: "),
        (["--tls", "/nowhere/ca.pem"], {}, "cannot write /nowhere/ca.pem: No such file or directory"),
    ],
)
def test_slips_on_the_command_line(flags: list[str], variables: dict[str, str], complaint: str) -> None:
    """What cannot be meant ends the command with 2 and one reason."""
    code, text = ended("serve", *flags, **variables)
    assert code == 2
    assert complaint in text
    assert "Traceback" not in text


def test_ids_cross_processes(tmp_path: Path) -> None:
    """A picture that one process was sent is known to another that has the same store, and expires in both."""
    flags = ["--store", str(tmp_path), "--id-lifetime", "1000"]
    picture = scene(1).make()
    with serving(*flags) as (one, _), serving(*flags) as (two, _):
        files = {"image_one_file": picture, "image_two_file": picture}
        name = requests.post(one + PATH, data=DEMO, files=files, timeout=20).json()["image_one"]["image_one_id"]
        ids = DEMO | {"image_one_id": name, "image_two_id": name}
        assert requests.post(two + PATH, data=ids, timeout=20).json()["confidences"] == [[1.0]]
        requests.post(f"{two}/_emulator/clock", json={"move": 1000}, timeout=10)
        assert requests.post(two + PATH, data=ids, timeout=20).json()["status"] == "IMAGE_ID_NOT_EXIST"


def test_healthcheck(emulator: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    """0 for an emulator, 1 where none answers, 2 without an address."""
    assert healthcheck([emulator.url]) == 0
    assert ended("healthcheck", emulator.url)[0] == 0
    assert healthcheck(["http://127.0.0.1:1"]) == 1
    assert "no answer from 127.0.0.1: ConnectionRefusedError" in capsys.readouterr().err
    for slip in ([], ["localhost"], ["http://localhost:x"], ["ftp://localhost"], ["https://h", "--cacert", "/nowhere"]):
        with pytest.raises(SystemExit) as end:
            healthcheck(slip)
        assert end.value.code == 2
    assert "/nowhere: No such file or directory" in capsys.readouterr().err
