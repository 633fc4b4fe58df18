"""QR points: creating and closing them, and the values filled into a report that begins at one."""

from dataclasses import dataclass, replace

from domain.cases.complaint import Place
from domain.cases.qr_point import MARK, NAME_LIMIT, Opens, QrPoint, new_code
from domain.errors import Refused
from domain.organisation.coordinates import read_coordinates
from domain.organisation.officers import Officer
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.doors.filing import PLACE_LIMIT
from handlers.views.receipt_slip import chat_with
from storage.cases.audit import Entry

MADE, CLOSED = "point_made", "point_closed"
"""Audit actions; the note is the point's code."""


@dataclass(frozen=True)
class Plan:
    """The entries for a new point; `pin` as on the report form."""

    name: str
    opens: str = Opens.LINE.value
    category: str = ""
    service: str = ""
    village: str = ""
    words: str = ""
    pin: str = ""


def make(uow: UnitOfWork, officer: Officer, plan: Plan) -> QrPoint:
    """Make a point. Raises Refused point_unnamed, no_such_category, no_such_service or pin_unreadable."""
    catalog = uow.context.catalog
    if not plan.name.strip():
        raise Refused("point_unnamed")
    topics = {one.key for one in catalog.categories if not catalog.is_about_staff(one.key)}
    if plan.category and plan.category not in topics:
        raise Refused("no_such_category")
    if plan.service and plan.service not in {one.key for one in catalog.services}:
        raise Refused("no_such_service")
    pin = read_coordinates(plan.pin)
    if plan.pin.strip() and pin is None:
        raise Refused("pin_unreadable")
    villages = {str(one.number): one.number for one in catalog.organisation.villages}
    latitude, longitude = pin or (None, None)
    words = plan.words.strip() or plan.name.strip()
    point = QrPoint(
        0,
        new_code(),
        plan.name.strip()[:NAME_LIMIT],
        Opens.WEB if plan.opens == Opens.WEB else Opens.LINE,
        plan.category,
        plan.service,
        Place(latitude, longitude, villages.get(plan.village), words[:PLACE_LIMIT]),
        uow.now,
    )
    made = replace(point, id=uow.tx.qr_points.add(point, officer.id))
    _record(uow, officer, MADE, made.code)
    return made


def close(uow: UnitOfWork, officer: Officer, point_id: int) -> None:
    """Close a point; its code then begins an empty report."""
    found = uow.tx.qr_points.find(point_id)
    if found is not None and found.closed_at is None:
        uow.tx.qr_points.close(point_id, uow.now)
        _record(uow, officer, CLOSED, found.code)


def address(uow: UnitOfWork, point: QrPoint) -> str:
    """Return the content of the point's QR code: the chat with its text, or the form on the web."""
    if point.opens is Opens.LINE:
        report = uow.context.translations.sentences["menu.report"].th
        link = chat_with(uow.context.catalog.organisation, f"{report} {MARK}{point.code}")
        if link:
            return link
    return web_address(uow, point)


def web_address(uow: UnitOfWork, point: QrPoint) -> str:
    """Return the form on the web for this point."""
    return f"{uow.context.signed_urls.public_url.rstrip('/')}/report?at={point.code}"


def place_of(uow: UnitOfWork, point: QrPoint) -> Place:
    """Return the place to fill into a report at this point; its words name the service."""
    service = next((one.th for one in uow.context.catalog.services if one.key == point.service), "")
    words = " · ".join(filter(None, (point.place.words, service)))
    return replace(point.place, words=words[:PLACE_LIMIT])


def _record(uow: UnitOfWork, officer: Officer, action: str, code: str) -> None:
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", action, None, None, code))
