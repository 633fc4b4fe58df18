"""The monthly report as plain text, for a terminal or a file."""

from collections.abc import Iterator

from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.monthly_report import figures_of
from reports import text_form
from reports.document import Document
from reports.monthly.audit_seal import seal_sentence
from reports.monthly.build import month_document


def month_lines(uow: UnitOfWork, month: str) -> list[str]:
    """Return the lines of a month's report and the SHA-256 of its figures. `month`: a key such as 2569-10."""
    figures = figures_of(uow, month)
    document = month_document(uow, figures, *seal_sentence(uow, month))
    return [*plain_lines(document), f"sha256 {figures.sha256}"]


def plain_lines(document: Document) -> Iterator[str]:
    """Yield the lines of a document, section by section."""
    for section in document.sections:
        yield f"{section.heading} {document.title}"
        for label, value in text_form.labelled_values(section):
            yield f"{label}: {value}"
        yield from text_form.listing(section).splitlines()
        yield text_form.footnote(section)
