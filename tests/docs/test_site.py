"""The site that mkdocs makes of ``docs/``: whole, without a warning, and read without asking anybody else."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests._browser import Browser, chromium

ROOT = Path(__file__).parents[2]
LOADING = re.compile(
    r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=\"?(?:https?:)?//[^>]*>"
    r"|<link\b[^>]*\brel=\"?(?:stylesheet|preconnect|preload|icon)[^>]*\bhref=\"?(?:https?:)?//[^>]*>"
    r"|@import[^;]*//[^;]*;|url\([\"']?(?:https?:)?//[^)]*\)"
)
"""What a page fetches from another host by itself; where a link leads is the reader's choice."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: four seconds of a processor, so once for all tests."""
    if importlib.util.find_spec("mkdocs") is None:
        pytest.skip("mkdocs is not installed: pip install '.[docs]'")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """Its address: the search wants a server."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for this module."""
    with chromium() as started:
        yield started


def test_every_page_of_the_docs_is_a_page_of_the_site(site: Path) -> None:
    """Nothing that was written is left out, and the clauses are there in the manual's words."""
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert pages <= {path.relative_to(site) for path in site.rglob("*.html")}
    assert "要求每张图片的人脸不超过4个" in (site / "clauses.html").read_text("utf-8")


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    """No page names a script, style, font or picture of another host."""
    texts = {path: path.read_text("utf-8") for pattern in ("*.html", "*.css") for path in site.rglob(pattern)}
    assert texts
    assert {path.name: found for path, text in texts.items() if (found := LOADING.findall(text))} == {}
    assert LOADING.search('<script src="https://example.org/a.js"></script>')


def test_the_reference_is_made_of_docstrings(site: Path) -> None:
    """A class is told with its import path, its arguments and their types."""
    page = re.sub(r"<[^>]+>", "", (site / "reference" / "client.html").read_text("utf-8"))
    for words in ("pytest_linkface.client", "compare_faces_in_two_images", "image_one_auto_rotate", "NoFaceDetected"):
        assert words in page


@pytest.mark.parametrize("page", ["index.html", "index.zh-CN.html", "reference/emulator.html", "clauses.html"])
def test_a_page_is_read_in_light_and_dark(served: str, browser: Browser, page: str) -> None:
    """Chromium asks its own server alone, has nothing to complain of, and the page follows the reader's wish."""
    shades = []
    for scheme in ("light", "dark"):
        browser.show(scheme=scheme)
        browser.open(f"{served}/{page}")
        assert browser.complaints() == []
        assert [url for url in browser.requested() if not url.startswith((served, "data:", "blob:"))] == []
        shades.append(browser.driver.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert len(set(shades)) == len(shades)
