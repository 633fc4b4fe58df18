"""Every known or promised attack on staff complaints has tests, and the tests exist."""

import ast
import tomllib
from pathlib import Path

TESTS = Path(__file__).parents[1]
LISTED = tomllib.loads((TESTS / "attacks_on_staff.toml").read_text(encoding="utf-8"))
ATTACKS = {line: names for part in LISTED.values() for line, names in part.items()}


def functions_of(file: str) -> set[str]:
    """Return the names of the test functions of a file below tests/."""
    code = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {one.name for one in code.body if isinstance(one, ast.FunctionDef)}


def test_every_attack_is_a_test():
    named = [name.split("::") for names in ATTACKS.values() for name in names]
    assert [test for file, test in named if test not in functions_of(file)] == []
    assert all(ATTACKS.values())
