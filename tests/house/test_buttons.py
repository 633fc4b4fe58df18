"""Every button that is made is matched, and every button that is matched is made."""

import ast
from pathlib import Path

import pytest

from handlers.conversations import FLOWS, told
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Postback
from handlers.routing import entry_points
from tests.draft_buttons import COMPUTED, offered, understood
from tests.forged import steps_of

HANDLERS = Path(__file__).parents[2] / "handlers"
ANYWHERE = {entry_points.CANCEL, entry_points.BACK}
"""Values that mean the same in every question."""


def trees_outside(*left_out):
    for path in sorted(HANDLERS.rglob("*.py")):
        name = path.relative_to(HANDLERS).as_posix()
        if not name.startswith(left_out):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_every_button_that_works_at_any_time_is_matched():
    assert set(entry_points.BUTTON_HANDLERS) == set(Button)


def test_every_button_that_works_at_any_time_is_made():
    named = {
        node.attr
        for _, tree in trees_outside("core/buttons.py", "routing/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Button"
    }
    assert named == {button.name for button in Button}


def test_no_two_buttons_have_the_same_data():
    assert len(Button.__members__) == len({(one.flow, one.step) for one in Button})


def test_a_press_is_read_as_the_button_it_was():
    made = {one: buttons.read(Postback(one.flow, one.step)) for one in Button}
    assert made == {one: one for one in Button}
    assert buttons.read(Postback("officer", "expire")) is None


@pytest.mark.parametrize(
    ("button", "value"),
    [
        (Button.CLOSE, "7"),
        (Button.RATE_SERVICE, 7),
        (Button.RATE_SERVICE, ""),
        (Button.CONFIRM, ""),
        (Button.DELETE_MY_DATA, 7),
    ],
)
def test_a_button_names_only_what_its_entry_says(button, value):
    with pytest.raises(AssertionError):
        buttons.named_choice("ปุ่ม", button, value)


def test_only_the_registry_makes_a_button_of_no_draft():
    made = {
        name
        for name, tree in trees_outside("core/buttons.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Postback"
        and len(node.args) < 4
    }
    assert made == set()


@pytest.mark.parametrize(
    # What is kept for the next message is answered by handlers.routing.told_before alone.
    "flow",
    [flow for flow in FLOWS.values() if flow is not told.FLOW],
    ids=lambda flow: flow.name,
)
def test_every_value_a_question_offers_is_understood(flow):
    steps = {step.name: step for step in steps_of(flow)}
    unread = {
        (name, value)
        for name, value in offered(flow, tuple(steps.values()))
        if value not in ANYWHERE
        # Steps that depend on the turn are questions of a survey; its story presses their buttons.
        if name != COMPUTED
        if name not in steps or value not in understood(steps[name])
    }
    assert unread == set()


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name)
def test_every_value_a_question_understands_is_offered(flow):
    steps = steps_of(flow)
    shown = offered(flow, tuple(steps))
    never = {
        (step.name, value)
        for step in steps
        for value in understood(step) - {COMPUTED}
        if (step.name, value) not in shown
    }
    assert never == set()
