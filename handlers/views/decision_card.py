"""The buttons for an executive's decision about a case of the monthly report."""

from domain.figures.month_page import Decision, Question
from domain.organisation.officers import Officer, Role
from domain.organisation.rights import Right, has_right
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Choice


def decision_buttons(
    translator: Translator, officer: Officer, decision: Decision
) -> tuple[Choice, ...]:
    """Return the permitted buttons: assign the case, order its department to act, read it."""
    acts = {}
    if decision.question is Question.NOBODY_IN_CHARGE and officer.role in {Role.HEAD, Role.PALAD}:
        acts[Button.ASSIGN] = "button.assign"
    if has_right(officer.role, Right.ORDER):
        acts[Button.URGE] = f"order.label_{decision.question}"
    acts[Button.SHOW_CASE] = "button.details"
    return buttons.choices(translator, acts, decision.case.id)
