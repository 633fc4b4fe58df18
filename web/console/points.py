"""QR points: the list, a new one, its sheet to print, and closing it."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from handlers.core.messages import row_key
from handlers.usecases.doors import points
from handlers.usecases.doors.points import Plan
from reports.point_sheet import PointSheet, draw
from web import intake_form
from web.console.desk import Desk
from web.console.gate import who

WORDS = (
    *("points", "points_hint", "point_name", "point_new", "point_opens", "point_line", "point_web"),
    *("point_topic", "point_service", "point_none", "point_add", "point_sheet", "point_close"),
    *("point_close_hint",),
    *("points_none", "no_line_id"),
)


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/points."""

    @pages.get("/points", endpoint="points")
    def list_points() -> str:
        return _page(desk)

    @pages.post("/points")
    def make_point() -> AnyResponse:
        form = request.form
        names = ("name", "opens", "category", "service", "village", "words", "pin")
        plan = Plan(**{name: form.get(name, "")[:2000] for name in names})
        try:
            with desk.writing() as uow:
                points.make(uow, who().officer, plan)
        except Refused as refusal:
            return Response(_page(desk, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.points"), 303)

    @pages.post("/points/<key>/close")
    def close_point(key: str) -> AnyResponse:
        with desk.writing() as uow:
            points.close(uow, who().officer, row_key(key))
        return redirect(url_for("desk.points"), 303)

    @pages.get("/points/<key>.pdf")
    def point_sheet(key: str) -> Response:
        with desk.reading() as uow:
            found = uow.tx.qr_points.find(row_key(key))
            if found is None or found.closed_at is not None:
                abort(404)
            organisation = uow.context.catalog.organisation
            web = points.web_address(uow, found)
            qr = points.address(uow, found)
            sheet = PointSheet(
                organisation.name_th, found.name, qr, web, organisation.phone, qr != web
            )
        pdf = draw(sheet, desk.context.current.translations)
        answer = Response(pdf, content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'inline; filename="qr-{found.code}.pdf"'
        return answer


def _page(desk: Desk, fault: str = "") -> str:
    with desk.reading() as uow:
        catalog = uow.context.catalog
        found = uow.tx.qr_points.open()
        topics = [one for one in catalog.categories if not catalog.is_about_staff(one.key)]
    return render_template(
        "desk/points.html",
        points=found,
        topics=topics,
        topic_of={one.key: f"{one.icon} {one.th}" for one in catalog.categories},
        services=catalog.services,
        service_of={one.key: one.th for one in catalog.services},
        villages=catalog.organisation.villages,
        village_of={one.number: one.label for one in catalog.organisation.villages},
        has_line=bool(catalog.organisation.line_id),
        words={key: desk.say(f"intake.{key}") for key in WORDS},
        texts=intake_form.texts(desk.translator),
        form=request.form,
        fault=fault,
    )
