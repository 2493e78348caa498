"""Somebody at the emulator's page, in a browser: what she chooses and presses, and what she reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests._browser import Browser

if TYPE_CHECKING:
    from selenium.webdriver.remote.webelement import WebElement


class Visit:
    """One look at the page: loaded, and ready to be used."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.driver = browser.driver
        self.url = url
        browser.open(f"{url}/")
        self.until(lambda: self.text("#log-state") != "")

    def one(self, selector: str) -> WebElement:
        """The element there."""
        return self.driver.find_element("css selector", selector)

    def all(self, selector: str) -> list[str]:
        """The texts of all elements there."""
        return [element.text for element in self.driver.find_elements("css selector", selector)]

    def text(self, selector: str) -> str:
        """What stands there."""
        return self.one(selector).text

    def until(self, true: Callable[[], object]) -> None:
        """Wait for the page."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 10, poll_frequency=0.02).until(lambda _: true())

    def choose(self, one: Path | None = None, two: Path | None = None) -> None:
        """Choose files by the page's inputs."""
        for side, path in {"one": one, "two": two}.items():
            if path is not None:
                self.one(f"#file-{side}").send_keys(str(path))

    def compare(self) -> str:
        """Press the button, and read the verdict."""
        self.one("#compare").click()
        return self.verdict()

    def verdict(self) -> str:
        """The verdict on the call that was asked for last."""
        self.until(lambda: not self.one("#compare").get_attribute("aria-disabled"))
        return self.text("#verdict")

    def dialog(self) -> int:
        """The node whose dialog for choosing a file has opened."""
        for _ in range(100):
            for event in self.browser.events():
                if event["method"] == "Page.fileChooserOpened":
                    return int(event["params"]["backendNodeId"])
        pytest.fail("no dialog for choosing a file has opened")

    def terms(self) -> dict[str, str]:
        """What is said about the answer."""
        return dict(zip(self.all("#outcome dt"), self.all("#outcome dd"), strict=True))
