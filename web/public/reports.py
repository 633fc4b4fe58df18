"""Serve the files of a report at signed URLs, which only its recipients get."""

from flask import Blueprint, Response, abort, request

from domain.errors import Refused
from handlers.core.messages import row_key
from handlers.core.signed_urls import Page, report_name
from handlers.core.unit_of_work import AppContext
from reports.issues import MEDIA_TYPES, FileFormat, formats_of, render


def blueprint(context: AppContext) -> Blueprint:
    """The route of report files, for anyone who has the signed URL."""
    pages = Blueprint("reports", __name__)

    @pages.get("/reports/<key>-<signature>.<extension>")
    def file(key: str, signature: str, extension: str) -> Response:
        section, part = request.args.get("section", ""), row_key(request.args.get("sheet", "1"))
        with context.store.read() as tx:
            issue = tx.report_issues.find(row_key(key))
        name = report_name(issue, section) if issue else ""
        # The signature is verified even without an issue, so that the response time does not reveal which exist.
        is_signed = context.signed_urls.is_signed(Page.REPORT, row_key(key), name, signature)
        if issue is None or not is_signed or extension not in formats_of(issue.report):
            abort(404)
        file_format = FileFormat(extension)
        try:
            content = render(context, issue, file_format, section=section, part=part)
        except (KeyError, IndexError, Refused):
            abort(404)
        answer = Response(content, mimetype=MEDIA_TYPES[file_format])
        answer.headers["Cache-Control"] = "private, max-age=86400"
        answer.headers["X-Robots-Tag"] = "noindex"
        parts = (issue.report, issue.period, section, str(part) if part > 1 else "")
        name = "-".join(filter(None, parts)) + f".{file_format}"
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return answer

    return pages
