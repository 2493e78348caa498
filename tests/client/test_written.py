"""However a form is written, it says the same to whoever reads multipart/form-data."""

import pytest

from pytest_linkface import images
from pytest_linkface.client import curl_line
from pytest_linkface.client._transport import prepare
from pytest_linkface.exchange import Account, Call, Placement, Upload, Written
from tests.servers._asking import Ask
from tests.servers._one_thread import read

_ACCOUNT = Account("an-id", "a-secret")


def asked(written: Written) -> Ask:
    """A call of two files, a text and credentials in the form, as a reader finds it."""
    one, two = (Upload.of(images.flat(9, 9), file_name=name) for name in ("照片.png", "two.png"))
    extra = (("image_one_auto_rotate", "true"),)
    call = Call((one,), (two,), _ACCOUNT.fields, Placement.FORM, extra, written=written)
    request = prepare(call, "http://127.0.0.1:9").prepare()
    assert isinstance(request.body, bytes)
    return read("POST", request.path_url, dict(request.headers), request.body)


@pytest.mark.parametrize("written", Written)
def test_every_form_says_the_same(written: Written) -> None:
    """Texts and files arrive under their names, byte for byte."""
    found, usual = asked(written), asked(Written.USUAL)
    assert found.form == usual.form == {"api_id": b"an-id", "api_secret": b"a-secret", "image_one_auto_rotate": b"true"}
    assert {name: file.data for name, file in found.files.items()} == {
        "image_one_file": images.flat(9, 9).make(), "image_two_file": images.flat(9, 9).make(),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (Written.CREDENTIALS_LAST, "image_one_file image_two_file api_id api_secret image_one_auto_rotate"),
        (Written.TWO_FIRST, "image_one_auto_rotate image_two_file image_one_file api_secret api_id"),
    ],
)
def test_parts_come_in_the_order_that_is_named(written: Written, names: str) -> None:
    """That is what the form is for."""
    assert [part.name for part in asked(written).parts] == names.split()


def test_headers_are_what_the_form_says() -> None:
    """Types and encodings, small letters, quotes, and an expectation."""
    typed, small = asked(Written.TYPED).parts, asked(Written.SMALL).parts
    assert all({"Content-Type", "Content-Transfer-Encoding"} <= part.headers.keys() for part in typed)
    assert all(name == name.lower() for part in small for name in part.headers)
    assert 'boundary="' in asked(Written.QUOTED).headers["content-type"]
    assert asked(Written.EXPECTING).headers["expect"] == "100-continue"


def test_a_line_of_curl_says_where_it_differs() -> None:
    """curl cannot write every form; the line says how it was."""
    call = Call((), (), _ACCOUNT.fields, Placement.FORM, written=Written.QUOTED, shown=_ACCOUNT.shown)
    assert curl_line(call, "http://127.0.0.1:9").endswith("  # the form was written otherwise: the boundary in quotes")
    assert call.described() == {"(form)": "the boundary in quotes"}
