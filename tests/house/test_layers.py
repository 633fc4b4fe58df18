"""Import contracts: import-linter checks them, and each is proven to detect a violation."""

import ast
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
        ("handlers/core/i18n.py", "import bot.clock"),
        ("storage/sealed/files.py", "import handlers.core.i18n"),
        ("web/health.py", "import scheduler.jobs"),
        ("simulator/ids.py", "import domain.errors"),
        ("handlers/core/dates.py", "import handlers.views.case_card"),
        ("handlers/views/case_text.py", "import handlers.notify.case_events"),
        ("handlers/core/messages.py", "import linebot"),
        ("domain/text/graphemes.py", "import domain.organisation.catalog"),
        ("storage/db/engines.py", "import storage.tables"),
        ("bot/line/client.py", "import bot.runtime.worker"),
        ("handlers/usecases/monthly_report.py", "import reports.document"),
        ("reports/document.py", "import reports.card"),
        ("reports/monthly/month.py", "import reports.monthly.build"),
        ("handlers/engine/conversation.py", "import handlers.usecases.attachments"),
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


def imported_by(file: Path) -> set[str]:
    """Return the top-level packages that a file imports, at any place in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def strangers_in(folder: Path) -> dict[str, set[str]]:
    """Return the packages other than `domain` and the standard library, by importing file."""
    allowed = {"domain", *sys.stdlib_module_names}
    found = {path.name: imported_by(path) - allowed for path in folder.rglob("*.py")}
    return {name: packages for name, packages in found.items() if packages}


def test_domain_imports_only_the_standard_library():
    assert strangers_in(ROOT / "domain") == {}


def test_a_library_in_domain_is_noticed(tmp_path):
    (tmp_path / "rule.py").write_text("def ask():\n    import pydantic\n", encoding="utf-8")
    assert strangers_in(tmp_path) == {"rule.py": {"pydantic"}}


LOADED_WHEN_NEEDED = {
    "linebot",
    "aiohttp",
    "alembic",
    "docx",
    "xlsxwriter",
    "typst",
    "pypdf",
    "PIL",
    "psycopg",
    "pydantic",
    "pyrage",
    "segno",
}
"""Packages that cost tens of megabytes and half of the start, imported only where they are needed."""


@pytest.mark.parametrize(
    "modules", ["bot.runtime.processes, bot.runtime.worker, bot.line.client", "bot.commands.office"]
)
def test_the_running_bot_loads_no_library_that_it_may_never_need(modules):
    loaded = f"import sys, {modules}; print(*{{one.split('.')[0] for one in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "storage" in done.stdout.split()
    assert LOADED_WHEN_NEEDED.isdisjoint(done.stdout.split())
