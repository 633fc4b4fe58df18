"""Every fault of a file of the office is known in Thai."""

import ast
from pathlib import Path

import pytest

from bot.wiring import read_translations
from handlers.views import file_faults

ROOT = Path(__file__).parents[2] / "storage" / "organisation_data"
NAMING = frozenset(
    {"fault", "warn", "_wrong", "_Fault", "ValueError", "CatalogError", "Checked", "append"}
)
"""The calls that name a fault or a warning."""
LEFT = frozenset({"positions.py"})
"""A fault of our own reader."""
TRANSLATIONS = read_translations()


def text_of(node: ast.AST) -> list[str]:
    """Return the texts of an expression, filled with x."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(one.value if isinstance(one, ast.Constant) else "x" for one in parts)]
        case ast.IfExp(body=one, orelse=other):
            return text_of(one) + text_of(other)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [text for part in parts for text in text_of(part)]
        case ast.GeneratorExp(elt=one) | ast.Starred(value=one) | ast.BinOp(left=one):
            return text_of(one)
    return []


def faults_of(tree: ast.AST) -> list[str]:
    """Return the faults that a module names, without the names of keys and what is built of them."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found += [text for part in node.args if called in NAMING for text in text_of(part)]
        elif isinstance(node, ast.Yield | ast.YieldFrom) and node.value is not None:
            found += text_of(node.value)
    return [text for text in found if len(text.strip("x:. ")) > 1 and " " in text]


FAULTS = sorted(
    {
        fault
        for path in ROOT.rglob("*.py")
        if path.name not in LEFT
        for fault in faults_of(ast.parse(path.read_text(encoding="utf-8")))
    }
)


def test_the_faults_are_found():
    assert len(FAULTS) > 80


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_in_thai(fault):
    said = file_faults.in_thai(TRANSLATIONS, fault)
    assert said != fault
    assert any("ก" <= letter <= "๙" for letter in said)
