"""The card that asks an executive to decide about an open case: assign it, order it done, read it."""

from domain.figures.month_page import Decision, Question
from domain.organisation.officers import Officer, Role
from domain.organisation.rights import Right, has_right
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Choice, Row, Tone
from handlers.core.unit_of_work import UnitOfWork


def decision_card(uow: UnitOfWork, officer: Officer, decision: Decision) -> Card:
    """Return the card of one decision with the buttons that the officer may press."""
    translator = Translator(uow.context.translations)
    case, say = decision.case, translator.say
    category = uow.context.catalog.category(case.category)
    department = uow.context.catalog.department(case.department)
    heading = question_text(translator, decision)
    return Card(
        title=case.number,
        heading=heading,
        tone=Tone.ALERT,
        alt=f"{case.number} {heading}",
        rows=(
            Row(say("card.topic"), f"{category.icon} {category.th}"),
            Row(
                say("card.holder"),
                say(
                    "month_page.holder",
                    department=department.short_th,
                    officer=case.officer or say("month_page.nobody"),
                ),
            ),
            Row(say("month_page.oldest_days"), say("month_page.days", days=case.days)),
        ),
        buttons=_buttons(translator, officer, decision),
        about=(case.id,),
    )


def question_text(translator: Translator, decision: Decision) -> str:
    """Return the sentence that asks the executive for the decision."""
    case, say = decision.case, translator.say
    match decision.question:
        case Question.NOBODY_IN_CHARGE:
            return say("month_page.nobody_in_charge")
        case Question.DISPUTED_AGAIN:
            return say("month_page.disputed_again", times=case.reopened)
        case Question.LONG_WAIT:
            reason = say(f"waiting.{case.waiting_for}")
            return say("month_page.long_wait", reason=reason, days=case.days_waiting)
        case Question.OVERDUE:
            return say("month_page.overdue", days=case.days_late)


def _buttons(translator: Translator, officer: Officer, decision: Decision) -> tuple[Choice, ...]:
    acts = {}
    if decision.question is Question.NOBODY_IN_CHARGE and officer.role in {Role.HEAD, Role.PALAD}:
        acts[Button.ASSIGN] = "button.assign"
    if has_right(officer.role, Right.ORDER):
        acts[Button.URGE] = f"order.label_{decision.question}"
    acts[Button.SHOW_CASE] = "button.details"
    return buttons.choices(translator, acts, decision.case.id)
