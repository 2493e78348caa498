"""Whole calls, valid or with exactly one fault, each with the outcomes that the manual documents for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import strategies as st

from pytest_linkface.contract import ABOVE_PX, FORMATS, MAX_FACES, MAX_PX, PATH, SIDES, error_clause
from pytest_linkface.exchange import Account, Call, ImageId, Placement, Source, Upload
from pytest_linkface.images import Picture, scene
from pytest_linkface.strategies._accounts import IN_ORDER, Caller, accounts, faulty_accounts
from pytest_linkface.strategies._faulty import corrupt, crowds, too_heavy, too_large, too_small, unsupported
from pytest_linkface.strategies._recipe import recipe
from pytest_linkface.strategies._valid import images, landscapes, lying, turned

Shown = Picture | ImageId | None
"""A side of a call: a picture that is uploaded, an id, or nothing."""

_TOLD = ("JPEG", "TIFF", "PNG")  # formats that have a place for an EXIF orientation
_HEX = "0123456789abcdef"
_GBK = "照片".encode("gbk")  # bytes that are no UTF-8
_NO_SIDE = ((None, "INVALID_ARGUMENT"), (ImageId(_GBK), "ENCODING_ERROR"))
_TURNS = tuple(
    tuple((side, text) for side, text in zip(SIDES, texts, strict=True) if text)
    for texts in product(("", "false", "true"), repeat=len(SIDES))
)
_PATHS = (PATH[:-1], PATH + "s", "/no/such/path")


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """One call as what its maker knows of it: its sides, its caller, and what has to come of it."""

    one: Shown
    two: Shown
    caller: Caller = IN_ORDER
    auto_rotate: tuple[tuple[str, str], ...] = ()
    """Side to the text that is sent."""
    path: str = PATH
    statuses: tuple[str, ...] = ("OK",)
    """The documented outcomes, the plainest first."""
    side: str | None = None
    """The side whose picture is at fault."""

    @property
    def shape(self) -> tuple[int, int] | None:
        """Faces of image one, faces of image two; None where no matrix has to come."""
        if isinstance(self.one, Picture) and isinstance(self.two, Picture) and self.statuses == ("OK",):
            return self.one.faces, self.two.faces
        return None

    @property
    def expected(self) -> dict[str, Any]:
        """The arguments of ``checks.Expectation``."""
        clause = "LF-CALL-ENDPOINT" if self.statuses == ("OK",) else error_clause(self.statuses[0])
        return {"clause": clause, "statuses": self.statuses, "side": self.side, "shape": self.shape}

    def call(self, account: Account, special: Mapping[str, Account] | None = None) -> Call:
        """The call as this account makes it; ``special`` gives those in a special condition by their status."""
        return Call(
            _sources(self.one),
            _sources(self.two),
            self.caller.credentials(account, special),
            self.caller.placement,
            tuple((f"image_{side}_auto_rotate", text) for side, text in self.auto_rotate),
            self.path,
        )

    def __repr__(self) -> str:
        return recipe(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        del cycle
        printer.text(repr(self))


def _sources(shown: Shown) -> tuple[Source, ...]:
    if shown is None:
        return ()
    return (Upload.of(shown) if isinstance(shown, Picture) else shown,)


def calls(
    *,
    formats: Sequence[str] = FORMATS,
    above_px: int = ABOVE_PX,
    max_px: int = MAX_PX,
    max_faces: int = MAX_FACES,
    special: Sequence[str] = (),
) -> st.SearchStrategy[Asked]:
    """Calls by file that are answered 200 OK, and such with one fault: of a picture, of the caller, or of the request.

    ``special`` names the documented errors for which there is an account, such as ``KEY_EXPIRED``.
    """
    # The good side of a call with a fault is one of eight pictures, and so was mostly made before.
    walls = st.sampled_from(("studio", "plain"))
    person = st.builds(scene, format=st.just(formats[0]), background=walls, seed=st.integers(0, 3))
    bad = {
        ("INVALID_IMAGE_FORMAT_OR_SIZE",): too_small(formats=formats, above_px=above_px, max_px=max_px)
        | too_large(formats=formats, max_px=max_px),
        ("IMAGE_FILE_SIZE_TOO_BIG",): too_heavy(formats=formats),
        ("TOO_MANY_FACES",): crowds(formats=formats, max_faces=max_faces),
        ("NO_FACE_DETECTED",): landscapes(formats=formats, above_px=above_px, max_px=max_px),
        ("CORRUPT_IMAGE", "INVALID_IMAGE_FORMAT_OR_SIZE"): corrupt(formats=formats).filter(_is_something),
        ("INVALID_IMAGE_FORMAT_OR_SIZE", "CORRUPT_IMAGE"): unsupported(),
        ("IMAGE_ID_NOT_EXIST",): st.builds(ImageId, st.text(_HEX, min_size=32, max_size=32)),
    }
    sides = st.sampled_from(SIDES)
    blamed = [st.builds(_blamed, sides, shown, person, st.just(statuses)) for statuses, shown in bad.items()]
    return st.one_of(
        _plain(formats),  # first, and of the fewest choices: what everything shrinks to
        _valid(formats, max_px, max_faces),
        *blamed,
        st.builds(_of_caller, person, person, accounts(special=special) if special else faulty_accounts()),
        st.builds(Asked, person, person, path=st.sampled_from(_PATHS), statuses=st.just(("NOT_FOUND",))),
        st.builds(_unblamed, sides, person, st.sampled_from(_NO_SIDE)),
    )


def _plain(formats: Sequence[str]) -> st.SearchStrategy[Asked]:
    """Two pictures of a person each, whatever their format; they are upright, so that turning them changes nothing."""
    picture, placements = st.builds(scene, format=st.sampled_from(formats)), st.sampled_from(Placement)
    return st.builds(Asked, picture, picture, st.builds(Caller, placement=placements), st.sampled_from(_TURNS))


def _valid(formats: Sequence[str], max_px: int, max_faces: int) -> st.SearchStrategy[Asked]:
    """Two good pictures; one that lies on its side comes with the request to turn it."""
    good = images(formats=formats, max_px=max_px, max_faces=max_faces)
    plain = st.tuples(good, st.sampled_from(("", "false", "true")))
    parts = [plain, st.tuples(lying(formats=formats, max_faces=max_faces), st.just("true"))]
    if told := [name for name in formats if name in _TOLD]:
        parts.append(st.tuples(turned(formats=told, max_faces=max_faces), st.just("")))
    either = st.one_of(parts)
    return st.builds(_compared, either, either, st.builds(Caller, placement=st.sampled_from(Placement)))


def _compared(one: tuple[Picture, str], two: tuple[Picture, str], caller: Caller) -> Asked:
    turns = tuple((side, text) for side, (_, text) in zip(SIDES, (one, two), strict=True) if text)
    return Asked(one[0], two[0], caller, turns)


def _blamed(side: str, shown: Shown, other: Picture, statuses: tuple[str, ...]) -> Asked:
    one, two = (shown, other) if side == SIDES[0] else (other, shown)
    return Asked(one, two, statuses=statuses, side=side)


def _unblamed(side: str, other: Picture, fault: tuple[Shown, str]) -> Asked:
    shown, status = fault
    one, two = (shown, other) if side == SIDES[0] else (other, shown)
    return Asked(one, two, statuses=(status,))


def _of_caller(one: Picture, two: Picture, caller: Caller) -> Asked:
    return Asked(one, two, caller, statuses=caller.statuses)


def _is_something(picture: Picture) -> bool:
    """Whether there is a byte: a service may take an empty file for none."""
    return not picture.recipe.endswith(("empty()", ", 0)", ", 0.0)"))
