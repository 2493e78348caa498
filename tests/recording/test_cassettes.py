"""A cassette's file: small, readable, held to its schema and its checksum, and good for the very same answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_linkface import images
from pytest_linkface.contract import validator
from pytest_linkface.exchange import Answer
from pytest_linkface.recording import Cassette, UnreadableCassette, read_cassette
from tests.recording._calls import JSON, ORIGIN, PICTURES, answer, asked, matched

CASSETTE = Cassette(asked().described(), 1, matched(), ORIGIN)
TEXT = CASSETTE.as_text()


def test_a_cassette_is_read_as_it_was_written() -> None:
    """Call, number, answer and origin come back."""
    assert read_cassette(TEXT, CASSETTE.file_name) == CASSETTE


@given(
    body=st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(str.encode),
        st.builds(
            lambda value, options: json.dumps(value, **options).encode(),
            st.recursive(
                st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
                max_leaves=6,
            ),
            st.sampled_from([{}, {"separators": (",", ":")}, {"indent": 2}, {"indent": 4}, {"indent": 3}]),
        ),
    ),
)
def test_every_body_comes_back_byte_by_byte(body: bytes) -> None:
    """JSON in any style, other text and other bytes are the same after a cassette; the file itself is strict JSON."""
    kept = Cassette(asked().described(), 1, Answer(200, JSON, body), ORIGIN)
    text = kept.as_text()
    json.loads(text, parse_constant=pytest.fail)
    assert validator("cassette").is_valid(json.loads(text))
    assert read_cassette(text, kept.file_name).answer.body == body


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("style", [{}, {"separators": (",", ":")}, {"indent": 2}, {"indent": 4}], ids=str)
def test_json_in_a_usual_style_is_kept_as_json(style: dict[str, Any], ascii_only: bool) -> None:
    """What a service writes compactly, spaced or indented, escaped or not, can be read and compared in a diff."""
    value = {"reason": "参数错误", "confidences": [[0.5]]}
    body = json.dumps(value, ensure_ascii=ascii_only, **style).encode()
    kept = Cassette(asked().described(), 1, Answer(200, JSON, body), ORIGIN)
    assert json.loads(kept.as_text())["answer"]["json"] == value
    assert read_cassette(kept.as_text(), kept.file_name).answer.body == body


@pytest.mark.parametrize("body", [b'{"a":1,"a":2}', b'{"a": 1.0e0}', b'{"a":1}\n', b'{"a":NaN}', b"[" * 100_000])
def test_json_that_would_change_is_kept_as_lines(body: bytes) -> None:
    """JSON that Python would not write again as it was is kept as text."""
    kept = Cassette(asked().described(), 1, Answer(200, JSON, body), ORIGIN)
    assert "lines" in json.loads(kept.as_text())["answer"]
    assert read_cassette(kept.as_text(), kept.file_name).answer.body == body


def test_two_pictures_of_5_mb_are_less_than_2_kb() -> None:
    """A cassette's size does not depend on that of the pictures; with four faces each it stays under 2 KB."""
    pictures = [images.padded(images.flat(4000, 3000, format="JPEG"), 5 * 1024 * 1024).make()] * 2
    parts = [(name, content, "p.jpg") for (name, _, _), content in zip(PICTURES, pictures, strict=True)]
    score = 0.99302458763
    ids: dict[str, Any] = {f"image_{side}": {f"image_{side}_id": "0" * 32} for side in ("one", "two")}
    given = answer(confidences=[[score] * 4] * 4, max_confidence=score, request_id=f"TID{'0' * 32}", **ids)
    text = Cassette(asked(parts).described(), 1, given, ORIGIN).as_text()
    assert len(text.encode()) < 2000
    picture = json.loads(text)["call"]["entries"][0]["picture"]
    assert picture == {"format": "JPEG", "width": 4000, "height": 3000}


def test_the_schema_holds_cassettes() -> None:
    """schemas/cassette.json takes ours, and neither bytes, nor credentials, nor what it does not know."""
    document = json.loads(TEXT)
    assert validator("cassette").is_valid(document)
    for wrong in (
        document | {"body": "x"},
        document | {"version": 2},
        document | {"call": document["call"] | {"credentials": {"api_id": "me", "api_secret": "absent"}}},
        document | {"answer": {**document["answer"], "lines": []}},
    ):
        assert not validator("cassette").is_valid(wrong)


def test_a_cassette_cut_off_anywhere_is_refused() -> None:
    """No beginning of a file passes for the file, but for one without its last line end."""
    for size in range(len(TEXT) - 1):
        with pytest.raises(UnreadableCassette):
            read_cassette(TEXT[:size], CASSETTE.file_name)


def edits() -> list[Callable[[dict[str, Any]], Any]]:
    """Changes to a document that leave it well-formed."""
    return [
        lambda told: told["answer"].update(http_code=400),
        lambda told: told["answer"]["json"].update(max_confidence=0.6),
        lambda told: told["call"]["entries"][0].update(sha256="0" * 64),
        lambda told: told["recorded"].update(source="live!"),
        lambda told: told["call"].update(number=2),
        lambda told: told.pop("sha256"),
        lambda told: told.update(sha256="0" * 64),
        lambda told: told.pop("recorded"),
        lambda told: told.update(call=None),
    ]


@pytest.mark.parametrize("edit", edits())
def test_an_edited_cassette_is_refused(edit: Callable[[dict[str, Any]], Any]) -> None:
    """A value that was changed by hand is noticed by the checksum, before it is believed."""
    document = json.loads(TEXT)
    edit(document)
    with pytest.raises(UnreadableCassette, match="cut off or was edited"):
        read_cassette(json.dumps(document), CASSETTE.file_name)


def test_a_cassette_laid_out_anew_is_the_same() -> None:
    """Indentation and the order of keys are no edits: formatters may touch the file."""
    document = json.loads(TEXT)
    laid_out = json.dumps(dict(reversed(document.items())), indent="\t")
    assert read_cassette(laid_out, CASSETTE.file_name) == CASSETTE


@pytest.mark.parametrize(("version", "shown"), [(2, "version 2"), ("x" * 900, "version 'xxx"), (None, "version None")])
def test_another_version_is_refused(version: object, shown: str) -> None:
    """A cassette of a version that this kit does not know is not guessed at."""
    with pytest.raises(UnreadableCassette, match="reads version 1 only") as refused:
        read_cassette(json.dumps(json.loads(TEXT) | {"version": version}), CASSETTE.file_name)
    assert shown in str(refused.value)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize("text", ["[]", "null", "{}", '{"format": "vcr"}'])
def test_other_json_is_refused(text: str) -> None:
    """A file of another kind is told to be one."""
    with pytest.raises(UnreadableCassette, match="no cassette of this kit"):
        read_cassette(text, CASSETTE.file_name)


def test_a_renamed_cassette_is_refused() -> None:
    """A recording copied over that of another call is told by its name, and answers no other call."""
    with pytest.raises(UnreadableCassette, match=f"belongs into {CASSETTE.file_name}"):
        read_cassette(TEXT, "0123456789abcdef-1.json")
