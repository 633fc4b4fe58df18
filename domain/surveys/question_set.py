"""Question sets: the questions of a survey, in the order of the paper form.

`storage.organisation_data.surveys` reads the files in `domain/data/surveys/` and creates these objects only after
every check has passed. Every answer to a closed question is one or several integers, its codes:

* `scale`, `one`: one code of `Question.options`, or OUTSIDE.
* `many`: up to `most_choices` codes of `Question.options`, or OUTSIDE alone.
* `number`: the number itself, from `least` to `most`.
* `text`: no code, the answer is a text. `note`: no answer; it is shown with the next question.

An opened version of a set never changes, so a code keeps its meaning for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from domain.surveys.asking_for_gain import asks_for_gain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Answers = Mapping[str, Sequence[int]]
    """Question key to the codes given. A key without codes is a text given, or a question skipped."""

OUTSIDE = 0
"""Code of "did not use it, does not know", which is counted separately and left out of every mean."""

OVERALL = "overall"
"""Key of the question for the overall score."""

CHAT_LIMIT = 7
"""A set with more questions is offered as a form first."""


class Kind(StrEnum):
    """The kinds of question."""

    SCALE = "scale"
    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    TEXT = "text"
    NOTE = "note"


class Purpose(StrEnum):
    """The purpose of a set."""

    CASE = "case"
    SATISFACTION = "satisfaction"
    EIT_ALIGNED = "eit_aligned"
    """The office's own questions on the themes of the EIT. It is not the EIT and must not be called so."""
    OWN = "own"


class Destination(StrEnum):
    """The conversation that an answer offers at the end of the survey."""

    CONDUCT = "conduct"
    """The protected track of complaints about staff."""
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Option:
    """A level of a scale or a choice. `key`: for a level, its code as text."""

    code: int
    key: str
    th: str
    en: str
    leads_to: Destination | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the answer to an earlier question; every part that is set must be met.

    `any_of`: codes, empty if not set. A missing answer meets no condition; OUTSIDE meets only an `any_of` that
    contains it.
    """

    question: str
    at_least: int | None = None
    at_most: int | None = None
    any_of: tuple[int, ...] = ()

    def is_met(self, answers: Answers) -> bool:
        """Whether the answers given so far meet the condition."""
        return any(self._admits(code) for code in answers.get(self.question, ()))

    def _admits(self, code: int) -> bool:
        if self.any_of and code not in self.any_of:
            return False
        if self.at_least is None and self.at_most is None:
            return True
        return code != OUTSIDE and (
            (self.at_least is None or code >= self.at_least)
            and (self.at_most is None or code <= self.at_most)
        )


@dataclass(frozen=True, slots=True)
class SameAs:
    """The question of another version or set whose results this question continues."""

    set_key: str
    version: int
    question: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `options`: of a scale its levels, of `one` and `many` the choices, in the order of the paper form.
    `outside`: the option with the code OUTSIDE, or None. `scale`: its name in the file. `reverse`: agreement is
    the bad end, so the codes are inverted before any figure is computed. `aspect` and `indicator`: keys into the
    set's `aspects` and `indicators`, "" for none. `least` and `most`: bounds of a number. `verified`: the wording
    was compared with `source`.
    """

    key: str
    kind: Kind
    th: str
    en: str
    options: tuple[Option, ...] = ()
    outside: Option | None = None
    scale: str = ""
    aspect: str = ""
    indicator: str = ""
    reverse: bool = False
    ask_if: Condition | None = None
    least: int = 0
    most: int = 0
    most_choices: int = 1
    same_as: SameAs | None = None
    source: str = ""
    verified: bool = False

    @property
    def levels(self) -> int:
        """The number of levels of a scale, 0 for the other kinds."""
        return len(self.options) if self.kind is Kind.SCALE else 0

    def option(self, code: int) -> Option | None:
        """The option with this code, OUTSIDE included, or None."""
        known = (*self.options, self.outside) if self.outside else self.options
        return next((one for one in known if one.code == code), None)

    def accepts(self, codes: Sequence[int]) -> bool:
        """Whether these codes are a complete answer to this question."""
        match self.kind:
            case Kind.SCALE | Kind.ONE:
                return len(codes) == 1 and self.option(codes[0]) is not None
            case Kind.MANY:
                known = all(self.option(code) is not None for code in codes)
                alone = OUTSIDE not in codes or len(codes) == 1
                return known and alone and 1 <= len(set(codes)) == len(codes) <= self.most_choices
            case Kind.NUMBER:
                return len(codes) == 1 and self.least <= codes[0] <= self.most
            case Kind.TEXT | Kind.NOTE:
                return not codes

    def score(self, code: int) -> int | None:
        """The code with 1 as the worst level and `levels` as the best; None for OUTSIDE and other kinds."""
        if self.kind is not Kind.SCALE or not 1 <= code <= self.levels:
            return None
        return self.levels + 1 - code if self.reverse else code

    def is_alarming(self, code: int) -> bool:
        """Whether the head of the department and the ปลัด are notified of this answer on the same day.

        This is so for an option that offers the protected track, and for a level in the lowest quarter of a scale
        with at least three levels: 1 and 2 of five.
        """
        return self.destination(code) is Destination.CONDUCT or self._is_low(code)

    def destination(self, code: int) -> Destination | None:
        """The conversation that this answer offers at the end of the survey, or None.

        The bad end of a reversed scale about money or gifts ("Have staff asked you for money?") accuses somebody
        even if the author of the set wrote no `leads_to`.
        """
        option = self.option(code)
        if option is not None and option.leads_to is not None:
            return option.leads_to
        is_bad_end = self.score(code) == 1 if self.levels == 2 else self._is_low(code)
        return Destination.CONDUCT if self._tells_of_gain and is_bad_end else None

    @property
    def _tells_of_gain(self) -> bool:
        return self.reverse and asks_for_gain(self.th, self.en)

    def _is_low(self, code: int) -> bool:
        score = self.score(code)
        return score is not None and self.levels > 2 and 4 * (score - 1) <= self.levels - 1


@dataclass(frozen=True, slots=True)
class Heading:
    """An aspect or an indicator: a heading of the form, and a line of the results."""

    key: str
    th: str
    en: str
    verified: bool = False


@dataclass(frozen=True)
class QuestionSet:
    """One version of a set, identified by `key` and `version`. Results of two versions are never mixed.

    `fiscal_year`: Buddhist year, None for a set of every year. `bands`: "451" or "421", the customary table
    that turns a mean of five levels into words. `aspects` and `indicators`: in the order in which they first
    occur.
    """

    key: str
    version: int
    purpose: Purpose
    th: str
    en: str
    questions: tuple[Question, ...]
    fiscal_year: int | None = None
    bands: str = "451"
    aspects: tuple[Heading, ...] = ()
    indicators: tuple[Heading, ...] = ()
    source: str = ""
    verified: bool = False

    def question(self, key: str) -> Question:
        """The question with this key. Raises KeyError for a key that is not in the set."""
        return self._by_key[key]

    def has(self, key: str) -> bool:
        """Whether the set has this question."""
        return key in self._by_key

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {one.key: one for one in self.questions}

    @cached_property
    def answerable(self) -> tuple[Question, ...]:
        """The questions without the notes."""
        return tuple(one for one in self.questions if one.kind is not Kind.NOTE)

    @property
    def rating(self) -> Question | None:
        """The first question if it asks for the overall score, which alone is a rating; else None."""
        first = self.answerable[0] if self.answerable else None
        is_rating = first is not None and first.key == OVERALL and first.kind is Kind.SCALE
        return first if is_rating else None

    @property
    def is_for_chat(self) -> bool:
        """Whether the chat asks the questions before it offers the form."""
        return len(self.answerable) <= CHAT_LIMIT and all(
            len(one.options) <= 10 for one in self.questions
        )

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions whose conditions these answers meet, without notes, answered ones included."""
        return tuple(
            one for one in self.answerable if one.ask_if is None or one.ask_if.is_met(answers)
        )

    def next_question(self, answers: Answers) -> Question | None:
        """The first question of `asked` that is not answered, or None."""
        return next((one for one in self.asked(answers) if one.key not in answers), None)

    def length(self, answers: Answers) -> int:
        """The number of questions in `asked` that people are told; a comment asked for at the end is an offer."""
        asked = self.asked(answers)
        return len(asked) - (len(asked) > 1 and asked[-1].kind is Kind.TEXT)

    def progress(self, key: str, answers: Answers) -> tuple[int, int]:
        """The position of a question in `asked`, from 1, and the number of questions up to the last or to it.

        Raises ValueError for a question that is not in `asked`.
        """
        position = [one.key for one in self.asked(answers)].index(key) + 1
        return position, max(position, self.length(answers))

    def notes_before(self, key: str) -> tuple[Question, ...]:
        """The notes directly before a question, which are shown with it."""
        keys = [one.key for one in self.questions]
        place = keys.index(key)
        start = place
        while start and self.questions[start - 1].kind is Kind.NOTE:
            start -= 1
        return self.questions[start:place]
