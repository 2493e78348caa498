"""Faults in the ids under which pictures are kept."""

from ._behaviour import Behaviour, Store
from ._fault import Body, Fault, edited, of, put, success, table, without
from ._terms import Side


class LastKept(Store):
    """Remembers the picture that was kept last."""

    def __init__(self) -> None:
        super().__init__()
        self._last = b""

    def put(self, side: Side, data: bytes) -> str:
        """Keep a picture, and remember it."""
        self._last = data
        return super().put(side, data)


class _OneStore(LastKept):
    """Leads every known id to the picture that was kept last."""

    def get(self, side: Side, key: str) -> bytes | None:
        return self._last if super().get(side, key) is not None else None


class _AnyStore(_OneStore):
    """Leads even unknown ids to the picture that was kept last."""

    def get(self, side: Side, key: str) -> bytes | None:  # noqa: ARG002 - whatever is asked for
        return self._last or None


class _OnceStore(Store):
    """Forgets a picture when it is asked for."""

    def get(self, side: Side, key: str) -> bytes | None:  # noqa: ARG002 - of either side
        with self._lock:
            return self._kept.pop(key, None)


class _SlotStore(Store):
    """Finds an id on the side only where it was given."""

    def __init__(self) -> None:
        super().__init__()
        self._sides: dict[str, Side] = {}

    def put(self, side: Side, data: bytes) -> str:
        key = super().put(side, data)
        self._sides[key] = side
        return key

    def get(self, side: Side, key: str) -> bytes | None:
        return super().get(side, key) if self._sides.get(key) == side else None


class _LosingStore(Store):
    """Gives ids and keeps nothing."""

    losing: tuple[Side, ...] = ("one", "two")

    def put(self, side: Side, data: bytes) -> str:
        return self.name(side, data) if side in self.losing else super().put(side, data)


class _LosingTwo(_LosingStore):
    losing = ("two",)


class _CutStore(Store):
    """Keeps the first half of each picture."""

    def put(self, side: Side, data: bytes) -> str:
        return super().put(side, data[: len(data) // 2])


class _NamingStore(Store):
    """Names all pictures of a side alike, so that each takes the place of the one before."""

    def name(self, side: Side, data: bytes) -> str:  # noqa: ARG002 - for all pictures the same
        return f"{side}{0:031x}"


def _same_id_both(body: Body) -> None:
    if "image_one" in body and "image_two" in body:
        body["image_two"] = {"image_two_id": body["image_one"]["image_one_id"]}


_UNKNOWN = of("IMAGE_ID_NOT_EXIST")

FAULTS: list[Fault] = [
    *table(
        "an id leads to its picture, on either side, as often as wanted",
        27,
        "LF-SRC-ID LF-SRC-ALIKE",
        {
            "id-of-one-ignored": without("image_one_id"),
            "id-of-two-ignored": without("image_two_id"),
            "ids-lead-to-the-last": Behaviour(store=_OneStore()),
            "ids-usable-once": Behaviour(store=_OnceStore()),
            "ids-usable-in-their-slot": Behaviour(store=_SlotStore()),
            "ids-forgotten": Behaviour(store=_LosingStore()),
            "ids-of-two-forgotten": Behaviour(store=_LosingTwo()),
            "ids-keep-half-the-picture": Behaviour(store=_CutStore()),
            "ids-constant-per-side": Behaviour(store=_NamingStore()),
            "ids-equal-on-both-sides": edited(success, _same_id_both),
        },
    ),
    *table(
        "an unknown id is IMAGE_ID_NOT_EXIST",
        95,
        "LF-ERR-IMAGE-ID-NOT-EXIST",
        {
            "unknown-id-answered-ok": Behaviour(store=_AnyStore()),
            "unknown-id-fails": edited(_UNKNOWN, put(status="INTERNAL_ERROR"), code=500),
            "unknown-id-taken-for-corrupt": edited(_UNKNOWN, put(status="CORRUPT_IMAGE")),
        },
    ),
]
