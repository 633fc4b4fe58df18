"""The program: it wires the other packages together, talks to LINE and provides the commands."""

__version__ = "0.1.0"
