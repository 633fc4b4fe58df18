"""What a report says of its own paper: its document number, and in public who signed it and who permitted it."""

from dataclasses import replace

from domain.figures.report_life import Issue
from domain.organisation import thai_dates
from handlers.core.i18n import Translator
from reports.document import NO_TABLE, Document, Section

SUBSECTION = 2


def with_number(translator: Translator, issue: Issue, document: Document) -> Document:
    """Return the document with the number of the office's register, a memorandum also with the day of signing."""
    say = translator.say
    if not issue.document_number:
        return document
    if document.head:
        known = {say("memo.number"): issue.document_number}
        if issue.signed_at is not None:
            known[say("memo.date")] = thai_dates.long_date(issue.signed_at)
        head = tuple(
            replace(one, value=one.value or known.get(one.label, "")) for one in document.head
        )
        return replace(document, head=head)
    number = say("reporting.paper_number", number=issue.document_number)
    headline = say("reporting.headline", number=number, headline=document.headline)
    return replace(document, headline=headline.strip())


def as_signed(translator: Translator, issue: Issue, document: Document) -> Document:
    """Return the public document: instead of empty places to sign, who signed and who permitted, and when.

    The scan of the signed paper is not published: its figures are those for the office, with small groups.
    """
    said = tuple(
        translator.say(key, name=name, day=thai_dates.long_date(day))
        for key, name, day in (
            ("reporting.paper_signed", issue.signed_by, issue.signed_at),
            ("reporting.paper_permitted", issue.permitted_by, issue.permitted_at),
        )
        if name and day is not None
    )
    if not (said and document.signatures):
        return document
    heading = translator.say("reporting.paper_heading")
    section = Section(heading, "", (), NO_TABLE, said, level=SUBSECTION)
    return replace(document, signatures=(), sections=(*document.sections, section))
