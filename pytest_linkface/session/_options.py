"""From options and environment to a target."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from pytest_linkface.client import Client
from pytest_linkface.conformance import SPECIAL_ACCOUNTS, Target, name_of
from pytest_linkface.contract import HOST
from pytest_linkface.exchange import Account
from pytest_linkface.session._run import Run

_LAST_PORT = 65535


def run_of(config: pytest.Config) -> Run:
    """The object that runs the suite.

    Raises:
        pytest.UsageError: options or environment lack something; the text says what.
    """
    target = given_target(config)
    if target is None:
        _need_the_emulator()
    return Run(config, target)


def _need_the_emulator() -> None:
    try:
        from pytest_linkface.emulator import load_detector

        load_detector()
    except ImportError as error:
        raise pytest.UsageError(f"--linkface-contract: {error}") from None


def given_target(config: pytest.Config) -> Target | None:
    """The server that the options name; None where they name none.

    Raises:
        pytest.UsageError: options or environment lack something; the text says what.
    """
    option = config.option
    url = HOST if option.linkface_live and option.linkface_url is None else option.linkface_url
    return None if url is None else target_at(url, option, os.environ)


@contextmanager
def target_of(config: pytest.Config) -> Iterator[Target]:
    """The run's target; without one, an emulator that lives as long as this is entered."""
    run = config.pluginmanager.get_plugin("linkface-run")
    if run is not None:
        yield run.target
        return
    from pytest_linkface.session._embedded import embedded

    with embedded() as target:
        yield target


@contextmanager
def client_of(config: pytest.Config) -> Iterator[Client]:
    """A client of the run's target."""
    with target_of(config) as target:
        account = target.account
        with Client(target.url, account.id, account.secret, timeout=target.timeout) as client:
            yield client


def target_at(url: str, option: argparse.Namespace, environment: Mapping[str, str]) -> Target:
    """The server at an address, with the accounts that the environment has.

    Raises:
        pytest.UsageError: address or environment lack something; the text says what.
    """
    _port("--linkface-url", url)
    return Target(
        name_of(url), url.rstrip("/"), _account(environment, url), _special(environment),
        timeout=option.linkface_timeout, image_host=option.linkface_image_host,
        image_listen=_listen(option.linkface_image_host, option.linkface_image_listen),
    )  # fmt: skip


def _port(option: str, address: str) -> int:
    """The port of an address that is fit to be asked; the text is never repeated, for it may hold a password."""
    expected = f"{option}: expected http://HOST[:PORT] or https://..., no credentials, no query"
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise pytest.UsageError(expected) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or any(mark in address for mark in "@?#"):
        raise pytest.UsageError(expected)
    return port


def _account(environment: Mapping[str, str], url: str) -> Account:
    account = Account(environment.get("LINKFACE_API_ID", ""), environment.get("LINKFACE_API_SECRET", ""))
    if account.id and account.secret:
        return account
    given = {"LINKFACE_API_ID": account.id, "LINKFACE_API_SECRET": account.secret}
    missing = [name for name, value in given.items() if not value]
    raise pytest.UsageError(
        f"no credentials for {url}: set {' and '.join(missing)} in the environment, "
        "or use --linkface-contract, which needs none"
    )


def _special(environment: Mapping[str, str]) -> dict[str, Account]:
    found = {}
    for status in SPECIAL_ACCOUNTS:
        variable = f"LINKFACE_ACCOUNT_{status}"
        api_id, colon, secret = environment.get(variable, "").partition(":")
        if colon and api_id and secret:
            found[status] = Account(api_id, secret, f"${{{variable}%%:*}}", f"${{{variable}#*:}}")
        elif api_id or colon:
            raise pytest.UsageError(f"{variable}: expected id:secret")
    return found


def _listen(address: str | None, listen: str | None) -> tuple[str, int] | None:
    if address is None:
        if listen:
            raise pytest.UsageError("--linkface-image-listen needs --linkface-image-host")
        return None
    host, _, port = (listen or f"0.0.0.0:{_port('--linkface-image-host', address)}").rpartition(":")
    if not port.isdecimal() or int(port) > _LAST_PORT:
        raise pytest.UsageError("--linkface-image-listen: expected HOST:PORT")
    return host, int(port)
