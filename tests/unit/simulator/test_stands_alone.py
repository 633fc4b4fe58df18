"""The simulator imports nothing of the bot."""

import ast
import sys
from pathlib import Path

import simulator

FOLDER = Path(simulator.__file__).parent
GUESTS = {"flask", "werkzeug", "waitress", "PIL"}


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    return names


def test_it_imports_the_standard_library_flask_waitress_pillow_and_itself():
    strangers = {
        name
        for file in FOLDER.glob("*.py")
        for name in imported(file)
        if name.split(".")[0] not in sys.stdlib_module_names | GUESTS
        and not f"{name}.".startswith("simulator.")
    }
    assert strangers == set()
