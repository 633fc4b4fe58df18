"""Ordinary bots to compare with in the intake benchmark: LINE's SDK, and a full commit for each webhook."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.processes import SECRET, Running, started

NODE_PEER = Path(__file__).parent / "node_peer"
NODE_MODULES = Path(tempfile.gettempdir(), "rongtuk-node-peer")
"""The folder in which npm installs the packages of the Node bot, once."""
INSTALL_SECONDS = 900
"""better-sqlite3 is compiled where its ready-made binary cannot be fetched."""


@contextmanager
def plain_python(environment: Mapping[str, str], folder: Path) -> Iterator[Running]:
    """LINE's Python SDK in Flask with sqlite3."""
    words = [sys.executable, "-m", "bench.plain_bot", "{port}", str(folder / "plain.db")]
    with started(words, environment, folder / "log") as running:
        yield running


@contextmanager
def node(environment: Mapping[str, str], folder: Path) -> Iterator[Running | None]:
    """LINE's Node SDK in Express with better-sqlite3; None without Node, or where npm cannot install it."""
    program = shutil.which("node")
    if program is None or not _install():
        yield None
        return
    words = [program, str(NODE_MODULES / "server.js"), "{port}", str(folder / "node.db")]
    with started(words, {**environment, "CHANNEL_SECRET": SECRET}, folder / "log") as running:
        yield running


def _install() -> bool:
    npm = shutil.which("npm")
    if npm is None:
        return False
    NODE_MODULES.mkdir(exist_ok=True)
    for name in ("package.json", "server.js"):
        shutil.copy(NODE_PEER / name, NODE_MODULES)
    words = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline"]
    try:
        subprocess.run(  # noqa: S603 - npm
            words, cwd=NODE_MODULES, check=True, capture_output=True, timeout=INSTALL_SECONDS
        )
    except subprocess.SubprocessError:
        return False
    return True
