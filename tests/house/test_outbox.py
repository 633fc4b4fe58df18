"""Messages enter the outbox through the unit of work, which adds deferred ones and checks the budget."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("bot", "handlers", "scheduler", "reports", "web")
WRITERS = ["handlers/core/unit_of_work.py"]


def writes_the_outbox(source: str) -> bool:
    """Whether the code calls `enqueue`."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "enqueue"
        for node in ast.walk(ast.parse(source))
    )


def test_only_the_unit_of_work_writes_the_outbox():
    found = [
        path.relative_to(ROOT).as_posix()
        for package in PROGRAM
        for path in sorted((ROOT / package).rglob("*.py"))
        if writes_the_outbox(path.read_text(encoding="utf-8"))
    ]
    assert found == WRITERS


def test_a_second_writer_is_noticed():
    assert writes_the_outbox("uow.tx.outbox.enqueue(line_id, text, now)")
    assert not writes_the_outbox("uow.reply(line_id, replies)")
