"""Serves the files of a report at signed addresses, which only its recipients get."""

from flask import Blueprint, Response, abort

from handlers.core.messages import row_key
from handlers.core.signed_urls import Page
from handlers.core.unit_of_work import AppContext
from reports.issues import MEDIA_TYPES, FileFormat, render


def blueprint(context: AppContext) -> Blueprint:
    """The route of report files, for anyone who has the signed address."""
    pages = Blueprint("reports", __name__)

    @pages.get("/reports/<key>-<signature>.<extension>")
    def file(key: str, signature: str, extension: str) -> Response:
        with context.store.read() as tx:
            issue = tx.report_issues.find(row_key(key))
        sha256 = issue.sha256 if issue else ""
        # The signature is checked even without an issue, so that the response time does not reveal which exist.
        is_signed = context.signed_urls.is_signed(Page.REPORT, row_key(key), sha256, signature)
        if issue is None or not is_signed or extension not in MEDIA_TYPES:
            abort(404)
        file_format = FileFormat(extension)
        answer = Response(render(context, issue, file_format), mimetype=MEDIA_TYPES[file_format])
        answer.headers["Cache-Control"] = "private, max-age=86400"
        answer.headers["X-Robots-Tag"] = "noindex"
        name = f"{issue.report}-{issue.period}.{file_format}"
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return answer

    return pages
