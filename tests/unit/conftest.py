"""Unit tests reach nothing outside: a socket that is opened is a failure."""

import pytest


@pytest.fixture(autouse=True)
def _no_network(socket_disabled):
    """From pytest-socket."""
