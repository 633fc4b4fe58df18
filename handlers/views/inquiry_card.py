"""Cards of a question, praise or suggestion, for officers and for its sender."""

from domain.cases.inquiry import Inquiry, InquiryKind
from domain.organisation.officers import Officer
from handlers.access.inquiries import may_answer
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import ButtonAction, Card, Choice, Row, Tone
from handlers.core.unit_of_work import UnitOfWork

_TONES = {
    InquiryKind.QUESTION: Tone.WAITING,
    InquiryKind.PRAISE: Tone.GOOD,
    InquiryKind.SUGGESTION: Tone.PLAIN,
}
_QUOTED = 60
SAID_LIMIT = 280
"""UTF-16 units of a text that a button sends: LINE allows 300, and the label of the button precedes the text.
https://developers.line.biz/en/reference/messaging-api/#message-action"""


def for_officer(uow: UnitOfWork, translator: Translator, one: Inquiry, officer: Officer) -> Card:
    """Return an inquiry for this officer, with buttons if it waits for an answer that they may give."""
    heading = translator.say(f"inquiry.heading_{one.kind.value}")
    rows = [
        *_sender_rows(uow, translator, one),
        Row(
            translator.say("inquiry.sent_on"),
            translator.say("card.at", hour=dates.hour(one.sent_at)),
        ),
        Row(translator.say("office.section"), translator.full(department(uow, one.department))),
    ]
    if one.answer:
        rows.append(Row(translator.say("inquiry.answer_row"), one.answer))
    answers = one.is_waiting and may_answer(officer, one)
    return Card(
        title=translator.say("inquiry.title", number=one.id),
        heading=heading,
        tone=_TONES[one.kind],
        alt=translator.say("inquiry.alt", heading=heading, words=one.words[:_QUOTED]),
        body=one.words,
        rows=tuple(rows),
        buttons=(
            buttons.choice(translator, "button.reply", Button.ANSWER_QUESTION, one.id),
            buttons.choice(translator, "button.pass_on", Button.PASS_QUESTION, one.id),
        )
        if answers
        else (),
    )


def _sender_rows(uow: UnitOfWork, translator: Translator, one: Inquiry) -> list[Row]:
    """Return the row with the sender's name; empty unless the sender expects an answer.

    Praise may contain an undetected accusation, and its readers are the people it is about.
    """
    if one.kind is not InquiryKind.QUESTION:
        return []
    name = translator.say("officer.name_hidden")
    if not is_unnamed(uow, one):
        person = uow.tx.people.find(one.sender)
        name = (person.display_name if person else "") or translator.say("officer.no_name")
    return [Row(translator.say("inquiry.sender"), name)]


def is_unnamed(uow: UnitOfWork, one: Inquiry) -> bool:
    """Whether the sender of a question wishes that the officers do not see their name."""
    return uow.understood(one.words).anonymous


def answered(uow: UnitOfWork, translator: Translator, one: Inquiry) -> Card:
    """Return the answer as the sender of a question sees it, with what they can do next."""
    return Card(
        title=translator.say("inquiry.answer_title", department=department(uow, one.department)),
        heading=translator.say("inquiry.answer_heading"),
        tone=Tone.GOOD,
        alt=translator.say("inquiry.answer_alt", answer=one.answer[:_QUOTED]),
        body=one.answer,
        rows=(Row(translator.say("inquiry.question_row"), one.words),),
        buttons=(
            say_button(translator, "button.ask_office"),
            say_button(translator, "button.report_this", sends="menu.report", words=one.words),
        ),
    )


def say_button(translator: Translator, label: str, *, sends: str = "", words: str = "") -> Choice:
    """Return a button that sends a label, followed by `words` as far as LINE permits.

    `label`: the word key of the button's label; `sends`: that of the label that is sent, by default the same.
    """
    begins = translator.label(sends or label)
    text = f"{begins} {words}" if words else begins
    while len(text.encode("utf-16-le")) // 2 > SAID_LIMIT + len(begins):
        text = text[:-1]
    return Choice(translator.label(label), ButtonAction.SAY, text.strip())


def department(uow: UnitOfWork, key: str) -> Bilingual:
    """Return the name of a department in both languages."""
    found = uow.context.catalog.department(key)
    return Bilingual(found.th, found.en)
