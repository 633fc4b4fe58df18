"""domain knows no one, bot is known by no one: a machine checks it, and would notice a breach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "web", "scheduler", "reports", "handlers", "storage", "domain", "simulator")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_layers_are_kept():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("domain/errors.py", "import handlers.core.i18n"),
        ("domain/errors.py", "import sqlalchemy"),
        ("handlers/core/i18n.py", "import bot.clock"),
        ("storage/sealed/files.py", "import handlers.core.i18n"),
        ("web/health.py", "import scheduler.jobs"),
        ("simulator/ids.py", "import domain.errors"),
    ],
)
def test_a_breach_is_noticed(tmp_path, file, line):
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a") as code:
        code.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout


def test_every_package_of_the_house_has_its_layer():
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert found == set(PACKAGES)
