"""The content of a survey form: headings, questions with their answers, and faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.surveys.question_set import (
    OUTSIDE,
    Heading,
    Kind,
    Option,
    Purpose,
    Question,
    QuestionSet,
)
from handlers.core.i18n import Bilingual, Translator

Values = Mapping[str, Sequence[str]]
"""Question key to the values entered or stored."""


@dataclass(frozen=True)
class Choice:
    """An option. `id`: of its field, unique on the page."""

    id: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """One question. `kind`: of the question. `number`: its position on the form. `hint`: when and how to answer.

    `value`: the entry of a text or number field. `fault`: the sentence about a fault, or "".
    """

    id: str
    name: str
    kind: str
    number: int
    text: str
    notes: tuple[str, ...]
    hint: str
    choices: tuple[Choice, ...]
    value: str
    fault: str
    least: int
    most: int


@dataclass(frozen=True)
class Group:
    """Questions under one heading; the heading may be empty."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class FormPage:
    """The whole form. `faults`: (id of the field, sentence) for the list on top. `notice`: a sentence on top.

    `is_incomplete`: the only faults are unanswered questions. `rating`: id of the question that alone is a rating.
    """

    office: str
    title: str
    about: str
    own_survey: str
    notice: str
    faults: tuple[tuple[str, str], ...]
    is_incomplete: bool
    groups: tuple[Group, ...]
    rating: str = ""


@dataclass(frozen=True)
class Filled:
    """The entries and faults to show. `faults`: question key to a sentence. `is_incomplete`: as in FormPage."""

    values: Values
    faults: Mapping[str, str]
    notice: str = ""
    is_incomplete: bool = False


def form_page(
    translator: Translator, office: Bilingual, question_set: QuestionSet, about: str, filled: Filled
) -> FormPage:
    """Return the page of a form. `about`: the name of the service that is rated, "" for none."""
    is_eit = question_set.purpose is Purpose.EIT_ALIGNED
    groups = _groups(translator, question_set, filled)
    fields = [one for group in groups for one in group.fields]
    return FormPage(
        office=translator.full(office),
        title=translator.full(Bilingual(question_set.th, question_set.en)),
        about=about,
        own_survey=translator.say("survey.not_the_eit" if is_eit else "survey.own"),
        notice=filled.notice,
        faults=tuple((_first_field(one), one.fault) for one in fields if one.fault),
        is_incomplete=filled.is_incomplete,
        groups=groups,
        rating=f"q-{question_set.rating.key}" if question_set.rating else "",
    )


def _first_field(one: Field) -> str:
    return one.choices[0].id if one.choices else one.id


def _groups(translator: Translator, question_set: QuestionSet, filled: Filled) -> tuple[Group, ...]:
    """Return consecutive questions of one aspect or indicator under its heading."""
    headings = {one.key: one for one in (*question_set.aspects, *question_set.indicators)}
    groups: list[tuple[str, list[Field]]] = []
    for number, question in enumerate(question_set.answerable, 1):
        key = question.aspect or question.indicator
        field = _field(translator, question_set, question, number, filled)
        if not groups or groups[-1][0] != key:
            groups.append((key, []))
        groups[-1][1].append(field)
    return tuple(
        Group(_heading(translator, headings.get(key)), tuple(fields)) for key, fields in groups
    )


def _heading(translator: Translator, heading: Heading | None) -> str:
    return translator.full(Bilingual(heading.th, heading.en)) if heading else ""


def _field(
    translator: Translator,
    question_set: QuestionSet,
    question: Question,
    number: int,
    filled: Filled,
) -> Field:
    values = filled.values.get(question.key, ())
    notes = question_set.notes_before(question.key)
    return Field(
        id=f"q-{question.key}",
        name=f"q-{question.key}",
        kind=question.kind.value,
        number=number,
        text=translator.full(Bilingual(question.th, question.en)),
        notes=tuple(translator.full(Bilingual(one.th, one.en)) for one in notes),
        hint=_hint(translator, question_set, question),
        choices=tuple(
            Choice(
                f"q-{question.key}-{one.code}",
                str(one.code),
                _label(translator, question, one),
                str(one.code) in values,
            )
            for one in _options(question)
        ),
        value="\n".join(values) if question.kind in {Kind.TEXT, Kind.NUMBER} else "",
        fault=filled.faults.get(question.key, ""),
        least=question.least,
        most=question.most,
    )


def _options(question: Question) -> tuple[Option, ...]:
    if question.kind in {Kind.TEXT, Kind.NUMBER}:
        return ()
    return (*question.options, question.outside) if question.outside else question.options


def _label(translator: Translator, question: Question, option: Option) -> str:
    name = translator.full(Bilingual(option.th, option.en)).replace("\n", " · ")
    is_level = question.kind is Kind.SCALE and option.code != OUTSIDE
    return f"{name} ({option.code})" if is_level else name


def _hint(translator: Translator, question_set: QuestionSet, question: Question) -> str:
    """Return the hint when and how to answer a question."""
    parts = []
    condition = question.ask_if
    if condition is not None:
        earlier = question_set.question(condition.question)
        met = [one for one in _options(earlier) if condition.is_met({earlier.key: (one.code,)})]
        number = [one.key for one in question_set.answerable].index(earlier.key) + 1
        answers = ", ".join(_label(translator, earlier, one) for one in met)
        parts.append(translator.say("survey_form.only_if", number=number, answers=answers))
    if question.kind is Kind.MANY and question.most_choices > 1:
        parts.append(translator.say("survey_form.at_most", most=question.most_choices))
    if question.kind is Kind.TEXT:
        parts.append(translator.say("survey_form.may_be_blank"))
    if question.kind is Kind.NUMBER:
        facts = {"least": question.least, "most": question.most}
        parts.append(translator.say("survey_form.number", **facts))
    return " ".join(parts)
