"""The cards below the page of a month: each case to decide, with buttons, and the oldest cases."""

from collections.abc import Sequence

from domain.figures.month_page import Decision, OpenCase
from domain.organisation.officers import Officer
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Cards, Row
from handlers.core.unit_of_work import UnitOfWork
from handlers.views.decision_card import decision_card
from reports.monthly.open_cases import reason_text


def case_cards(
    uow: UnitOfWork, officer: Officer, decisions: Sequence[Decision], oldest: Sequence[OpenCase]
) -> Cards | None:
    """Return a card for each case to decide and one with the oldest cases; None if no case is open."""
    translator = Translator(uow.context.translations)
    cards = [decision_card(uow, officer, one) for one in decisions]
    if oldest:
        cards.append(_oldest(translator, oldest))
    if not cards:
        return None
    alt = translator.say("month_page.to_decide_alt", count=len(decisions))
    return Cards(alt if decisions else translator.say("month_page.oldest"), tuple(cards))


def _oldest(translator: Translator, cases: Sequence[OpenCase]) -> Card:
    say = translator.say
    return Card(
        title=say("month_page.oldest"),
        alt=say("month_page.oldest"),
        rows=tuple(
            Row(
                one.number,
                f"{say('month_page.days', days=one.days)} · {reason_text(translator, one)}",
            )
            for one in cases
        ),
        buttons=tuple(buttons.named_choice(one.number, Button.SHOW_CASE, one.id) for one in cases),
        equal_buttons=True,
        about=tuple(one.id for one in cases),
    )
