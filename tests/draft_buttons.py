"""Reads from the code of conversations which button values a question offers and which it understands.

It reads `turn.button(label, step, value)`, `turn.buttons(step, {value: label})` and, in a step's `parse`, what the value
of a postback is compared with. A value that is known only at run time (an id, a village) counts as COMPUTED.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from handlers import conversations
from handlers.engine.flow import Flow, Step

COMPUTED = "<computed>"
"""Represents all values that are known only at run time."""
VALUE = "event.postback.value"


@dataclass(frozen=True)
class Loop:
    """`for target in iterable`, in a statement or a comprehension."""

    target: ast.expr
    iterable: ast.expr


def offered(flow: Flow, steps: tuple[Step, ...]) -> set[tuple[str, str]]:
    """Return step and value of each button that the modules of a conversation make."""
    found = set()
    for module in _modules_of(steps):
        for call, loops in _with_loops(_tree_of(module)):
            if not isinstance(call, ast.Call):
                continue
            match ast.unparse(call.func):
                case "turn.button" | "turn.named_button":
                    step = call.args[1]
                    value = call.args[2] if len(call.args) > 2 else ast.Constant("")
                    values = _evaluated(value, module, loops)
                case "turn.buttons" | "turn.named_buttons":
                    step, values = call.args[0], _keys(call.args[1], module, loops)
                case _:
                    continue
            found |= {(name, one) for name in _evaluated(step, module, loops) for one in values}
    return found


def _keys(mapping: ast.expr, module: ModuleType, loops: tuple[Loop, ...]) -> set[str]:
    """Return the possible keys of a mapping: a literal, or a name or function that the module defines."""
    match mapping:
        case ast.Dict(keys=keys):
            found = [_evaluated(key, module, loops) for key in keys if key is not None]
            return set().union(*found)
        case ast.DictComp(key=key, generators=generators):
            inner = (Loop(one.target, one.iter) for one in generators)
            return _evaluated(key, module, (*loops, *inner))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            parts = [left, right]
        case ast.IfExp(body=body, orelse=orelse):
            parts = [body, orelse]
        case ast.Name(id=name):
            parts = [
                node.value
                for node in ast.walk(_tree_of(module))
                if isinstance(node, ast.Assign)
                and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
            ]
        case ast.Call(func=ast.Name(id=name)):
            parts = [
                node.value
                for function in _tree_of(module).body
                if isinstance(function, ast.FunctionDef) and function.name == name
                for node in ast.walk(function)
                if isinstance(node, ast.Return) and node.value is not None
            ]
        case _:
            parts = []
    return set().union(*(_keys(part, module, loops) for part in parts)) if parts else {COMPUTED}


def understood(step: Step) -> set[str]:
    """Return the values with which the `parse` of a step compares the value of a postback."""
    module = importlib.import_module(step.parse.__module__)
    tree = ast.parse(inspect.getsource(step.parse))
    pressed = _Pressed(tree)
    found: set[str] = set()
    for node, loops in _with_loops(tree):
        match node:
            case ast.Match(subject=subject, cases=cases) if pressed.is_in(subject):
                for case in cases:
                    found |= _pattern_values(case)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                if pressed.is_in(left):
                    found |= _evaluated(
                        right, module, loops, many=isinstance(op, ast.In | ast.NotIn)
                    )
                elif pressed.is_in(right):
                    found |= _evaluated(left, module, loops)
            case ast.Call() if any(pressed.is_in(part) for part in (node.func, *node.args)):
                found.add(COMPUTED)
    return found


def _pattern_values(case: ast.match_case) -> set[str]:
    pattern = case.pattern
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        pattern = pattern.pattern
    patterns = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    found = {
        str(one.value.value)
        for one in patterns
        if isinstance(one, ast.MatchValue) and isinstance(one.value, ast.Constant)
    }
    if any(isinstance(one, ast.MatchAs) and one.name for one in patterns):
        found.add(COMPUTED)
    return found


class _Pressed:
    """Recognises `event.postback.value` and the local names to which it was assigned."""

    def __init__(self, tree: ast.AST) -> None:
        self.names: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and self._is(node.value):
                self.names |= {name.id for name in node.targets if isinstance(name, ast.Name)}

    def _is(self, node: ast.expr) -> bool:
        """Whether a node is the value itself, or a conditional expression with a default for other events."""
        return self._is(node.body) if isinstance(node, ast.IfExp) else ast.unparse(node) == VALUE

    def is_in(self, node: ast.AST) -> bool:
        return any(
            (isinstance(part, ast.Name) and part.id in self.names) or ast.unparse(part) == VALUE
            for part in ast.walk(node)
        )


def _with_loops(
    node: ast.AST, loops: tuple[Loop, ...] = ()
) -> Iterator[tuple[Any, tuple[Loop, ...]]]:
    """Yield every node below this one with the loops around it."""
    yield node, loops
    if isinstance(node, ast.For):
        loops = (*loops, Loop(node.target, node.iter))
    for comprehension in getattr(node, "generators", ()):
        loops = (*loops, Loop(comprehension.target, comprehension.iter))
    for child in ast.iter_child_nodes(node):
        yield from _with_loops(child, loops)


def _evaluated(
    expression: ast.expr, module: ModuleType, loops: tuple[Loop, ...], *, many: bool = False
) -> set[str]:
    """Return all values of an expression in its loops; COMPUTED if they need more than the module's names.

    `many`: return the members of the values.
    """
    rounds: list[dict[str, Any]] = [{}]
    for loop in loops:
        try:
            items = list(_run(loop.iterable, module, {}))
        except NameError:
            continue
        names = [part.id for part in ast.walk(loop.target) if isinstance(part, ast.Name)]
        single = len(names) == 1
        rounds = [
            {**known, **dict(zip(names, [item] if single else item, strict=True))}
            for known in rounds
            for item in items
        ]
    try:
        values = [_run(expression, module, known) for known in rounds]
    except NameError:
        return {COMPUTED}
    return {str(one) for value in values for one in (value if many else [value])}


def _run(expression: ast.expr, module: ModuleType, known: dict[str, Any]) -> Any:
    code = compile(ast.Expression(expression), module.__name__, "eval")
    return eval(code, {**vars(module), **known})


def _modules_of(steps: tuple[Step, ...]) -> list[ModuleType]:
    """Return the modules of the folder or file of conversations that defines these steps."""
    rooms = {step.parse.__module__.split(".")[2] for step in steps}
    found = pkgutil.walk_packages(conversations.__path__, "handlers.conversations.")
    names = (one.name for one in found if not one.ispkg)
    return [importlib.import_module(name) for name in names if name.split(".")[2] in rooms]


@cache
def _tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))
