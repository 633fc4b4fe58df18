"""Render a section of a document as a card for the chat."""

from handlers.core.messages import Card, Row
from reports import text_form
from reports.document import Document, Section


def card(document: Document, section: Section) -> Card:
    """Return the card of one section of the document."""
    return Card(
        title=document.title,
        heading=section.heading,
        alt=section.summary,
        body=text_form.listing(section),
        rows=tuple(Row(label, value) for label, value in text_form.labelled_values(section)),
        footnote=text_form.footnote(section),
    )
