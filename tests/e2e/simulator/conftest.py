"""A pretend LINE without a bot."""

from collections.abc import Iterator

import pytest

from simulator.app import Server, running
from tests.e2e.simulator.calls import settings


@pytest.fixture
def line() -> Iterator[Server]:
    with running(settings()) as server:
        yield server
