"""The script of a text that the office cannot be expected to read."""

from domain.language.script import FOREIGN, script_of

HELPED = ("burmese", "lao", "khmer")
"""Scripts in which words/foreign.toml has instructions: those of the neighbouring countries."""


def script_in(text: str) -> str | None:
    """Return the script of a text if the office cannot be expected to read it; else None."""
    script = script_of(text)
    return script if script in FOREIGN else None
