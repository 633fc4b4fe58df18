"""What a benchmark says: rows of a figure beside its target, and the machine they were taken on."""

import os
import platform
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FSYNCS = 200


@dataclass(frozen=True)
class Row:
    """One line of the table. `met`: whether the target was reached, None where there is none."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return f"  {self.what:<58} {self.figure:>18}  {self.target:<10} {verdict}".rstrip()


@dataclass(frozen=True)
class Options:
    """`seconds` one shot of load lasts; `rounds` how often a pair is repeated; `full`: whole sizes.

    `cases`: how many `replay` and `province` live, 0 for their own number. `sequence`: whether `path`
    lists the functions it traced.
    """

    seconds: float
    rounds: int
    full: bool
    cases: int = 0
    sequence: bool = False


def at_least(what: str, value: float, target: float, unit: str = "", digits: int = 0) -> Row:
    return Row(what, _shown(value, unit, digits), f">= {target:g}", value >= target)


def at_most(what: str, value: float, target: float, unit: str = "", digits: int = 0) -> Row:
    return Row(what, _shown(value, unit, digits), f"< {target:g}", value < target)


def told(what: str, value: float, unit: str = "", digits: int = 0) -> Row:
    """A figure without a target."""
    return Row(what, _shown(value, unit, digits))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share (0-1) of the values lies; the nearest one, not between two."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(values: Iterable[float], unit: str = "", digits: int = 0) -> str:
    """Median of several runs with the least and the greatest."""
    runs = sorted(values)
    return (
        f"{median(runs):,.{digits}f} ({runs[0]:,.{digits}f}-{runs[-1]:,.{digits}f}) {unit}".rstrip()
    )


def machine() -> str:
    """The line every table begins with; fsync is measured, for everything durable stands on it."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()},"
        f" load {os.getloadavg()[0]:.1f}, fsync {fsync_milliseconds():.2f} ms (median of {FSYNCS})"
    )


def fsync_milliseconds() -> float:
    """Median of one 4 KiB append and fsync in the folder where the databases of the bench live."""
    spent = []
    with tempfile.TemporaryDirectory() as folder, Path(folder, "probe").open("wb") as file:
        for _ in range(FSYNCS):
            file.write(b"\0" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            spent.append(time.perf_counter() - begun)
    return median(spent) * 1000


def _shown(value: float, unit: str, digits: int) -> str:
    return f"{value:,.{digits}f} {unit}".rstrip()
