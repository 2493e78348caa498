"""Asking the endpoint: one method, and what it returns or raises."""

from pytest_linkface.client._client import TIMEOUT, Client, Image
from pytest_linkface.client._comparison import Comparison, decode
from pytest_linkface.client._curl import Kept, curl_line, picture_lines, suffix_of
from pytest_linkface.client._transport import is_loopback, prepare, send
from pytest_linkface.exchange import ImageId, Url

__all__ = [
    "TIMEOUT",
    "Client",
    "Comparison",
    "Image",
    "ImageId",
    "Kept",
    "Url",
    "curl_line",
    "decode",
    "is_loopback",
    "picture_lines",
    "prepare",
    "send",
    "suffix_of",
]
