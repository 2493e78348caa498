"""Where every door brings its requests: each goes to its namespace, to the endpoint, the control or the page there."""

from __future__ import annotations

import re
import threading

from pytest_linkface.emulator._answer import RefusalError
from pytest_linkface.emulator._control import PREFIX, Control, Refused
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._intake import Intake
from pytest_linkface.emulator._namespace import Making, Namespace
from pytest_linkface.emulator._page import Page, is_page
from pytest_linkface.emulator._reply import Incoming, Reply

DEFAULT = "default"
HEADER = "linkface-emulator-namespace"
PARAMETER = b"_namespace"
INSIDE = re.compile(rb"/_emulator/in/([^/]*)(/.*)")
MAX_NAMESPACES = 64
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Front:
    """Takes requests in. Namespaces are made when somebody first names them."""

    def __init__(self, make: Making) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._namespaces: dict[str, Namespace] = {DEFAULT: make(DEFAULT)}

    def namespace(self, name: str = DEFAULT) -> Namespace:
        """The namespace of this name; ValueError for a name that cannot be one, or one too many."""
        if (known := self._namespaces.get(name)) is not None:
            return known
        if not _NAME.fullmatch(name):
            raise ValueError("a namespace has a name of up to 64 letters, digits, _ and -")
        with self._lock:
            if name not in self._namespaces:
                if len(self._namespaces) >= MAX_NAMESPACES:
                    raise ValueError(f"more than {MAX_NAMESPACES} namespaces")
                self._namespaces[name] = self._make(name)
            return self._namespaces[name]

    def incoming(self, head: Head) -> Incoming:
        """Take a request in: control is off, and whoever asks for it asks for a path that does not exist."""
        namespace = self.namespace()
        return Page(namespace, head, has_control=False) if is_page(head) else Intake(namespace, head)

    def refuse(self, refusal: RefusalError) -> Reply:
        """The reply to what did not even become a request."""
        return self.namespace().refuse(refusal)


class ControlledFront(Front):
    """Takes requests in, of several testers, who may control what they will be answered."""

    def incoming(self, head: Head) -> Incoming:
        """Take a request in, for whom it is meant."""
        name, head = _addressed(head)
        if head.path.startswith(PREFIX) and head.field("origin"):
            return Refused(403, "a page of a browser may not control the emulator")
        try:
            namespace = self.namespace(name)
        except ValueError as error:
            return Refused(400, str(error))
        if head.path.startswith(PREFIX):
            return Control(namespace, head)
        return Page(namespace, head, has_control=True) if is_page(head) else Intake(namespace, head)


def _addressed(head: Head) -> tuple[str, Head]:
    """The namespace that a request names, by its path, a header or a parameter, and the request without the path's."""
    if inside := INSIDE.fullmatch(head.path):
        return inside[1].decode("latin-1"), head._replace(path=inside[2])
    if name := head.field(HEADER):
        return name, head
    if PARAMETER not in head.query:
        return DEFAULT, head
    try:
        named = [value for key, value in head.pairs() if key == PARAMETER]
    except ValueError:
        named = []
    return named[0].decode("latin-1") if named else DEFAULT, head
