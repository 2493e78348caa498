"""What a caller of the endpoint can act upon, one class for each situation.

``LinkfaceError``
    ``NoAnswer``: nothing came back, or it broke off.
    ``UndocumentedAnswer``: something came back that the manual does not know.
    ``Refused``: one of the seventeen documented errors, each with a class of its own.
"""

from __future__ import annotations


class LinkfaceError(Exception):
    """Whatever keeps a comparison from being made."""


class NoAnswer(LinkfaceError):
    """No complete answer came: the connection failed, or time ran out."""


class UndocumentedAnswer(LinkfaceError):
    """The answer is none that the manual documents; often a proxy's page instead of the service's JSON."""

    def __init__(self, http_code: int, excerpt: str) -> None:
        super().__init__(http_code, excerpt)
        self.http_code = http_code
        self.excerpt = excerpt

    def __str__(self) -> str:
        return f"HTTP {self.http_code} with a body that the manual does not document: {self.excerpt}"


class Refused(LinkfaceError):
    """The service answered with a documented error (manual, lines 91 to 107)."""

    def __init__(
        self,
        status: str,
        http_code: int,
        *,
        image: str | None = None,
        reason: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(status, http_code)
        self.status = status
        self.http_code = http_code
        self.image = image
        """What the answer calls the picture that is at fault."""
        self.reason = reason
        """The service's free text, for people."""
        self.request_id = request_id
        """Quote it when asking the service's support."""

    def __str__(self) -> str:
        details = {"image": self.image, "reason": self.reason, "request_id": self.request_id}
        said = "".join(f", {name} {value:.200}" for name, value in details.items() if value)
        return f"{self.http_code} {self.status}{said}"

    @property
    def side(self) -> str | None:
        """``one`` or ``two`` where ``image`` spells the side by its parameter's prefix, else None."""
        for side in ("one", "two"):
            if (self.image or "").lower().startswith(f"image_{side}"):
                return side
        return None


class EncodingError(Refused):
    """A parameter was not UTF-8."""


class DownloadTimeout(Refused):
    """The url did not answer in time."""


class DownloadError(Refused):
    """The url yielded no file."""


class ImageFileSizeTooBig(Refused):
    """The picture has more than 5 MB."""


class ImageIdNotExist(Refused):
    """The id leads to no picture."""


class NoFaceDetected(Refused):
    """The picture shows no face."""


class TooManyFaces(Refused):
    """The picture shows more than four faces."""


class CorruptImage(Refused):
    """The file is no picture, or a damaged one."""


class InvalidImageFormatOrSize(Refused):
    """The picture has a format, width or height that is not allowed."""


class InvalidArgument(Refused):
    """The parameters were wrong; ``reason`` says how."""


class Unauthorized(Refused):
    """The account or its secret is wrong."""


class KeyExpired(Refused):
    """The account has expired; ``reason`` says when."""


class RateLimitExceeded(Refused):
    """Too many calls at once: wait, then ask again."""


class NoPermission(Refused):
    """The account may not call this endpoint."""


class OutOfQuota(Refused):
    """The account's calls are used up: asking again does not help."""


class NotFound(Refused):
    """The path is wrong."""


class InternalError(Refused):
    """The service itself failed."""


def _snake(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name).lstrip("_")


BY_STATUS: dict[str, type[Refused]] = {_snake(kind.__name__): kind for kind in Refused.__subclasses__()}
"""The class of each documented error."""
