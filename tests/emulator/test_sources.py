"""Where pictures come from: files, ids, and what is said about those that came in a wrong way."""

from __future__ import annotations

import pytest

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.images import landscape, scene
from tests.emulator._asking import DEMO, Reply, ask, compare, multipart, send, text_part

GOOD = scene(1).make()
NOBODY = landscape().make()
CREDENTIALS = [text_part(name, value.encode()) for name, value in DEMO.items()]


def ask_parts(emulator: Emulator, *parts: bytes) -> Reply:
    """Post parts as they are, with credentials."""
    return send(emulator.wsgi, multipart(*CREDENTIALS, *parts), "multipart/form-data; boundary=b")


def file_part(name: str, content: bytes, disposition: bytes = b'; filename="x"', *lines: bytes) -> bytes:
    """A part with a file name in some spelling, and further header lines."""
    head = b"\r\n".join([b'Content-Disposition: form-data; name="%s"' % name.encode() + disposition, *lines])
    return head + b"\r\n\r\n" + content


@pytest.mark.parametrize("slot", ["one", "two"])
def test_id_is_good_in_both_slots(emulator: Emulator, slot: str) -> None:
    """An id leads to the picture that it was given for, whichever side it is used on, and is not given again."""
    ids = compare(emulator, GOOD, scene(1, seed=9).make()).json
    other = "two" if slot == "one" else "one"
    name = ids["image_two"]["image_two_id"]
    data = {f"image_{slot}_id": name, f"image_{other}_id": ids["image_one"]["image_one_id"]}
    reply = ask(emulator, DEMO | data)
    assert reply.json["confidences"] == compare(emulator, GOOD, scene(1, seed=9).make()).json["confidences"]
    assert reply.json.keys() == {"request_id", "status", "confidences", "max_confidence"}


def test_id_follows_from_content_and_seed() -> None:
    """Workers with one seed give one id, another seed another."""
    ids = [compare(Emulator(seed=seed), GOOD, GOOD).json["image_one"]["image_one_id"] for seed in (1, 1, 2)]
    assert ids[0] == ids[1] != ids[2]


def test_refused_pictures_are_not_kept(emulator: Emulator) -> None:
    """An answer that is no success names no id."""
    assert "image_one" not in compare(emulator, GOOD, NOBODY).json


def test_id_goes_before_file_before_url(emulator: Emulator) -> None:
    """Where several sources are sent, one is taken: the others need not even be good."""
    name = compare(emulator, GOOD, GOOD).json["image_one"]["image_one_id"]
    files = {"image_one_file": NOBODY, "image_two_file": GOOD}
    assert ask(emulator, DEMO | {"image_one_id": name}, files=files).json["status"] == "OK"
    urls = {"image_one_url": "http://nowhere.invalid/", "image_two_url": ""}
    assert ask(emulator, DEMO | urls, files=files | {"image_one_file": GOOD}).json["status"] == "OK"


@pytest.mark.parametrize(("missing", "sent"), [("one", "two"), ("two", "one")])
@pytest.mark.parametrize("empty", ["id", "url", None])
def test_missing_source(emulator: Emulator, missing: str, sent: str, empty: str | None) -> None:
    """A side without a source is said to lack one, and whoever sent an empty text for one is told that."""
    data = {f"image_{missing}_{empty}": ""} if empty else {}
    reply = ask(emulator, DEMO | data, files={f"image_{sent}_file": GOOD})
    assert reply.verdict == (400, "INVALID_ARGUMENT", f"image_{missing}")
    expected = f"image_{missing}_{empty} came, but it is empty" if empty else "none came"
    assert reply.json["reason"].endswith(f": {expected}")


def test_php_sample(emulator: Emulator) -> None:
    """The manual's PHP 5.6 sample, which sends files as a url and as an id, is told what it should have done."""
    reply = ask_parts(emulator, file_part("image_one_url", GOOD), file_part("image_two_id", GOOD))
    assert reply.verdict == (400, "INVALID_ARGUMENT", "image_one")
    assert reply.json["reason"] == "image_one_url came as a file, but it is a text; a file is sent as image_one_file"


@pytest.mark.parametrize("content", [b"@/home/me/photo.jpg", GOOD])
def test_text_instead_of_a_file(emulator: Emulator, content: bytes) -> None:
    """A path, or a picture's bytes in a text field, is no file, and the reason says how one is sent."""
    reply = ask_parts(emulator, text_part("image_one_file", content), file_part("image_two_file", GOOD))
    assert reply.verdict == (400, "INVALID_ARGUMENT", "image_one")
    assert reply.json["reason"].startswith("image_one_file came as a text, but it is a file")
    urlencoded = ask(emulator, DEMO | {"image_one_file": "photo.jpg", "image_two_file": "photo.jpg"})
    assert urlencoded.verdict == (400, "INVALID_ARGUMENT", "image_one")


@pytest.mark.parametrize(
    ("disposition", "lines"),
    [
        (b'; filename="photo"', []),
        ('; filename="自拍.jpg"'.encode(), []),
        ('; filename="自拍.jpg"'.encode("gbk"), []),
        (b"; filename*=UTF-8''%E8%87%AA.jpg", []),
        (b'; filename="C:\\Users\\me\\a.png"', [b"Content-Type: text/plain"]),
        (b'; filename="x"', [b"Content-Type: image/png", b"Content-Transfer-Encoding: binary"]),
        (b'; filename="x"', [b"Content-Length: %d" % len(GOOD)]),
        (b"", [b"Content-Type: image/jpeg"]),
    ],
)
def test_spellings_of_a_file(emulator: Emulator, disposition: bytes, lines: list[bytes]) -> None:
    """Name, suffix, their encoding and the declared type of a file do not matter."""
    pair = [file_part(f"image_{side}_file", GOOD, disposition, *lines) for side in ("one", "two")]
    reply = ask_parts(emulator, *pair)
    assert reply.json["status"] == "OK", reply.json


def test_unused_file_input(emulator: Emulator) -> None:
    """A browser's empty file input is no file: the url beside it is what counts."""
    unused = file_part("image_one_file", b"", b'; filename=""', b"Content-Type: application/octet-stream")
    reply = ask_parts(emulator, unused, file_part("image_two_file", GOOD))
    assert reply.verdict == (400, "INVALID_ARGUMENT", "image_one")


def test_unknown_parameters_are_ignored(emulator: Emulator) -> None:
    """Texts and files of other names change nothing, whatever bytes the files have."""
    pair = [file_part(f"image_{side}_file", GOOD) for side in ("one", "two")]
    extra = [text_part("备注", "好".encode()), file_part("selfie_file", b"\xff\xfe"), text_part("", b"")]
    assert ask_parts(emulator, *pair, *extra).json["status"] == "OK"


@pytest.mark.parametrize("where", ["query name", "query value", "form name", "form value", "urlencoded"])
def test_texts_that_are_not_utf8(emulator: Emulator, where: str) -> None:
    """Names and texts in GBK are an encoding error wherever they stand."""
    word = "照片".encode("gbk")
    query = {"query name": "%D5%D5=1", "query value": "x=%D5%D5"}.get(where, "")
    named = b'Content-Disposition: form-data; name="%s"\r\n\r\n' % word
    parts = {"form name": named, "form value": text_part("x", word)}
    body = multipart(*CREDENTIALS, *([parts[where]] if where in parts else []))
    if where == "urlencoded":
        reply = send(emulator.wsgi, b"image_one_url=%D5%D5", "application/x-www-form-urlencoded")
    else:
        reply = send(emulator.wsgi, body, "multipart/form-data; boundary=b", path=PATH, query=query)
    assert reply.verdict == (400, "ENCODING_ERROR", None)


@pytest.mark.parametrize("text", ["false", "", "1", "yes", "绿"])
def test_odd_auto_rotate(emulator: Emulator, text: str) -> None:
    """Any text is taken for auto_rotate, and none but true switches it on."""
    sideways = scene(1, turn=90).make()
    assert compare(emulator, GOOD, sideways, image_two_auto_rotate=text).json["status"] == "NO_FACE_DETECTED"
    assert compare(emulator, GOOD, GOOD, image_two_auto_rotate=text).json["status"] == "OK"
