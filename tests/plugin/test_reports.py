"""One run against a server that lies and taunts, seen through every file and line that comes of it."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from pytest_linkface import images
from pytest_linkface.contract import validator
from pytest_linkface.emulator import Emulator
from tests._packed import unpacked
from tests.plugin._running import DEMO, Ended, environment, pytest_in, report_in
from tests.plugin._targets import Body, Counting, Headers
from tests.servers._serving import Served

TAUNT = "\ud800\u202e\x1b[31m</failure>]]>|`<script>alert(1)</script>\r\n::error::pwned\n##[add-mask]x @all https://e.example"
CASES = "LF-CALL-ENDPOINT or LF-SRC-REQUIRED or LF-SRC-ID or LF-OK-SHAPE"
CORE = "--linkface-effort=core"
SCHEMA = json.loads((Path(__file__).parents[1] / "reports" / "sarif-2.1.0.json").read_text("utf-8"))
"""The schema of SARIF 2.1.0 as Microsoft's jest-sarif has it, under the MIT licence."""
FORMS = ("report.json", "report.html", "summary.md", "badge.json", "codequality.json", "results.sarif")


def taunting(body: Body, headers: Headers) -> None:
    """LF-SRC-REQUIRED, LF-SRC-ID and LF-OK-MAX are broken, in words that something may obey."""
    if body.get("status") == "INVALID_ARGUMENT":
        body["status"] = body["reason"] = TAUNT
    if "max_confidence" in body:
        body["max_confidence"] = 0.123
        body["image_one"] = {"image_one_id": TAUNT}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The server, for as long as findings are asked again of it."""
    with Served(Counting(taunting)) as served:
        yield served.url


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory, server: str) -> Ended:
    """Two workers, on what says that it is GitHub's runner."""
    folder = tmp_path_factory.mktemp("taunted")
    options = "--linkface-report=report", "--linkface-keep", "--junit-xml=junit.xml", "-n2", "-pno:cacheprovider", CORE
    github = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(folder)}
    (folder / "pytest.ini").write_text("[pytest]\n")
    return pytest_in(folder, f"--linkface-url={server}", "-k", CASES, *options, variables=DEMO | github)


def findings(ended: Ended) -> list[dict[str, Any]]:
    """Every finding of the report."""
    return [finding for row in ended.report()["results"] for finding in row["findings"]]


def test_every_form_is_written(ended: Ended) -> None:
    """The run ends with 1; the folder holds every form, the pictures of findings, and no draft."""
    assert ended.code == 1
    assert {path.name for path in (ended.folder / "report").iterdir()} >= {*FORMS, "pictures"}
    assert not list((ended.folder / "report").glob(".*"))
    validator("report").validate(ended.report())
    assert f"\nThe whole report: {Path('report', 'report.html')}\n" in ended.text


def test_all_forms_tell_one_verdict(ended: Ended) -> None:
    """Answer, number of broken clauses and findings are those of report.json."""
    report = ended.report()
    broken = {row["id"] for row in report["footer"]["clauses"] if row["state"] == "broken"}
    (run,) = json.loads((ended.folder / "report" / "results.sarif").read_bytes())["runs"]
    assert {result["ruleId"] for result in run["results"]} == broken >= {"LF-SRC-REQUIRED", "LF-OK-MAX"}
    assert len(run["results"]) == len(findings(ended))
    assert json.loads((ended.folder / "report" / "badge.json").read_bytes())["message"] == f"{len(broken)} broken"
    assert ended.answer == report["footer"]["answer"]


def test_every_case_tells_its_exchanges(ended: Ended) -> None:
    """From both workers: what was sent and came, of cases that broke something and of those that did not."""
    results = [row for row in ended.report()["results"] if row["calls"]]
    assert {row["state"] for row in results} >= {"broken", "verified"}
    assert [row["case"] for row in results if not row["exchanges"]] == []
    told = unpacked((ended.folder / "report" / "report.html").read_text("utf-8"))
    assert [row["case"] for row in results if row["exchanges"][0]["request"].partition("?")[0] not in told] == []


def test_sarif_keeps_its_schema_and_names_a_file(ended: Ended) -> None:
    """SARIF 2.1.0, shown beside a file of the repository, with fingerprints that tell findings apart."""
    document = json.loads((ended.folder / "report" / "results.sarif").read_bytes())
    Draft4Validator(SCHEMA).validate(document)
    results = document["runs"][0]["results"]
    places = {place["physicalLocation"]["artifactLocation"]["uri"] for one in results for place in one["locations"]}
    assert places == {"pytest.ini"}
    marks = [one["partialFingerprints"]["linkface/v1"] for one in results]
    assert len(set(marks)) == len(marks)


def test_junit_has_failures_with_properties(ended: Ended) -> None:
    """From both workers: a real <failure>, and clause, level, what came and the curl line as properties."""
    cases = {case.get("name"): case for case in ElementTree.parse(ended.folder / "junit.xml").iter("testcase")}
    case = next(case for name, case in cases.items() if name and name.endswith("LF-SRC-REQUIRED[no image one]"))
    told = {row.get("name"): row.get("value") or "" for row in case.iter("property")}
    (failure,) = case.iter("failure")
    assert "expected 400 INVALID_ARGUMENT" in (failure.text or "")
    said = told["linkface.clause"], told["linkface.level"], told["linkface.state"]
    assert said == ("LF-SRC-REQUIRED", "MUST", "broken")
    assert told["linkface.observed"].startswith("400 application/json")
    assert told["linkface.curl"].startswith("curl -sS -i -X POST ")
    passed = next(case for name, case in cases.items() if name and "LF-CALL-ENDPOINT" in name)
    assert {"linkface.clause": "LF-CALL-ENDPOINT"}.items() <= {
        row.get("name"): row.get("value") for row in passed.iter("property")
    }.items()


def test_github_is_told_within_its_bounds(ended: Ended) -> None:
    """One error a broken clause, MUST first, at most ten, each on one line."""
    lines = [line for line in ended.text.splitlines() if line.startswith("::")]
    levels = [re.findall(r" (MUST|SHOULD) broken%3A ", line) for line in lines]
    assert 0 < len(lines) <= 10
    assert all(line.startswith("::error title=LF-") for line in lines)
    assert levels == sorted(levels)
    assert "%0Aexpected 400 INVALID_ARGUMENT%0Acame 400" in "".join(lines)


def test_nobody_obeys_the_server(ended: Ended) -> None:
    """No escape sequence, no command of a runner, no tag and no mention of the server's stands anywhere."""
    assert "alert(1)" in ended.text
    texts = {path.name: path.read_text("utf-8") for path in (ended.folder / "report").glob("*.*")}
    texts |= {"junit.xml": (ended.folder / "junit.xml").read_text("utf-8"), "output": ended.text}
    for name, text in texts.items():
        assert "\x1b" not in text, name
        assert "\n::error::pwned" not in text or name == "report.html"  # nobody reads that as a log
        assert "##[add-mask]" not in text or name in ("report.json", "report.html")
    assert "<script>" not in texts["summary.md"].replace(_fenced(texts["summary.md"]), "")
    assert "@all" not in texts["summary.md"].replace(_fenced(texts["summary.md"]), "")


def _fenced(text: str) -> str:
    return "".join(re.findall(r"^(`{3,})sh$(.*?)^\1$", text, re.MULTILINE | re.DOTALL)[0])


def test_each_curl_line_works_as_it_is_printed(ended: Ended) -> None:
    """Run by a shell in the report's folder, every line is answered with the status that the finding tells."""
    if not shutil.which("curl"):
        pytest.skip("needs curl")
    asked = findings(ended)
    assert len(asked) > 3
    for finding in asked:
        script = "\n".join([*finding["pictures"], finding["curl"]])
        here, account = ended.folder / "report", environment(**DEMO)
        ran = subprocess.run(["bash", "-c", script], cwd=here, env=account, capture_output=True, check=True)
        body = json.loads(ran.stdout.rpartition(b"\r\n\r\n")[2])
        observed = finding["observed"]
        told = "ENCODING_ERROR" if "ENCODING_ERROR" in observed else None
        assert body["status"] == (told or ("OK" if "max_confidence" in observed or "image_one" in observed else TAUNT))


def test_kept_pictures_are_those_of_findings(ended: Ended) -> None:
    """Each stands under the digest of its bytes, is sent by some curl line, and nothing else is kept."""
    kept = {f"pictures/{path.name}": path.read_bytes() for path in (ended.folder / "report" / "pictures").iterdir()}
    sent = {name for one in findings(ended) for name in re.findall(r"@(pictures/\w+\.jpg)", one["curl"])}
    assert kept.keys() == sent
    assert all(name == f"pictures/{sha256(picture).hexdigest()[:16]}.jpg" for name, picture in kept.items())
    assert images.scene((images.PEOPLE[0],)).make() in kept.values()


def test_replay_sends_the_same_again(ended: Ended, server: str) -> None:
    """The line printed beside a finding asks the case anew: what is sent, what was expected and the whole answer."""
    line = next(line for line in ended.section if line.startswith("  replay ") and "LF-SRC-REQUIRED" in line)
    *_, report, case = shlex.split(line)
    assert line == f"  replay    python -m pytest_linkface replay {report} {shlex.quote(case)}"
    ran = _replayed(ended, report, "LF-SRC-REQUIRED[no image one]")
    assert ran.returncode == 1
    assert "\nPOST /identity/compare_faces_in_two_images?api_id=$LINKFACE_API_ID&api_secret=$LINKFACE_API" in ran.stdout
    assert "\n  image_two_file: images.scene(faces=('ada',)) as 'picture.jpg', image/jpeg\n" in ran.stdout
    assert "\nexpected 400 INVALID_ARGUMENT\nHTTP 400, " in ran.stdout
    assert re.search(r'\n  \{"request_id": "\w+", "status": ".*pwned.*\}\n', ran.stdout)
    assert ran.stdout.count("\n  LF-SRC-REQUIRED: expected 400 INVALID_ARGUMENT\n") == 2
    assert DEMO["LINKFACE_API_SECRET"] not in ran.stdout
    assert "\x1b" not in ran.stdout


def test_replay_asks_another_server_too(ended: Ended) -> None:
    """With --linkface-url a good server is asked the same, keeps the promise, and the end is 0."""
    with served_well() as url:
        ran = _replayed(ended, "report/report.json", "LF-SRC-URL[five faces]", f"--linkface-url={url}")
        assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "now:  verified")
        ran = _replayed(ended, "report/report.json", "LF-SRC-REQUIRED[no image one]", f"--linkface-url={url}")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "now:  verified")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("report/report.json", "LF-SRC-REQUIRED"), "perhaps 'LF-SRC-REQUIRED["),
        (("junit.xml", "LF-SRC-REQUIRED[no image one]"), "junit.xml is no report.json of pytest-linkface"),
        (("nothing.json", "LF-SRC-REQUIRED[no image one]"), "No such file"),
    ],
    ids=["no such case", "no report", "no file"],
)
def test_replay_says_what_it_lacks(ended: Ended, words: tuple[str, ...], told: str) -> None:
    """A case that is none, and a file that is none, are named, and the end is 2."""
    ran = _replayed(ended, *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr


def test_pictures_are_kept_with_the_flag_alone(tmp_path: Path, server: str) -> None:
    """Without --linkface-keep the folder holds no picture, those of an older run are gone, and a recipe is printed."""
    old = tmp_path / "report" / "pictures"
    old.mkdir(parents=True)
    (old / "0123456789abcdef.jpg").write_bytes(b"an older run's")
    (old / "mine.jpg").write_bytes(b"the user's")
    asked = f"--linkface-url={server}", "-k", "LF-CALL-ENDPOINT", CORE
    pytest_in(tmp_path, *asked, "--linkface-report=report", variables=DEMO)
    assert [path.name for path in old.iterdir()] == ["mine.jpg"]
    (finding, *_) = [finding for row in report_in(tmp_path / "report")["results"] for finding in row["findings"]]
    assert finding["pictures"][0].startswith("python -m pytest_linkface picture ")
    refused = pytest_in(tmp_path, *asked, "--linkface-keep", variables=DEMO)
    assert (refused.code, "--linkface-keep needs --linkface-report DIR" in refused.text) == (4, True)


def _replayed(ended: Ended, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest_linkface", "replay", *words]
    account = environment(**DEMO)
    return subprocess.run(command, cwd=ended.folder, env=account, capture_output=True, encoding="utf-8", check=False)


@contextmanager
def served_well() -> Iterator[str]:
    """An emulator that keeps its promises."""
    with Emulator(allow_hosts=("127.0.0.1",), download_timeout=1.0) as emulator:
        yield emulator.url
