"""The page at `/` as a person uses it, in a real browser: with the mouse, with keys alone, and when things go wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Account, Emulator
from pytest_linkface.images import landscape, scene
from tests._browser import Browser, chromium
from tests._canary import CANARY, CANARY_ID, told
from tests.emulator._asking import DEMO
from tests.emulator._visit import Visit

ONE, TWO, NOBODY = scene(faces=("ana",)), scene(faces=("bo", "ana")), landscape()
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for this module."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one.jpg, two.jpg and nobody.jpg."""
    folder = tmp_path_factory.mktemp("pictures")
    for name, picture in {"one": ONE, "two": TWO, "nobody": NOBODY}.items():
        (folder / f"{name}.jpg").write_bytes(picture.make())
    return folder


@pytest.fixture
def visit(browser: Browser, emulator: Emulator) -> Iterator[Visit]:
    """Somebody at the page, who asks nobody else for anything and whose console stays quiet but for refusals."""
    emulator.reset()
    browser.show()
    visit = Visit(browser, emulator.url)
    yield visit
    own = (f"{emulator.url}/", f"blob:{emulator.url}/")
    assert [url for url in browser.requested() if not url.startswith(own)] == []
    assert [line for line in browser.complaints() if "Failed to load resource" not in line] == []


def asked(url: str, one: bytes, two: bytes) -> Any:
    """What another client is answered."""
    sent = {"image_one_file": one, "image_two_file": two}
    return requests.post(url + PATH, data=DEMO, files=sent, timeout=20).json()


def test_comparing_two_pictures(visit: Visit, folder: Path) -> None:
    """Who chooses two pictures sees the faces, the matrix with error rates, the body and the clause."""
    visit.choose(folder / "one.jpg", folder / "two.jpg")
    assert visit.compare().startswith("✓ 200 OK: 1 face in picture one, 2 faces in picture two. Best match 0.9")
    (row,) = asked(visit.url, ONE.make(), TWO.make())["confidences"]
    cells = visit.all(".matrix tbody td")
    assert [cell.splitlines()[0] for cell in cells] == [str(confidence)[:6] for confidence in row]
    assert "not above 0.4, no error rate given" in cells[0]
    assert cells[1].splitlines()[1:] == ["above 0.9, error rate 1 in 1,000,000", "★ best match"]
    assert (visit.all("[data-side=one] .face"), visit.all("[data-side=two] .face")) == (["1"], ["A", "B"])
    assert len(visit.all(".matrix th canvas")) == 3
    assert json.loads(visit.text("#body"))["confidences"] == [row]
    assert visit.terms()["Clause"].startswith("LF-OK-")
    assert visit.terms()["Request id"] == json.loads(visit.text("#body"))["request_id"]


def test_with_keys_alone(visit: Visit, folder: Path) -> None:
    """From the top of the page on, Tab, Space and Enter choose two pictures and compare them; focus is always seen."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    def press(key: str) -> None:
        ActionChains(visit.driver).send_keys(key).perform()

    def tab_to(name: str) -> None:
        for _ in range(12):
            press(Keys.TAB)
            focused = visit.driver.switch_to.active_element
            assert focused.value_of_css_property("outline-style") != "none"
            if focused.get_attribute("id") == name:
                return
        pytest.fail(f"Tab does not come to {name}")

    visit.driver.execute_cdp_cmd("Page.setInterceptFileChooserDialog", {"enabled": True})
    for side in ("one", "two"):
        tab_to(f"file-{side}")
        press(Keys.SPACE)
        file = {"files": [str(folder / f"{side}.jpg")], "backendNodeId": visit.dialog()}
        visit.driver.execute_cdp_cmd("DOM.setFileInputFiles", file)
    visit.driver.execute_cdp_cmd("Page.setInterceptFileChooserDialog", {"enabled": False})
    tab_to("rotate-two")
    press(Keys.SPACE)
    tab_to("compare")
    press(Keys.ENTER)
    assert visit.verdict().startswith("✓ 200 OK: 1 face in picture one")
    assert "image_two_auto_rotate=true" in visit.text("#curl")
    tab_to("copy")


def test_a_refusal(visit: Visit, folder: Path) -> None:
    """A refusal is told with code, status, picture, the manual's words and line; the picture itself bears a mark."""
    visit.choose(folder / "one.jpg", folder / "nobody.jpg")
    assert visit.compare() == "✗ 400 NO_FACE_DETECTED for picture two"
    terms = visit.terms()
    assert (terms["HTTP code"], terms["Status"], terms["Picture"]) == ("400", "NO_FACE_DETECTED", "Picture two")
    assert terms["The manual says"].startswith("图片未检测出人脸")
    assert terms["The manual says"].endswith("(line 96)")
    assert terms["Clause"].startswith("LF-ERR-NO-FACE-DETECTED")
    assert (visit.all("[data-side=one] .blame"), visit.all("[data-side=two] .blame")) == ([], ["✗ NO_FACE_DETECTED"])
    visit.choose(two=folder / "two.jpg")
    assert visit.all(".blame") == []


def test_a_call_without_pictures(visit: Visit) -> None:
    """Nothing is held back in the browser: the endpoint itself says what is missing, with its reason."""
    assert visit.compare().startswith("✗ 400 INVALID_ARGUMENT")
    assert "image_one_file" in visit.terms()["Reason"]


def test_the_log(visit: Visit, folder: Path) -> None:
    """The log has the page's own calls at once, and those of others when it is refreshed; a page load is no call."""
    assert visit.text("#log-state") == "No calls yet."
    visit.choose(folder / "one.jpg", folder / "nobody.jpg")
    visit.compare()
    assert visit.text("#log-state") == "1 of 1 calls, the latest first"
    asked(visit.url, ONE.make(), ONE.make())
    visit.one("#refresh").click()
    visit.until(lambda: visit.text("#log-state") == "2 of 2 calls, the latest first")
    latest, earlier = visit.all(".calls tbody tr")
    assert "✓ 200 OK" in latest
    assert "✗ 400 NO_FACE_DETECTED image_two" in earlier
    assert "image_one_file: JPEG 240x280" in earlier


def test_everybody_can_read_it(visit: Visit, folder: Path) -> None:
    """axe has nothing against the page, its answers and refusals, light or dark; a phone's width cuts nothing off."""
    visit.choose(folder / "one.jpg", folder / "two.jpg")
    visit.browser.show(width=360, scheme="dark")
    visit.compare()
    found = visit.browser.violations()
    assert visit.driver.execute_script("return document.documentElement.scrollWidth") == 360
    visit.choose(two=folder / "nobody.jpg")
    visit.compare()
    found += visit.browser.violations()
    visit.browser.show()
    assert found + visit.browser.violations() == []


def test_what_is_shown_of_numbers(visit: Visit) -> None:
    """A confidence is cut, never rounded up to a threshold; the body gets line breaks, and keeps its every number."""
    script = """
        const [given, text, done] = arguments;
        import("/page/answer.js").then(({ short, level, indented }) =>
          done([given.map((number) => [short(number), level(number, [[0.4, 0.1], [0.9, 1e-6]])]), indented(text)]));
    """
    given = [1, 0.9, 0.9000000357627869, 0.39999998, 0.4, 0.40000001, 1e-7, 0, 0.00012345]
    text = r'{"a":1.0,"b":[0.10,-2e-3],"c":"{, \": [","d":null}'
    numbers, shown = visit.driver.execute_async_script(script, given, text)
    assert numbers == [
        ["1.0000", 2], ["0.9000", 1], ["0.9000", 2], ["0.3999", 0], ["0.4000", 0], ["0.4000", 1],
        ["0.0000", 0], ["0.0000", 0], ["0.0001", 0],
    ]  # fmt: skip
    assert json.loads(shown) == json.loads(text)
    assert "".join(shown.split()) == "".join(text.split())
    assert len(shown.splitlines()) > 6


def test_the_other_language(visit: Visit, folder: Path) -> None:
    """The switch changes every word of the page and of the answer, back and forth, and the address remembers it."""
    visit.choose(folder / "one.jpg", folder / "two.jpg")
    english = visit.compare()
    visit.one("#language").click()
    assert visit.one("html").get_attribute("lang") == "zh"
    assert "错误率百万分之一" in visit.text("#verdict")
    assert visit.text("#log-title") == "请求记录"
    assert visit.driver.current_url.endswith("/#zh")
    assert visit.browser.violations() == []
    visit.one("#language").click()
    assert visit.text("#verdict") == english


def test_markup_stays_text(visit: Visit, emulator: Emulator, folder: Path) -> None:
    """Neither a file's name nor an answer nor the log becomes elements of the page."""
    shutil.copy(folder / "one.jpg", folder / f"{MARKUP}.jpg".replace("/", ""))
    visit.choose(folder / f"{MARKUP}.jpg", folder / "two.jpg")
    emulator.next("INVALID_ARGUMENT", reason=MARKUP)
    visit.compare()
    assert visit.terms()["Reason"] == MARKUP
    assert MARKUP in visit.text("#log-table")
    assert MARKUP in visit.text("[data-side=one] .about")
    emulator.next(fault="bad_gateway")
    assert visit.compare() == "✗ 502"
    assert "<h1>502 Bad Gateway</h1>" in visit.text("#body")
    assert visit.all("img[src=x]") == []
    assert visit.all("h1") == ["Linkface emulator"]


def test_an_answer_that_does_not_come(visit: Visit, emulator: Emulator) -> None:
    """A connection that ends too early is told as that, and the next call is answered."""
    emulator.next(fault="truncated")
    assert visit.compare() == "No answer came: the connection ended, or the emulator has."
    assert visit.compare().startswith("✗ 400 INVALID_ARGUMENT")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_line_repeats_the_call(visit: Visit, folder: Path) -> None:
    """Pasted into a shell it gets the same answer, whatever the files are called; it holds no account."""
    awkward = folder / "it's \"one\", ;type=a $HOME \\.jpg"
    shutil.copy(folder / "one.jpg", awkward)
    visit.choose(awkward, folder / "two.jpg")
    visit.compare()
    line = visit.text("#curl")
    assert told(line, *DEMO.values()) == []
    account = {f"LINKFACE_{name.upper()}": value for name, value in DEMO.items()}
    done = subprocess.run(
        ["sh", "-c", line], cwd=folder, env=os.environ | account, capture_output=True, text=True, check=True, timeout=30
    )
    answer = json.loads(done.stdout.partition("\n\n")[2] or done.stdout.rpartition("\n")[2])
    assert answer["confidences"] == json.loads(visit.text("#body"))["confidences"]


@pytest.mark.parametrize(
    ("setting", "said"), [("granted", "Copied"), ("denied", "Selected: copy it with the keyboard")]
)
def test_the_curl_line_is_copied(visit: Visit, setting: str, said: str) -> None:
    """The button puts the whole line on the clipboard; where a browser forbids that, it is selected instead."""
    for name in ("clipboard-write", "clipboard-read"):
        permission = {"permission": {"name": name}, "setting": setting, "origin": visit.url}
        visit.driver.execute_cdp_cmd("Browser.setPermission", permission)
    visit.compare()
    visit.one("#copy").click()
    visit.until(lambda: visit.text("#copied") == said)
    line = visit.driver.execute_script("return document.querySelector('#curl').textContent")
    where = "return navigator.clipboard.readText()" if setting == "granted" else "return getSelection().toString()"
    assert visit.driver.execute_script(where) == line
    visit.driver.execute_cdp_cmd("Browser.resetPermissions", {})


def test_the_curl_line_over_https(visit: Visit) -> None:
    """Behind https it names the certificate to trust, by a variable as it names the account."""
    made = "const done = arguments[1]; import('/page/curl.js').then((m) => done(m.curlLine(arguments[0], [])))"
    lines = [visit.driver.execute_async_script(made, f"{scheme}://x/y").splitlines()[0] for scheme in ("http", "https")]
    assert lines == ["curl -sS -i 'http://x/y' \\", "curl -sS -i --cacert \"$LINKFACE_CACERT\" 'https://x/y' \\"]


def test_the_account_is_kept_nowhere(browser: Browser, folder: Path) -> None:
    """What is typed goes into the call alone: not into the page, its address, the curl line, the log or any storage."""
    with Emulator([Account(CANARY_ID, CANARY)]) as emulator:
        visit = Visit(browser, emulator.url)
        assert visit.one("#account").get_attribute("open") == "true"
        visit.one("#api_id").send_keys(CANARY_ID)
        visit.one("#api_secret").send_keys(CANARY)
        visit.choose(folder / "one.jpg", folder / "two.jpg")
        assert visit.compare().startswith("✓ 200 OK")
        shown = visit.driver.page_source.replace(f'<span id="account-name" class="quiet">{CANARY_ID}', "")
        keeping = "{...localStorage}, {...sessionStorage}, document.cookie, performance.getEntries()"
        kept = visit.driver.execute_script(f"return JSON.stringify([{keeping}])")
        assert told(shown + kept + visit.driver.current_url, CANARY) == []
        visit.driver.refresh()
        assert visit.one("#api_secret").get_attribute("value") == ""


def test_without_control(browser: Browser, folder: Path) -> None:
    """Where control is off the page says so, never asks for it, and compares all the same; a header may explain."""
    with Emulator(control=False, explain=True) as emulator:
        visit = Visit(browser, emulator.url)
        assert "control is switched off" in visit.text("#log-state")
        visit.choose(folder / "one.jpg", folder / "two.jpg")
        assert visit.compare().startswith("✓ 200 OK: 1 face in picture one, 2 faces in picture two")
        assert visit.all(".face") == []
        assert "control is switched off" in visit.text("#outcome")
        assert visit.terms()["Clause"].startswith("LF-OK-STATUS; manual, line 52")
        assert [url for url in browser.requested() if "_emulator" in url] == []


def test_in_a_namespace(visit: Visit, browser: Browser, emulator: Emulator, folder: Path) -> None:
    """Under a namespace's address the page asks there, and shows its calls alone."""
    other = Visit(browser, f"{emulator.url}/_emulator/in/gw3")
    other.choose(folder / "one.jpg", folder / "two.jpg")
    assert other.compare().startswith("✓ 200 OK")
    assert other.text("#log-state") == "1 of 1 calls, the latest first"
    assert "/_emulator/in/gw3/identity/" in other.text("#curl")
    assert emulator.calls == ()


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_pictures_that_are_dropped_or_pasted(visit: Visit, way: str) -> None:
    """A picture that is dropped on a zone or pasted is as good as a chosen one; a drop beside the zones is harmless."""
    give = """
        const [way, bytes] = arguments;
        const carrier = new DataTransfer();
        carrier.items.add(new File([new Uint8Array(bytes)], "given.jpg", { type: "image/jpeg" }));
        const options = { bubbles: true, cancelable: true, dataTransfer: carrier, clipboardData: carrier };
        for (const zone of [document.querySelector("h1"), ...document.querySelectorAll(".drop")]) {
          if (way === "drop") zone.dispatchEvent(new DragEvent("drop", options));
          else if (zone.className) document.body.dispatchEvent(new ClipboardEvent("paste", options));
        }
    """
    visit.driver.execute_script(give, way, list(ONE.make()))
    assert visit.compare().startswith("✓ 200 OK: 1 face in picture one, 1 face in picture two. Best match 1.0000")
    assert visit.all(".about") == [f"given.jpg, {len(ONE.make()):,} bytes"] * 2
