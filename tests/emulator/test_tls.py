"""`serve --tls FILE`: https for clients that speak nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.images import scene
from tests.emulator._asking import DEMO
from tests.emulator.test_flags import ended, serving


def test_who_trusts_the_file_is_served(tmp_path: Path) -> None:
    """A client with the authority gets its answers, faults included; one without it refuses the server."""
    authority = tmp_path / "ca.pem"
    files = {"image_one_file": scene(1).make(), "image_two_file": scene(1).make()}
    with serving("--tls", str(authority)) as (url, line), requests.Session() as session:
        assert url.startswith("https://127.0.0.1:")
        assert f"--cacert {authority}" in line
        session.trust_env = False  # a bundle of the environment would go before the file
        session.verify = str(authority)
        for _ in range(2):
            assert session.post(url + PATH, data=DEMO, files=files, timeout=20).json()["status"] == "OK"
        assert ended("healthcheck", url, "--cacert", str(authority)) == (0, "")
        code, text = ended("healthcheck", url)
        assert (code, "SSLCertVerificationError; --cacert FILE names the authority" in text) == (1, True)
        session.post(f"{url}/_emulator/next", json={"fault": "reset"}, timeout=10)
        with pytest.raises(requests.ConnectionError):
            session.post(url + PATH, timeout=10)
        with pytest.raises(requests.exceptions.SSLError, match="certificate verify failed"):
            session.get(url, timeout=10, verify=True)
        with pytest.raises(requests.ConnectionError):
            requests.get(url.replace("https", "http"), timeout=10)
        assert session.get(f"{url}/nowhere", timeout=10).json()["status"] == "NOT_FOUND"


def test_without_trustme(tmp_path: Path) -> None:
    """Without the package the one line says what to install."""
    program = "import sys; sys.modules['trustme'] = None; from pytest_linkface.__main__ import main; sys.exit(main({}))"
    command = [sys.executable, "-c", program.format(["serve", "--tls", str(tmp_path / "ca.pem")])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, done.stderr) == (2, '--tls needs trustme: pip install "pytest-linkface[tls]"\n')
