"""The output of a benchmark: rows with a figure and its target, and a description of the machine."""

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
    """One line of the output. `met`: whether the target was reached, None without a target."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return f"  {self.what:<58} {self.figure:>18}  {self.target:<10} {verdict}".rstrip()


@dataclass(frozen=True)
class Options:
    """The options of the command line.

    `seconds`: length of one period of load. `rounds`: how often a pair of measurements is repeated. `full`: full
    sizes, which take minutes. `cases`: number of cases of `replay` and `province`, 0 for their default.
    `sequence`: whether `path` lists the functions it traced.
    """

    seconds: float
    rounds: int
    full: bool
    cases: int = 0
    sequence: bool = False


def at_least(what: str, value: float, target: float, unit: str = "", digits: int = 0) -> Row:
    """A figure that should be at least `target`."""
    return Row(what, _shown(value, unit, digits), f">= {target:g}", value >= target)


def at_most(what: str, value: float, target: float, unit: str = "", digits: int = 0) -> Row:
    """A figure that should be less than `target`."""
    return Row(what, _shown(value, unit, digits), f"< {target:g}", value < target)


def measured(what: str, value: float, unit: str = "", digits: int = 0) -> Row:
    """A figure without a target."""
    return Row(what, _shown(value, unit, digits))


def percentile(values: Sequence[float], share: float) -> float:
    """The percentile of `share` (0 to 1): always one of the values, without interpolation."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(values: Iterable[float], unit: str = "", digits: int = 0) -> str:
    """The median of several runs, with minimum and maximum."""
    runs = sorted(values)
    return (
        f"{median(runs):,.{digits}f} ({runs[0]:,.{digits}f}-{runs[-1]:,.{digits}f}) {unit}".rstrip()
    )


def machine() -> str:
    """One line about the machine, with a measured fsync time, on which the durable figures depend."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()},"
        f" load {os.getloadavg()[0]:.1f}, fsync {fsync_milliseconds():.2f} ms (median of {FSYNCS})"
    )


def fsync_milliseconds() -> float:
    """Median time of a 4 KiB append and fsync in the folder for temporary files, where the databases are."""
    spent = []
    with tempfile.TemporaryDirectory() as folder, Path(folder, "probe").open("wb") as file:
        for _ in range(FSYNCS):
            file.write(b"\0" * 4096)
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            spent.append(time.perf_counter() - start)
    return median(spent) * 1000


def _shown(value: float, unit: str, digits: int) -> str:
    return f"{value:,.{digits}f} {unit}".rstrip()
