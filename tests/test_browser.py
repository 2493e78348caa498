"""The browser that pages are tested in tells what a page does wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests._browser import Browser, chromium

PAGE = """<!doctype html><html lang="en"><title>t</title><meta http-equiv="Content-Security-Policy"
content="script-src 'none'"><main><h1>Title</h1>{}</main>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for this module."""
    with chromium() as started:
        yield started


def opened(browser: Browser, folder: Path, content: str) -> Browser:
    """The browser with a page of this content."""
    path = folder / "page.html"
    path.write_text(PAGE.format(content), "utf-8")
    browser.open(path.as_uri())
    return browser


def test_a_good_page_is_fine(browser: Browser, tmp_path: Path) -> None:
    """A plain page asks for itself alone; neither the console nor axe has anything against it."""
    opened(browser, tmp_path, "<p>Text</p>")
    assert browser.requested() == [(tmp_path / "page.html").as_uri()]
    assert browser.complaints() == []
    assert browser.violations() == []


def test_what_a_page_does_wrong_is_told(browser: Browser, tmp_path: Path) -> None:
    """A resource of another host, a breach of the page's own policy and a missing label are all seen."""
    opened(browser, tmp_path, "<img src='http://example.org/a.png' alt='a'><script>1</script><input>")
    assert "http://example.org/a.png" in browser.requested()
    complaints = "\n".join(browser.complaints())
    assert "ERR_NAME_NOT_RESOLVED" in complaints
    assert "Content Security Policy" in complaints
    assert [line.partition(":")[0] for line in browser.violations()] == ["label"]


def test_another_device_is_another_page(browser: Browser, tmp_path: Path) -> None:
    """Width and preferred colours are the device's that was asked for."""
    opened(browser, tmp_path, "<p>Text</p>")
    browser.show(width=375, scheme="dark")
    look = "return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
    assert browser.driver.execute_script(look) == [375, True]
    browser.picture(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    browser.show()
    assert browser.driver.execute_script(look) == [1200, False]
