"""What `make demo` and `make install` install in a fresh clone, packages in pip's cache: seconds and size."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import Options, Row, at_most

ROOT = Path(__file__).parents[1]


def run(_: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name, "clone")
        _run(["git", "clone", "--quiet", str(ROOT), str(clone)], ROOT)
        yield at_most("what the bot needs: installed", _seconds(".venv/.bot", clone), 60, "s", 1)
        yield at_most("its .venv", _megabytes(clone / ".venv"), 180, "MB")
        yield at_most("the tools beside it: installed", _seconds("install", clone), 60, "s", 1)
        yield at_most(".venv with the tools", _megabytes(clone / ".venv"), 400, "MB")


def _seconds(target: str, clone: Path) -> float:
    start = time.monotonic()
    _run(["make", target], clone)
    return time.monotonic() - start


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own commands


def _megabytes(folder: Path) -> float:
    """The disk usage of a folder, as `du` counts it."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*")) / 1e6
