"""The one-page monthly report in the chat: pictures, and buttons for the PDF and the overdue cases."""

from domain.figures.report_life import Issue
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Choice, Picture, Reply
from handlers.core.unit_of_work import UnitOfWork
from reports.issues import FileFormat, count_sheets


def page_in_chat(
    uow: UnitOfWork, issue: Issue, section: str = ""
) -> tuple[list[Reply], tuple[Choice, ...]]:
    """Return the pictures of the page, and buttons that open the PDF and the overdue cases.

    `section`: a department, for its own page. Without a public URL there is no picture and no PDF.
    """
    urls, say = uow.context.signed_urls, Translator(uow.context.translations).say
    overdue = say("month_page.open_late")
    to_overdue = Choice(overdue, ButtonAction.SAY, overdue)
    paper = urls.report(issue, FileFormat.PDF, section=section)
    if paper is None:
        return [], (to_overdue,)
    title = say("month_page.title", month=dates.month(issue.period).th)
    pictures: list[Reply] = []
    for sheet in range(1, count_sheets(uow.context, issue, section) + 1):
        url = urls.report(issue, FileFormat.PNG, section=section, sheet=sheet)
        if url is not None:
            pictures.append(Picture(url, title))
    to_paper = Choice(say("month_page.open_paper"), ButtonAction.LINK, paper)
    return pictures, (to_paper, to_overdue)
