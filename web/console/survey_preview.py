"""What a file of questions would open, shown before the round is opened: questions, warnings, what stays fixed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request

from domain.surveys.question_set import Destination, Kind, Question, QuestionSet
from handlers.views import file_faults
from storage.surveys.rounds import SurveyRound
from web.console.desk import Desk

FIELDS = ("closes", "population", "source", "target")
"""The fields of the form beside the file, which the second press sends again."""


@dataclass(frozen=True)
class Asked:
    """A question as the preview shows it. `alerts`: the answers that alert the keeper of staff complaints."""

    text: str
    answers: str
    is_reversed: bool
    alerts: str
    condition: str


@dataclass(frozen=True)
class Sent:
    """A file that was sent."""

    content: bytes
    name: str


def preview_page(desk: Desk, opened: SurveyRound, sent: Sent, warnings: Sequence[str]) -> str:
    """Return the page that asks to open a round, which is not stored, of a file with these warnings."""
    question_set = opened.question_set
    return render_template(
        "desk/survey_preview.html",
        round=opened,
        asked=[_asked(desk, question_set, one) for one in question_set.answerable],
        warnings=[file_faults.in_thai(desk.translator.translations, one) for one in warnings],
        is_for_chat=question_set.is_for_chat,
        fields={key: request.form.get(key, "") for key in FIELDS},
        text=sent.content.decode("utf-8-sig"),
        name=sent.name,
    )


def _asked(desk: Desk, question_set: QuestionSet, one: Question) -> Asked:
    codes = [option.code for option in one.options]
    alerting = [code for code in codes if one.destination(code) is Destination.CONDUCT]
    condition = ""
    if one.ask_if is not None:
        condition = question_set.question(one.ask_if.question).th
    return Asked(
        one.th,
        _answers(desk, one),
        one.reverse,
        ", ".join(option.th for option in one.options if option.code in alerting),
        condition,
    )


def _answers(desk: Desk, one: Question) -> str:
    """Return the answers of a question in one line."""
    if one.kind is Kind.TEXT:
        return desk.say("survey_form.may_be_blank")
    if one.kind is Kind.NUMBER:
        return desk.say("survey_form.number", least=one.least, most=one.most)
    options = (*one.options, *((one.outside,) if one.outside else ()))
    return " · ".join(option.th for option in options)
