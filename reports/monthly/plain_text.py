"""The month's report as plain lines, for a terminal or a file."""

from domain.figures.monthly_figures import MonthFigures
from handlers.core.messages import Card
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.monthly_report import figures_of, month_card, survey_card


def month_lines(uow: UnitOfWork, month: str) -> list[str]:
    """The month against the one before it, line by line, and the hash that proves the figures."""
    figures = figures_of(uow, month)
    survey = _lines(survey_card(uow, figures)) if figures.ratings else []
    return [*_lines(month_card(uow, figures)), *survey, _proof(figures)]


def _lines(card: Card) -> list[str]:
    rows = [f"{row.label}: {row.value}" for row in card.rows]
    return [f"{card.heading} {card.title}", *rows, *card.body.splitlines(), card.footnote]


def _proof(figures: MonthFigures) -> str:
    return f"sha256 {figures.sha256}"
