"""A body in chunks is joined; every other transfer coding is refused, wherever its name would be sorted."""

import io

import pytest

from pytest_linkface.recording import UnreadableRequest
from pytest_linkface.recording._chunked import unchunked

BODY = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"


def test_chunks_are_joined_up_to_the_most() -> None:
    """A body of exactly as many bytes as are allowed is whole, and the next request is left in the file."""
    file = io.BytesIO(BODY + b"GET /")
    assert unchunked(file, "Chunked", most=5) == b"abcde"
    assert file.read() == b"GET /"
    with pytest.raises(UnreadableRequest, match="more than 4 bytes"):
        unchunked(io.BytesIO(BODY), "chunked", most=4)


@pytest.mark.parametrize("coding", ["", "br", "chunked, gzip", "gzip", "gzip, chunked", "identity"])
def test_another_coding_is_refused(coding: str) -> None:
    """Nothing is guessed of what was compressed or sent in a way that only its name tells."""
    with pytest.raises(UnreadableRequest, match="only transfer coding"):
        unchunked(io.BytesIO(BODY), coding, most=99)
