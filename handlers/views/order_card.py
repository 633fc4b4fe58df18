"""The card of an order: as its receivers get it, and in the list of orders."""

from domain.cases.complaint import Complaint
from domain.organisation.officers import Officer
from handlers.access import ordering
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Card, Choice, Row, Tone
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.instructions import Instruction


def given(
    uow: UnitOfWork,
    translator: Translator,
    order: Instruction,
    reader: Officer,
) -> Card:
    """Return the card with which a receiver hears of an order."""
    section = translator.full(_section(uow, order))
    is_own = reader.department == order.department
    sentence = "order.heading" if is_own else "order.heading_for"
    heading = translator.say(sentence, officer=order.ordered_by_name, department=section)
    return _card(uow, translator, order, heading, _buttons(uow, translator, order, reader))


def listed(uow: UnitOfWork, translator: Translator, order: Instruction, reader: Officer) -> Card:
    """Return the card of an order in a list, with its state."""
    heading = translator.say(
        "order.from_to",
        officer=order.ordered_by_name,
        department=translator.full(_section(uow, order)),
    )
    return _card(uow, translator, order, heading, _buttons(uow, translator, order, reader))


def state(translator: Translator, order: Instruction) -> str:
    """Return the state of an order in a few words: not confirmed, confirmed or done, and since when."""
    if order.done_at is not None:
        return translator.say("order.is_done", day=dates.day(order.done_at))
    if order.confirmed_at is not None:
        return translator.say("order.is_confirmed", day=dates.day(order.confirmed_at))
    return translator.say("order.is_open")


def _card(
    uow: UnitOfWork,
    translator: Translator,
    order: Instruction,
    heading: str,
    choices: tuple[Choice, ...],
) -> Card:
    case = _case(uow, order)
    rows = [Row(translator.say("order.state"), state(translator, order))]
    if case is not None:
        rows.append(Row(translator.say("order.case"), case.number))
    if order.due_at is not None:
        due = translator.say("card.by", day=dates.day(order.due_at))
        rows.append(Row(translator.say("card.due"), due))
    if order.done_words:
        rows.append(Row(translator.say("order.report"), order.done_words))
    return Card(
        title=translator.say("order.title"),
        heading=heading,
        tone=Tone.GOOD if order.done_at else Tone.ALERT,
        alt=heading,
        body=order.words,
        rows=tuple(rows),
        buttons=choices,
        about=(case.id,) if case else (),
    )


def _buttons(
    uow: UnitOfWork,
    translator: Translator,
    order: Instruction,
    reader: Officer,
) -> tuple[Choice, ...]:
    case = _case(uow, order)
    labels = {}
    if order.done_at is None and ordering.may_answer(uow, reader, order):
        if order.confirmed_at is None:
            labels[Button.CONFIRM_ORDER] = "button.acknowledge"
        labels[Button.FINISH_ORDER] = "button.order_done"
    if ordering.may_cancel(uow, reader, order):
        labels[Button.CANCEL_ORDER] = "button.cancel_order"
    shown = (
        (buttons.choice(translator, "button.details", Button.SHOW_CASE, case.id),) if case else ()
    )
    return (*buttons.choices(translator, labels, order.id), *shown)


def _case(uow: UnitOfWork, order: Instruction) -> Complaint | None:
    """Return the ordinary case that an order is about."""
    return uow.tx.complaints.find(order.complaint_id) if order.complaint_id else None


def _section(uow: UnitOfWork, order: Instruction) -> Bilingual:
    known = uow.context.catalog.departments_by_key.get(order.department)
    return Bilingual(known.th, known.en) if known else Bilingual(order.department, order.department)
