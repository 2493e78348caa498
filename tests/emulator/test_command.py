"""`python -m pytest_linkface serve`, as a process among others."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_linkface.images import scene

SERVE = [sys.executable, "-m", "pytest_linkface", "serve"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_told(number: signal.Signals, tmp_path: Path) -> None:
    """It prints a url and a curl line that works, and a signal ends it with 0 and silence."""
    (tmp_path / "one.jpg").write_bytes(scene(1).make())
    (tmp_path / "two.jpg").write_bytes(scene(1, seed=4).make())
    pipe = subprocess.PIPE
    with subprocess.Popen([*SERVE, "--port", "0"], stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert re.fullmatch(r"Linkface emulator on http://127\.0\.0\.1:\d+\n", process.stdout.readline())
        command = process.stdout.readline().replace("curl", "curl -sS", 1)
        done = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, check=True, timeout=20)
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr.read() == ""
    assert json.loads(done.stdout)["status"] == "OK"


def test_used_port() -> None:
    """A port that cannot be had is one line on standard error, and 2."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run([*SERVE, "--port", str(port)], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert re.fullmatch(rf"cannot serve on 127\.0\.0\.1:{port}: Address already in use.*\n", done.stderr)


@pytest.mark.parametrize("arguments", [[], ["nonsense"]])
def test_usage(arguments: list[str]) -> None:
    """Without a subcommand that exists, the existing ones are listed, with 2."""
    command = [sys.executable, "-m", "pytest_linkface", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert "serve" in done.stderr


BLOCKED = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name == "{missing}":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from pytest_linkface.__main__ import main
sys.exit(main(["serve"]))
"""


@pytest.mark.parametrize("missing", ["httptools", "multipart", "cv2"])
def test_missing_extra(missing: str) -> None:
    """Without a package of the extra, the one line says what to install."""
    program = [sys.executable, "-c", BLOCKED.format(missing=missing)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("the emulator needs ")
    assert done.stderr.endswith('pip install "pytest-linkface[emulator]"\n')
    assert "Traceback" not in done.stderr


ASKING = """
import requests
from pytest_linkface.contract import PATH
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator
from pytest_linkface.images import scene
account = {"api_id": DEFAULT_ACCOUNTS[0].api_id, "api_secret": DEFAULT_ACCOUNTS[0].api_secret}
pictures = {f"image_{side}_file": scene(1).make() for side in ("one", "two")}
with Emulator() as emulator:
    print(requests.post(emulator.url + PATH, data=account, files=pictures, timeout=10).json()["reason"])
"""


def test_detector_that_does_not_load(tmp_path: Path) -> None:
    """With an OpenCV that is there and does not work, the answer and one line of the log say what is wrong with it."""
    (tmp_path / "cv2.py").write_text("raise ImportError('libGL.so.1: cannot open')", "utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), *filter(None, sys.path)))}
    program = [sys.executable, "-c", ASKING]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.startswith("OpenCV is installed and cannot be loaded (libGL.so.1: cannot open): pip install ")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.endswith(done.stdout)


def test_hidden_parser() -> None:
    """Where an old python-multipart has taken the parser's name, that is said."""
    hiding = "import sys, types; sys.modules['multipart'] = types.ModuleType('multipart')"
    program = f"{hiding}; import pytest_linkface.emulator"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False)
    assert "MissingExtraError: another package hides 'multipart'" in done.stderr


def test_first_answer_needs_no_decoder() -> None:
    """What takes long to import is imported when a picture comes, not before."""
    program = (
        "import sys; from pytest_linkface.emulator import Emulator; Emulator().wsgi;"
        "print(*{'cv2', 'PIL', 'numpy', 'requests', 'urllib3', 'http.client', 'sqlite3', 'uuid', 'ssl',"
        "'logging', 'tomllib', 'jsonschema', 'hypothesis', 'difflib'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout == "\n"
