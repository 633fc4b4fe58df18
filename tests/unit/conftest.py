"""Unit tests use no network: opening a socket fails the test."""

import pytest


@pytest.fixture(autouse=True)
def _no_network(socket_disabled):
    """From pytest-socket."""
