"""A headless Chromium for the tests of pages: what it shows, what it asked for, what it complained about, and axe.

Where Chromium, its driver or Selenium is missing, the tests that want it skip and say so.
"""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # containers have 64 MB of it
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves the machine, whatever a page asks for
)


class Browser:
    """One window of Chromium. ``driver`` is Selenium's, for everything that is not here."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        """Load a page, and forget what earlier pages asked for and complained about."""
        self.driver.get("about:blank")
        self.requested()
        self.complaints()
        self.driver.get(url)

    def show(self, *, width: int = 1200, height: int = 900, scheme: str = "light") -> None:
        """Take the size of a device, and prefer ``light`` or ``dark``."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        wishes = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wishes.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def requested(self) -> list[str]:
        """The urls that were asked for since the last look, those of the page itself among them."""
        events = [event["params"] for event in self.events() if event["method"] == "Network.requestWillBeSent"]
        return [event["request"]["url"] for event in events if event["request"]["url"] != "about:blank"]

    def events(self) -> list[dict[str, Any]]:
        """What DevTools saw of network and page since the last look at these or at what was requested."""
        return [json.loads(entry["message"])["message"] for entry in self._log("performance")]

    def complaints(self) -> list[str]:
        """What the console was told since the last look: errors of scripts, refused and failed loads, bad headers."""
        return [f"{entry['level']}: {entry['message']}" for entry in self._log("browser")]

    def violations(self) -> list[str]:
        """What axe finds wrong with the page as it is now, best practices among it: a line for each element."""
        axe = pytest.importorskip("selenium_axe_python", reason="selenium-axe-python, which has axe, is not installed")
        self.driver.execute_script((files(axe) / "axe-core" / "axe.min.js").read_text("utf-8"))
        script = "const done = arguments[0]; axe.run(document).then(done, (error) => done(String(error)))"
        found: Any = self.driver.execute_async_script(script)
        assert isinstance(found, dict), found
        assert found["passes"], "axe looked at nothing"
        return [
            f"{violation['id']}: {node['target']}: {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def picture(self, path: Path) -> None:
        """Write the whole page into a PNG, as long as it is."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        width = self.driver.execute_script("return window.innerWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        options = {"captureBeyondViewport": True, "clip": clip}
        path.write_bytes(base64.b64decode(self.driver.execute_cdp_cmd("Page.captureScreenshot", options)["data"]))

    def _log(self, name: str) -> list[dict[str, Any]]:
        return self.driver.get_log(name)  # type: ignore[no-any-return,no-untyped-call]  # Selenium types not all


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a profile of its own, for as long as a module's fixture lasts: it takes a second to start."""
    driver_path, path = shutil.which("chromedriver"), shutil.which("chromium")
    if driver_path is None or path is None:
        pytest.skip("chromium and chromedriver (Debian: chromium, chromium-driver) are not installed")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    service = pytest.importorskip("selenium.webdriver.chrome.service")
    options = webdriver.ChromeOptions()
    options.binary_location = path
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=service.Service(driver_path))  # its path: no download
        try:
            yield Browser(driver)
        finally:
            driver.quit()
