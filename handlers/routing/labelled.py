"""Handle a text that is the label of a button and the matter behind it, or a matter typed before the label."""

from domain.cases.inquiry import InquiryKind
from domain.language.acts import Act
from domain.language.way_meant import Way
from handlers.conversations import conduct, inquiry, told
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.survey import entry as survey
from handlers.conversations.told import ToldDraft
from handlers.core.messages import Reply
from handlers.engine.turn import Turn
from handlers.usecases.case_filing import DETAIL_LIMIT

REPORT, ASK_OFFICE, PRAISE = "menu.report", "button.ask_office", "button.is_praise"
"""Word keys of the labels after which people may type the matter in the same message."""


def begins_with_label(turn: Turn, text: str) -> bool:
    """Whether a text is a label and the matter behind it, as these buttons send it."""
    labels = (REPORT, ASK_OFFICE, PRAISE, "menu.conduct")
    after = turn.uow.context.translations.text_after_label
    return any(after(label, text) for label in labels)


def behind_label(turn: Turn, text: str) -> list[Reply] | None:
    """Handle a text after the label "report", "ask an officer" or "it is praise"; None without a label."""
    translations = turn.uow.context.translations
    praised = translations.text_after_label(PRAISE, text)
    if praised:
        return as_praise(turn, praised)
    asked = translations.text_after_label(ASK_OFFICE, text)
    if asked or text.lower() in translations.typed_forms(ASK_OFFICE):
        return as_question(turn, asked)
    followed = translations.text_after_label("survey.follow", text)
    if followed and (replies := survey.follow_named(turn, followed)):
        return replies
    reported = translations.text_after_label(REPORT, text)
    return as_report(turn, reported) if reported else None


def as_report(turn: Turn, words: str) -> list[Reply]:
    """Begin a complaint with this story; if it accuses staff, offer a staff complaint instead."""
    if turn.uow.understood(words).act is Act.CONDUCT:
        return conduct.offer(turn, words)
    return complaint.start(turn, detail=words[:DETAIL_LIMIT])


def as_praise(turn: Turn, words: str, *, was_asked: bool = False) -> list[Reply]:
    """Send praise to its department; words that may accuse staff are first asked about.

    `was_asked`: their writer has just answered that they are praise.
    """
    if turn.uow.understood(words).staff and turn.officer is None and not was_asked:
        replies = inquiry.ask_if_praise(turn, words)
        ways = (Way.STAFF.value, Way.PRAISE.value)
        told.keep(turn, ToldDraft(words[:DETAIL_LIMIT], ways), replies)
        return replies
    return inquiry.send(turn, InquiryKind.PRAISE, words)


def as_question(turn: Turn, words: str, service: str = "") -> list[Reply]:
    """Leave a question for an officer; if it accuses staff, offer a staff complaint instead.

    `service`: key of the service whose details it tells.
    """
    if words and turn.uow.understood(words).staff:
        return conduct.offer(turn, words)
    return inquiry.ask(turn, words, service)
