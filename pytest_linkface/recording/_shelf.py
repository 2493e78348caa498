"""All cassettes below a folder at once, for whoever asks: no test, no order, no end."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from pytest_linkface.exchange import Answer
from pytest_linkface.recording._asked import Asked
from pytest_linkface.recording._cassette import Cassette
from pytest_linkface.recording._errors import CassetteError, NeverRecorded
from pytest_linkface.recording._folder import STAGE, read_file
from pytest_linkface.recording._nearest import explanation
from pytest_linkface.redaction import Redactor


class Shelf:
    """Answers requests from every cassette in a folder and below; equal calls get their answers in turn, for ever.

    Raises:
        CassetteError: there is no file, or one of them cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*.json") if STAGE not in path.parts)
        self.cassettes: tuple[Cassette, ...] = tuple(map(read_file, paths))
        if not self.cassettes:
            raise CassetteError(f"no cassettes in {folder}")
        self._answers: defaultdict[str, list[Answer]] = defaultdict(list)
        for one in self.cassettes:
            self._answers[one.call.key].append(one.answer)
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def reply(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer to a request; names of headers in lower case.

        Raises:
            NeverRecorded: there is none; the text tells the nearest.
            UnreadableRequest: its body is no form.
        """
        asked = Asked.read(method, url, headers.get("content-type", ""), body)
        answers = self._answers.get(asked.key)
        if not answers:
            told = explanation(asked.described(), self.cassettes)
            redact = Redactor(secret for secret in asked.secrets.values() if secret)
            raise NeverRecorded(redact(f"{asked.method} {asked.path} was never recorded.\n{told}"))
        with self._lock:
            turn = self._asked[asked.key]
            self._asked[asked.key] += 1
        return answers[turn % len(answers)]
