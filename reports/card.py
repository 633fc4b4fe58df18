"""A section of a document as one LINE card."""

from handlers.core.messages import Card, Row
from reports import text_form
from reports.document import Document, Section


def card(document: Document, section: Section) -> Card:
    return Card(
        title=document.title,
        heading=section.heading,
        alt=section.summary,
        body=text_form.listing(section),
        rows=tuple(Row(label, value) for label, value in text_form.labelled_values(section)),
        footnote=text_form.footnote(section),
    )
