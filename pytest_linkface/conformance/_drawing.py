"""Hypothesis as a source of questions: so many examples of a seed, none kept on disk, and a bounded way to shrink."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from pytest_linkface.conformance._case import NotExercised

SHRINKING = 30
"""Further calls at most that making a finding smaller may cost."""


@contextmanager
def _elsewhere() -> Iterator[None]:
    """Let Hypothesis keep what it notes of modules in a folder that goes away, and not in the user's project."""
    from hypothesis import configuration

    usual = getattr(configuration, "__hypothesis_home_directory", None)
    with TemporaryDirectory(prefix="linkface-drawn-") as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(usual)


class Found(Exception):
    """An example shows a fault."""


class Drawing:
    """Asks the examples of a strategy until one shows a fault, then smaller ones that show it too.

    What an example showed is remembered, so that Hypothesis's repetitions cost no calls and never contradict
    each other: a fault that comes and goes is told by asking the case again, not by an exception in here.
    """

    def __init__(self, *, seed: int, examples: int, spent: Callable[[], int]) -> None:
        self._seed = seed
        self._examples = examples
        self._spent = spent
        self._known: dict[str, bool] = {}
        self._end: int | None = None
        """The number of calls at which shrinking ends."""
        self._stopped: NotExercised | None = None

    def smallest(self, strategy: Any, shows_a_fault: Callable[[Any], bool]) -> Any:
        """The smallest example found that shows a fault; None where none of so many does.

        Raises:
            NotExercised: one could not be asked, so that the others were not either.
        """
        import hypothesis  # it takes most of a second, and is asked for by the largest effort alone

        smallest: list[Any] = []

        def ask(example: Any) -> None:
            if self._shows(example, shows_a_fault):
                smallest[:] = [example]
                raise Found

        settings = hypothesis.settings(
            max_examples=2 * self._examples,  # some come twice, and are asked once
            database=None,
            deadline=None,
            derandomize=False,
            print_blob=False,
            report_multiple_bugs=False,
            verbosity=hypothesis.Verbosity.quiet,
            phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
            suppress_health_check=tuple(hypothesis.HealthCheck),
        )
        given: Any = hypothesis.given(strategy)(ask)  # type: ignore[no-untyped-call]  # the drawn strategy is Any
        asked = hypothesis.seed(self._seed)(settings(given))
        try:
            with _elsewhere():
                asked()
        except Found:
            return smallest[0]
        if self._stopped is not None:
            raise self._stopped
        return None

    def _shows(self, example: Any, shows_a_fault: Callable[[Any], bool]) -> bool:
        key = repr(example)
        if key in self._known:
            return self._known[key]
        enough = len(self._known) >= self._examples if self._end is None else self._spent() >= self._end
        if enough or self._stopped is not None:
            return False
        try:
            self._known[key] = shows_a_fault(example)
        except NotExercised as missing:
            self._stopped = missing
            return False
        if self._known[key] and self._end is None:
            self._end = self._spent() + SHRINKING
        return self._known[key]
