"""Every button anyone could forge, read from the code itself, so that a new flow or step is tried as well."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Sequence
from types import ModuleType

import handlers
from domain.cases.lifecycle import Action
from handlers.conversations import FLOWS
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.core.messages import Postback, User
from handlers.engine.draft import Conversation
from handlers.engine.flow import Flow, Step
from handlers.engine.turn import Turn
from handlers.routing import entry_points

FOREIGN_IDS = ("0", "-1", "9" * 12, "9" * 200, "²", "", "1 OR 1=1")
"""What no button of ours says where an id stands."""
NEEDED = {
    OfficerActionDraft.flow: [OfficerActionDraft(1, action) for action in Action],
    OwnCaseDraft.flow: [OwnCaseDraft(Action.ADD, "U1")],
}
"""Drafts of the conversations that cannot begin without knowing something."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(handlers.__path__, f"{handlers.__name__}."):
        yield importlib.import_module(found.name)


def words_in(source: str) -> set[str]:
    """The short string constants of a piece of code: what it compares a press with, and some more."""
    found = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {word for word in found if word.replace("_", "").isalnum() and len(word) < 30}


def flow_names() -> set[str]:
    """What a press may name as its flow: conversations, and modules whose buttons work at any time."""
    named = {
        value
        for module in modules()
        for name in ("NAME", "FLOW")
        if isinstance(value := getattr(module, name, None), str)
    }
    return named | set(FLOWS)


def open_steps(flow: str) -> set[str]:
    """What a button of this flow that works at any time may name as its step."""
    words = {action.value for action in Action}
    for module in modules():
        if flow in {getattr(module, "NAME", None), getattr(module, "FLOW", None)}:
            step = getattr(module, "STEP", "")
            words |= words_near_presses(module) | ({step} if isinstance(step, str) else set())
    return (words | words_near_presses(entry_points)) - {""}


def words_near_presses(module: ModuleType) -> set[str]:
    """The words in the functions of a module that read a press."""
    words: set[str] = set()
    for _, function in inspect.getmembers(module, inspect.isfunction):
        source = inspect.getsource(function)
        if function.__module__ == module.__name__ and "postback.step" in source:
            words |= words_in(source)
    return words


def open_buttons() -> Iterator[tuple[str, str]]:
    """Flow and step of every button that belongs to no draft."""
    for flow in sorted(flow_names()):
        for step in sorted(open_steps(flow)):
            yield flow, step


def steps_of(flow: Flow) -> Sequence[Step]:
    """Every step a conversation may have, whatever it is about."""
    outside = Turn(None, User("U1"))
    drafts = NEEDED.get(flow.name) or [flow.draft()]
    turns = (outside.at(Conversation("", draft)) for draft in drafts)
    return list({step.name: step for turn in turns for step in flow.steps(turn)}.values())


def values_of(step: Step) -> set[str]:
    """What the answer to a question is compared with."""
    return words_in(inspect.getsource(step.parse))


def presses_of(flow: Flow, draft_id: str, values: set[str]) -> Iterator[Postback]:
    """Every step of one flow with every value, of buttons of one draft."""
    for step in steps_of(flow):
        for value in sorted(values | values_of(step)):
            yield Postback(flow.name, step.name, value, draft_id)
