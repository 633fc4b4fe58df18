"""What every test may ask for."""

import pytest
from hypothesis import settings

# What these assert is told in full, as if it stood in a test.
pytest.register_assert_rewrite("tests.chat", "tests.street")
pytest_plugins = ("tests.databases",)
# A busy machine is no fault of what is tested.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
