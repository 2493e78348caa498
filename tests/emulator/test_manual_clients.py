"""examples/clients: what the manual's samples do, in their seven languages, against the emulator on loopback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Account, Emulator
from pytest_linkface.images import landscape, scene
from tests._canary import CANARY, CANARY_ID, spellings
from tests.emulator._asking import DEMO

FOLDER = Path(__file__).parents[2] / "examples" / "clients"
JARS = [Path(f"/usr/share/java/{name}.jar") for name in ("httpclient", "httpcore", "httpmime", "gson")]
CLASSES = os.pathsep.join(map(str, [*JARS, "/usr/share/java/commons-logging.jar", "/usr/share/java/commons-codec.jar"]))
INCLUDE = ["-I/usr/include/jsoncpp"]
CLIENTS = ("curl", "httpie", "cpp", "java", "ruby", "python", "php")
SHELL = {"curl", "httpie"}
"""They print the answer as it came, and have exit codes of their own."""


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """An emulator whose one account has an id and a secret that are hard to spell."""
    with Emulator([Account(CANARY_ID, CANARY)]) as running:
        yield running


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures, one of which has a name that is hard to spell."""
    folder = tmp_path_factory.mktemp("pictures")
    made = {"照片 1;a,b.jpg": scene(1), "two.png": scene(2, seed=4, format="PNG"), "nobody.jpg": landscape()}
    for name, picture in made.items():
        (folder / name).write_bytes(picture.make())
    return folder


@pytest.fixture(scope="module", params=CLIENTS)
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """A client's name and the command that runs it, compiled where that is needed."""
    folder = tmp_path_factory.mktemp("compiled")
    return str(request.param), COMMANDS[request.param](folder)


@dataclass(frozen=True)
class Ran:
    """How a client ended and what it said."""

    code: int
    told: str
    wrong: str

    @property
    def cells(self) -> list[list[float]]:
        """The matrix that it printed."""
        return [list(map(float, line.split())) for line in self.told.splitlines() if not line.startswith("image")]

    @property
    def ids(self) -> list[str]:
        """The ids that it printed."""
        return [line.split()[1] for line in self.told.splitlines() if line.startswith("image")]


def run(command: list[str], emulator: Emulator, *words: object, **settings: str) -> Ran:
    """Run a client; whatever it says, the secret is not in it."""
    known = {"LINKFACE_URL": emulator.url, "LINKFACE_API_ID": CANARY_ID, "LINKFACE_API_SECRET": CANARY}
    done = subprocess.run(
        [*command, *map(str, words)],
        env=os.environ | known | {"LC_ALL": "C.UTF-8"} | settings,
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    told, wrong = done.stdout, done.stderr
    assert not [spelled for spelled in spellings(CANARY).values() if spelled in told + wrong]
    return Ran(done.returncode, told, wrong)


def test_two_files_and_then_their_ids(program: tuple[str, list[str]], emulator: Emulator, pictures: Path) -> None:
    """A client prints the matrix and the ids of two files, and the same matrix for the ids, turned or not."""
    name, command = program
    first = run(command, emulator, pictures / "照片 1;a,b.jpg", pictures / "two.png")
    assert (first.code, first.wrong) == (0, "")
    if name in SHELL:
        answer = json.loads(first.told)
        cells, ids = answer["confidences"], [answer[f"image_{side}"][f"image_{side}_id"] for side in ("one", "two")]
    else:
        cells, ids = first.cells, first.ids
    assert [len(row) for row in cells] == [2]
    sent = emulator.calls[-1]
    assert (sent.status, [picture.is_file for picture in sent.pictures]) == ("OK", [True, True])
    again = run(command, emulator, *(f"id:{one}" for one in ids), "auto_rotate")
    assert (json.loads(again.told)["confidences"] if name in SHELL else again.cells) == cells
    fields, unturned = dict(emulator.calls[-1].fields), dict(sent.fields)
    assert (fields["image_one_auto_rotate"], fields["image_two_auto_rotate"]) == ("true", "true")
    assert "image_one_auto_rotate" not in unturned
    assert emulator.calls[-1].pictures == ()


def test_a_documented_refusal(program: tuple[str, list[str]], emulator: Emulator, pictures: Path) -> None:
    """A client tells code, status and side of a refusal, and does not end with 0."""
    name, command = program
    ran = run(command, emulator, pictures / "two.png", pictures / "nobody.jpg")
    if name in SHELL:
        answer = json.loads(ran.told)
        assert (answer["status"], answer["image"]) == ("NO_FACE_DETECTED", "image_two")
        assert ran.code == {"curl": 22, "httpie": 4}[name]
    else:
        assert (ran.code, ran.told, ran.wrong.strip()) == (1, "", "400 NO_FACE_DETECTED image_two")


def test_a_proxys_page_is_no_answer(program: tuple[str, list[str]], emulator: Emulator, pictures: Path) -> None:
    """An HTML page instead of JSON is one line and no success, not a stack trace."""
    name, command = program
    emulator.next(fault="bad_gateway")
    ran = run(command, emulator, pictures / "two.png", pictures / "two.png")
    assert ran.code == {"curl": 22, "httpie": 5}.get(name, 2)
    assert len(ran.wrong.strip().splitlines()) == 1
    assert "502" in ran.wrong


def test_what_is_missing_is_named(program: tuple[str, list[str]], emulator: Emulator) -> None:
    """Without pictures a client says how it is called or which is missing, and asks nobody."""
    before = len(emulator.calls)
    ran = run(program[1], emulator)
    assert (ran.code, ran.wrong.startswith("usage: ")) == (2, True)
    ran = run(program[1], emulator, "id:0", "/nowhere/a.jpg")
    assert (ran.code, ran.wrong) == (2, "cannot read /nowhere/a.jpg\n")
    assert len(emulator.calls) == before


PHP_MISTAKE = """
$curl = curl_init($argv[1]);
$picture = new CURLFile($argv[2]);
$fields = ['api_id' => getenv('LINKFACE_API_ID'), 'api_secret' => getenv('LINKFACE_API_SECRET')];
$fields += ['image_one_url' => $picture, 'image_two_id' => $picture];
curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $fields, CURLOPT_RETURNTRANSFER => true]);
echo curl_exec($curl);
"""
ADVICE = "image_one_url came as a file, but it is a text; a file is sent as image_one_file"


def test_the_php_samples_mistake(emulator: Emulator, pictures: Path) -> None:
    """A file under the name of a url is INVALID_ARGUMENT, and the reason says what to send instead."""
    ran = run([_needs("php", "php-cli"), "-r", PHP_MISTAKE], emulator, emulator.url + PATH, pictures / "two.png")
    answer = json.loads(ran.told)
    assert (answer["status"], answer["image"], answer["reason"]) == ("INVALID_ARGUMENT", "image_one", ADVICE)


@pytest.mark.parametrize("name", ["image_one_url", "image_one_id", "image_two_url", "image_two_id"])
def test_a_file_under_another_name(name: str) -> None:
    """Whoever sends a file as url or id, from any language, is told which and how."""
    side, other = ("one", "image_two_file") if "one" in name else ("two", "image_one_file")
    picture = scene(1).make()
    with Emulator() as emulator:
        files = {name: ("a.jpg", picture), other: ("b.jpg", picture)}
        answer = requests.post(emulator.url + PATH, data=DEMO, files=files, timeout=10)
    assert (answer.status_code, answer.json()["status"]) == (400, "INVALID_ARGUMENT")
    assert answer.json()["image"] == f"image_{side}"
    assert answer.json()["reason"] == f"{name} came as a file, but it is a text; a file is sent as image_{side}_file"


def test_the_readme_has_them_all() -> None:
    """Each program of the folder stands in its README, and each package that a test asks for too."""
    page = (FOLDER / "README.md").read_text("utf-8")
    assert not [path.name for path in FOLDER.iterdir() if path.suffix != ".md" and path.name not in page]
    source = Path(__file__).read_text("utf-8")
    asked = re.findall(r'_needs\("[^"]+", "([^"]+)"\)|apt-get install ([a-z0-9 +-]+)', source)
    assert not [name for pair in asked for name in "".join(pair).split() if name != "bash" and name not in page]
    assert "libhttpmime-java" in page


def _needs(tool: str, package: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not here: apt-get install {package}")
    return found


def _curl(_: Path) -> list[str]:
    _needs("curl", "curl")
    return [_needs("bash", "bash"), str(FOLDER / "curl.sh")]


def _httpie(_: Path) -> list[str]:
    _needs("http", "httpie")
    return [_needs("bash", "bash"), str(FOLDER / "httpie.sh")]


def _cpp(folder: Path) -> list[str]:
    compiler = _needs("g++", "g++")
    for header, package in (("curl/curl.h", "libcurl4-openssl-dev"), ("json/json.h", "libjsoncpp-dev")):
        looked = subprocess.run([compiler, "-E", *INCLUDE, "-x", "c++", "-"], input=f"#include <{header}>", text=True,
                                capture_output=True, check=False)  # fmt: skip
        if looked.returncode:
            pytest.skip(f"{header} is not here: apt-get install {package}")
    binary = str(folder / "compare")
    options = ["-std=c++17", "-Wall", "-Wextra", "-Werror", *INCLUDE]
    source = str(FOLDER / "compare.cpp")
    subprocess.run([compiler, *options, source, "-o", binary, "-lcurl", "-ljsoncpp"], check=True)
    return [binary]


def _java(folder: Path) -> list[str]:
    compiler = _needs("javac", "default-jdk-headless")
    if missing := [jar.name for jar in JARS if not jar.exists()]:
        packages = "libhttpclient-java libhttpmime-java libgoogle-gson-java"
        pytest.skip(f"{missing[0]} is not here: apt-get install {packages}")
    options = ["-encoding", "UTF-8", "-d", str(folder), "-cp", CLASSES]
    subprocess.run([compiler, *options, str(FOLDER / "Compare.java")], check=True)
    return [_needs("java", "default-jdk-headless"), "-cp", f"{folder}{os.pathsep}{CLASSES}", "Compare"]


def _ruby(_: Path) -> list[str]:
    ruby = _needs("ruby", "ruby")
    known = subprocess.run([ruby, "-e", "require 'net/http/post/multipart'"], capture_output=True, check=False)
    if known.returncode:
        pytest.skip("multipart-post is not here: apt-get install ruby-multipart-post")
    return [ruby, str(FOLDER / "compare.rb")]


def _python(_: Path) -> list[str]:
    return [sys.executable, str(FOLDER / "compare.py")]


def _php(_: Path) -> list[str]:
    php = _needs("php", "php-cli")
    if "curl" not in subprocess.run([php, "-m"], capture_output=True, text=True, check=True).stdout.split():
        pytest.skip("PHP has no curl: apt-get install php-curl")
    return [php, str(FOLDER / "compare.php")]


COMMANDS = {
    "curl": _curl, "httpie": _httpie, "cpp": _cpp, "java": _java, "ruby": _ruby, "python": _python, "php": _php,
}  # fmt: skip
