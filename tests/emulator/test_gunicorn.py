"""The same application in several workers of one server: what one of them learns the others know."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.images import scene
from tests.emulator._asking import DEMO

pytest.importorskip("gunicorn", reason="gunicorn is not here: pip install gunicorn")

APPLICATION = """
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Account, application
wsgi = application([*DEFAULT_ACCOUNTS, Account("counted", "secret", quota=25)], store="pictures", explain=True)
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base url of gunicorn with three workers that are forked from one application."""
    folder = tmp_path_factory.mktemp("gunicorn")
    (folder / "served.py").write_text(APPLICATION)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--preload", "-w", "3", "-b", f"127.0.0.1:{port}", "served:wsgi"]
    known = os.environ | {"HOME": str(folder)}
    with subprocess.Popen(command, cwd=folder, env=known, stderr=subprocess.DEVNULL) as process:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("gunicorn does not listen")


def test_workers_count_together(url: str) -> None:
    """Forked workers let as many calls pass as the quota has, not as many each."""

    def one(_: int) -> tuple[str, str]:
        answer = requests.post(url + PATH, data={"api_id": "counted", "api_secret": "secret"}, timeout=30)
        return str(answer.json()["status"]), answer.headers["Linkface-Emulator-Why"].partition(";")[0]

    with ThreadPoolExecutor(6) as pool:
        told = Counter(pool.map(one, range(40)))
    assert told == {("INVALID_ARGUMENT", "LF-SRC-REQUIRED"): 25, ("OUT_OF_QUOTA", "LF-ERR-OUT-OF-QUOTA"): 15}


def test_workers_know_each_others_pictures(url: str) -> None:
    """An id that one worker gave leads to the same matrix in whichever worker is asked next."""
    files = {"image_one_file": scene(1).make(), "image_two_file": scene(2, seed=4).make()}
    first = requests.post(url + PATH, data=DEMO, files=files, timeout=30).json()
    names = {f"image_{side}_id": first[f"image_{side}"][f"image_{side}_id"] for side in ("one", "two")}

    def again(_: int) -> object:
        return requests.post(url + PATH, data=DEMO | names, timeout=30).json()["confidences"]

    with ThreadPoolExecutor(3) as pool:
        assert all(told == first["confidences"] for told in pool.map(again, range(9)))
