"""The program that runs: everything above the rest of the house, put together."""

__version__ = "0.1.0"
