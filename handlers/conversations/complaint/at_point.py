"""A complaint that begins at a QR point, whose code types a text in the chat; place and topic are filled in."""

from domain.cases.qr_point import typed_code
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.complaint.flow import start, start_with
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.doors import points


def start_at_point(turn: Turn, event: InboundEvent) -> list[Reply]:
    """Begin the complaint of a text such as `แจ้งเรื่อง QR-ABCD2345`; returns nothing for any other event.

    The code of a closed point begins an empty complaint.
    """
    if event.kind is not EventKind.TEXT:
        return []
    typed = turn.uow.context.translations.text_after_label("menu.report", event.text.strip())
    code = typed_code(typed)
    if not code:
        return []
    point = turn.uow.tx.qr_points.by_code(code)
    if point is None:
        return start(turn)
    place = points.place_of(turn.uow, point)
    draft = ComplaintDraft(category=point.category, place=place, point=point.id)
    return [Text(turn.say("intake.at_point", name=point.name)), *start_with(turn, draft)]
