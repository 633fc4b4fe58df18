"""Conversations read drafts by typed fields, never by string keys."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READERS = {"get", "pop", "setdefault"}


def is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def string_keys(source: str) -> Iterator[str]:
    """Yield the places where a mapping is read or copied with a string literal as its key."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Subscript(slice=key) if is_text(key):
                yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr=attr), args=[key, *_]) if is_text(key):
                if attr in READERS:
                    yield ast.unparse(node)
            case ast.Dict(keys=keys) if None in keys and any(map(is_text, keys)):
                yield ast.unparse(node)


def test_no_conversation_reads_a_draft_by_string_keys():
    conversations = sorted((ROOT / "handlers" / "conversations").rglob("*.py"))
    assert len(conversations) > 20
    found = {
        path.name: list(string_keys(path.read_text(encoding="utf-8"))) for path in conversations
    }
    assert {name: keys for name, keys in found.items() if keys} == {}


@pytest.mark.parametrize(
    "line",
    [
        'turn.draft["detail"]',
        'draft.get("detail", "")',
        'draft.pop("detail")',
        '{**turn.draft, "detail": text}',
    ],
)
def test_a_string_key_is_noticed(line):
    assert list(string_keys(f"def parse(turn, draft, text):\n    return {line}\n")) != []


@pytest.mark.parametrize("line", ["turn.draft.detail", "replace(draft, detail=text)", "keys[0]"])
def test_a_typed_field_is_not(line):
    assert list(string_keys(f"def parse(turn, draft, text, keys):\n    return {line}\n")) == []
