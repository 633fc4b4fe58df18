"""What every test may ask for."""

from hypothesis import settings

pytest_plugins = ("tests.databases",)
# A busy machine is no fault of what is tested.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
