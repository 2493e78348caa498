"""New recordings of one test: kept while it runs, compared with the old ones, put into place when it passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._asked import Described
from pytest_linkface.recording._cassette import Cassette, Origin
from pytest_linkface.recording._divergence import divergence
from pytest_linkface.recording._drift import drift
from pytest_linkface.recording._errors import UnexpectedRefusal
from pytest_linkface.recording._folder import Folder
from pytest_linkface.recording._sealing import seal


class Recorder:
    """Takes the answers of one test, one at a time.

    ``replaced`` are the recordings that the new ones stand for; none where new ones are only added.
    """

    def __init__(self, folder: Folder, origin: Callable[[], Origin], replaced: Sequence[Cassette] = ()) -> None:
        self._folder = folder
        self._origin = origin
        self._replaced = {one.file_name: one for one in replaced}
        self._kept: dict[str, Cassette] = {}
        self.said: list[str] = []
        """Drift, and what diverges from the manual."""

    def take(self, call: Described, number: int, answer: Answer, secrets: Iterable[str]) -> None:
        """Write a new interaction to the disk, to stay if the test passes."""
        self.keep(Cassette(call, number, answer, self._origin()), secrets)

    def keep(self, cassette: Cassette, secrets: Iterable[str]) -> None:
        """Write an interaction that was recorded earlier, by a run that was killed."""
        sealed, text = seal(cassette, secrets)
        self._folder.keep(sealed, text)
        self._kept[sealed.file_name] = sealed
        problem = divergence(sealed.answer)
        if problem:
            self.said.append(f"{sealed.file_name} {sealed.answer.summary():.120} is not as documented: {problem}")

    def last_number(self, key: str) -> int:
        """How many answers to this call were recorded in this run; 0 when none."""
        return max((one.number for one in self._kept.values() if one.call.key == key), default=0)

    def promote(self, expected: Iterable[str] = ()) -> None:
        """Put the new recordings into their places; the replaced ones that were not asked for again go.

        Raises:
            UnexpectedRefusal: a refusal that was not expected would take the place of a good answer. Nothing changes.
        """
        for one in self._kept.values():
            self._check(one, set(expected))
        self.said += self._drift()
        gone = self._replaced.keys() - self._kept.keys() if self._kept else ()
        self._folder.promote(gone)

    def _check(self, new: Cassette, expected: set[str]) -> None:
        code = new.answer.http_code
        if not self._replaced or not _is_refusal(code) or new.answer.status in expected:
            return
        old = self._replaced.get(new.file_name)
        known = {old.answer.http_code} if old else {one.answer.http_code for one in self._replaced.values()}
        if code not in known:
            before = f"{old.answer.summary():.120} is recorded" if old else "no such answer is recorded"
            raise UnexpectedRefusal(
                f"{new.answer.summary():.160} came where {before} ({new.file_name}). No recording of this test was "
                f'changed. If it is right, mark the test: @pytest.mark.linkface_expects("{new.answer.status}")'
            )

    def _drift(self) -> list[str]:
        if not self._replaced:
            return []
        lines = [f"{name} is no longer asked for: removed" for name in self._replaced.keys() - self._kept.keys()]
        for name, new in self._kept.items():
            old = self._replaced.get(name)
            changes = drift(old.answer, new.answer) if old else ("is a new call",)
            lines += [f"{name} {change}" for change in changes]
        return sorted(lines) if self._kept else []


def _is_refusal(http_code: int) -> bool:
    """An answer that tells of the account or of the server's health, and not of the pictures."""
    return http_code in (401, 403, 429) or http_code >= 500
