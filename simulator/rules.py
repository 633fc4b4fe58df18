"""Functions that build validation rules for JSON values.

A rule is called with a report, the path of a value and the value, and adds its problems to the report. A path is
a tuple of keys and indexes; `messages.py` formats it as LINE does.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from simulator.graphemes import graphemes, utf16_units

Path = tuple[str | int, ...]
Problem = tuple[Path, str]
Report = list[Problem]
Rule = Callable[[Report, Path, object], None]

SPECIFY = "must be specified"
INVALID = "invalid property"
NOT_EMPTY = "must be non-empty text"
BAD_URI = "invalid uri"
BAD_SCHEME = "invalid uri scheme"

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")


def text(most: int, *, least: int = 1, letters: bool = False) -> Rule:
    """A string of `least` to `most` UTF-16 units, or of graphemes if `letters` is set."""
    measure = graphemes if letters else utf16_units

    def rule(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, str):
            report.append((path, INVALID))
        elif not value and least:
            report.append((path, NOT_EMPTY))
        elif len(value) > most and measure(value) > most:
            report.append((path, f"must not be longer than {most} characters"))

    return rule


def matching(pattern: str, message: str = INVALID) -> Rule:
    """A string that matches a regular expression completely."""
    compiled = re.compile(pattern)

    def rule(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            report.append((path, message))

    return rule


def one_of(*values: str) -> Rule:
    """One of these strings."""
    message = f"Must be one of the following values: [{', '.join(values)}]"
    allowed = frozenset(values)

    def rule(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, str) or value not in allowed:
            report.append((path, message))

    return rule


def integer(low: int, high: int) -> Rule:
    """An integer from `low` to `high`."""

    def rule(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.append((path, INVALID))
        elif not low <= value <= high:
            report.append((path, f"Must be between {low} and {high}"))

    return rule


def number(low: float, high: float) -> Rule:
    """A number from `low` to `high`."""

    def rule(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            report.append((path, INVALID))
        elif not low <= value <= high:
            report.append((path, f"Must be between {low:g} and {high:g}"))

    return rule


def boolean(report: Report, path: Path, value: object) -> None:
    """The rule of true or false."""
    if not isinstance(value, bool):
        report.append((path, INVALID))


def colour(report: Report, path: Path, value: object) -> None:
    """The rule of a colour, #RRGGBB or #RRGGBBAA."""
    if not isinstance(value, str) or not COLOUR.fullmatch(value):
        report.append((path, "invalid color"))


def uri(most: int, *schemes: str) -> Rule:
    """An absolute address with one of these schemes, percent-encoded (only ASCII)."""

    def rule(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, str):
            report.append((path, INVALID))
        elif not value:
            report.append((path, NOT_EMPTY))
        elif len(value) > most:
            report.append((path, f"must not be longer than {most} characters"))
        elif not value.isascii() or re.search(r"[\s<>\"{}|\\^`]", value):
            report.append((path, BAD_URI))
        else:
            _check_scheme(report, path, value, schemes)

    return rule


def _check_scheme(report: Report, path: Path, value: str, schemes: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(value)
    except ValueError:
        report.append((path, BAD_URI))
        return
    if parts.scheme not in schemes:
        report.append((path, BAD_SCHEME))
    elif not (parts.netloc or parts.path) or (parts.scheme.startswith("http") and not parts.netloc):
        report.append((path, BAD_URI))


def items(rule: Rule, low: int, high: int) -> Rule:
    """A list of `low` to `high` values that each follow a rule."""

    def check(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, list):
            report.append((path, INVALID))
            return
        if not low <= len(value) <= high:
            report.append((path, f"Size must be between {low} and {high}"))
        for place, one in enumerate(value):
            rule(report, (*path, place), one)

    return check


def json_object(
    required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, missing: str = SPECIFY
) -> Rule:
    """An object with these properties and no others; null counts as absent."""
    known = {**required, **(optional or {})}

    def check(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, dict):
            report.append((path, INVALID))
            return
        for name in required:
            if value.get(name) is None:
                report.append(((*path, name), missing))
        for name, inner in value.items():
            rule = known.get(name)
            if rule is None:
                report.append(((*path, name), INVALID))
            elif inner is not None:
                rule(report, (*path, name), inner)

    return check


def by_type(kinds: Mapping[str, Rule]) -> Rule:
    """An object whose property `type` selects its rule."""
    message = f"Must be one of the following values: [{', '.join(kinds)}]"

    def check(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, dict):
            report.append((path, INVALID))
            return
        kind = value.get("type")
        if kind is None:
            report.append(((*path, "type"), SPECIFY))
        elif not isinstance(kind, str) or kind not in kinds:
            report.append(((*path, "type"), message))
        else:
            kinds[kind](report, path, value)

    return check


def anything(_report: Report, _path: Path, _value: object) -> None:
    """The rule that accepts every value, because another rule checks it."""


def every(*rules: Rule) -> Rule:
    """All of these rules, one after another."""

    def check(report: Report, path: Path, value: object) -> None:
        for rule in rules:
            rule(report, path, value)

    return check


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, the outer ones first, in their order."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)
