"""`make install` in a fresh clone, with packages in pip's cache: seconds and size."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import Options, Row, at_most, measured

ROOT = Path(__file__).parents[1]


def run(_: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name, "clone")
        _run(["git", "clone", "--quiet", str(ROOT), str(clone)], ROOT)
        begun = time.monotonic()
        _run(["make", "install"], clone)
        yield at_most(
            "`make install`, everything for work and tests", time.monotonic() - begun, 60, "s", 1
        )
        yield measured("the .venv it makes", _megabytes(clone / ".venv"), "MB")
        shutil.rmtree(clone / ".venv")
        begun = time.monotonic()
        _run(["python3", "-m", "venv", ".venv"], clone)
        _run(
            [".venv/bin/python", "-m", "pip", "install", "--quiet", "-c", "constraints.txt", "."],
            clone,
        )
        yield at_most(
            "what an office needs, without the tools: installed",
            time.monotonic() - begun,
            60,
            "s",
            1,
        )
        yield at_most("its .venv", _megabytes(clone / ".venv"), 350, "MB")


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own commands


def _megabytes(folder: Path) -> float:
    """The disk usage of a folder, as `du` counts it."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*")) / 1e6
