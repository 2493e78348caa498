"""The endpoint as a method: pictures in, a comparison out, or the exception of the documented status."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import requests

from pytest_linkface.client._comparison import Comparison, decode
from pytest_linkface.client._transport import send
from pytest_linkface.contract import HOST
from pytest_linkface.exchange import Account, Call, ImageId, Placement, Source, Upload, Url
from pytest_linkface.redaction import Redactor

Image = Path | bytes | IO[bytes] | Url | ImageId
"""A side of a comparison: the first three are sent as a file."""

TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class _Settings:
    base_url: str
    account: Account
    timeout: float


class Client:
    """Asks one target with one account.

    Credentials travel in the form, where no server logs them.

    Args:
        base_url: The service's address without the path, such as ``https://cloudapi.linkface.cn``.
        api_id: The account.
        api_secret: Its secret.
        session: The ``requests`` session to use; by default one of its own, closed with the client.
        timeout: Seconds that a whole answer may take.
    """

    def __init__(
        self,
        base_url: str = HOST,
        api_id: str = "",
        api_secret: str = "",
        session: requests.Session | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._settings = _Settings(base_url, Account(api_id, api_secret), timeout)
        self._session = session or requests.Session()
        self._redact = Redactor([api_id, api_secret])

    @property
    def base_url(self) -> str:
        """The address that is asked, without the path."""
        return self._settings.base_url

    def compare_faces_in_two_images(
        self,
        image_one: Image,
        image_two: Image,
        *,
        image_one_auto_rotate: bool | None = None,
        image_two_auto_rotate: bool | None = None,
    ) -> Comparison:
        """Compare every face of image one with every face of image two (manual, line 7).

        Args:
            image_one: A path, bytes or an open binary file to upload, a ``Url`` or an ``ImageId``.
            image_two: Likewise.
            image_one_auto_rotate: Find faces however the first picture is turned; not sent when None.
            image_two_auto_rotate: Likewise for the second.

        Raises:
            Refused: One of the documented errors, as the class of its status.
            UndocumentedAnswer: An answer that the manual does not know.
            NoAnswer: No complete answer within the time.
        """
        __tracebackhide__ = True
        turns = {"image_one_auto_rotate": image_one_auto_rotate, "image_two_auto_rotate": image_two_auto_rotate}
        call = Call(
            (source_of(image_one),),
            (source_of(image_two),),
            self._settings.account.fields,
            Placement.FORM,
            tuple((name, str(turn).lower()) for name, turn in turns.items() if turn is not None),
        )
        answer = send(self._session, call, self._settings.base_url, timeout=self._settings.timeout)
        return decode(answer, redact=self._redact)

    def close(self) -> None:
        """Close the session's connections."""
        self._session.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self._settings.base_url!r})"


def source_of(image: Image) -> Source:
    """How a side of a comparison is sent.

    Raises:
        TypeError: it is none of the five; a text is refused, since it could be a path, a url or an id.
    """
    if isinstance(image, Url | ImageId):
        return image
    if isinstance(image, Path):
        return _upload(image.read_bytes(), image.name)
    if isinstance(image, bytes | bytearray | memoryview):
        return _upload(bytes(image), "picture")
    if hasattr(image, "read"):
        return _upload(image.read(), Path(str(getattr(image, "name", "picture"))).name)
    raise TypeError(f"a picture is a Path, bytes, an open binary file, Url(...) or ImageId(...), not {image!r:.80}")


def _upload(data: object, file_name: str) -> Upload:
    if not isinstance(data, bytes):
        raise TypeError(f"the file {file_name!r} is open as text; open it in mode 'rb'")
    digest = hashlib.sha256(data).hexdigest()[:12]
    return Upload(lambda: data, f"{len(data):,} bytes, sha256 {digest}…", file_name)
