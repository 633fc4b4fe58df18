"""The buttons with which the reporter of a staff complaint says whom it is about, and when they are needed.

The choice is final: the chosen person and everybody of their unit may never read the complaint.
"""

from dataclasses import dataclass

from domain.cases import question
from domain.cases.accused import Accusation, Certainty, Evidence
from domain.language.staff_answers import describes_somebody
from domain.language.told_time import told_time
from domain.language.whom_named import as_said, named_instead
from handlers.access import custodians
from handlers.conversations.conduct_draft import ConductTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice

MOST_SECTIONS = 6
"""Departments offered: a message holds at most 13 quick replies, the others of which are the posts, "unknown" and
the choices of the review.
https://developers.line.biz/en/reference/messaging-api/#quick-reply"""


def buttons(turn: ConductTurn, step: str) -> tuple[Choice, ...]:
    """Return the buttons of a step: the posts that receive staff complaints, the departments, "unknown"."""
    catalog = turn.uow.context.catalog
    posts, sections = catalog.organisation.custodians, catalog.departments[:MOST_SECTIONS]
    labels = [
        *(turn.label(f"custody.post_{one.role}") for one in posts),
        *(turn.name(Bilingual(one.short_th, one.short_en)) for one in sections),
        turn.label("button.unknown"),
    ]
    values = question.choices(posts, sections)
    return tuple(
        turn.named_button(label, step, value) for label, value in zip(labels, values, strict=True)
    )


def names(turn: ConductTurn) -> dict[str, str]:
    """Return the name of each button's value, for the cards."""
    catalog = turn.uow.context.catalog
    posts, sections = catalog.organisation.custodians, catalog.departments
    shown = [
        *(one.th for one in posts),
        *(one.th for one in sections),
        turn.label("button.unknown"),
    ]
    return dict(zip(question.choices(posts, sections), shown, strict=True))


@dataclass(frozen=True)
class Named:
    """Whom a story names. `words`: as its writer said it. `choices`: the buttons that mean the same."""

    words: str
    choices: tuple[str, ...]


def named(turn: ConductTurn, story: str) -> Named | None:
    """Return whom a story clearly names, to offer it as the answer; None if it names nobody.

    Their own words are shown, because the name of an officer that they did not say must not be told.
    """
    buttons_of = names(turn)
    found = [one for one in _accusing(custodians.accused_by(turn.uow, story, "")) if one.is_clear]
    if not found:
        return None
    said = dict.fromkeys(as_said(story, one.words) for one in found)
    shown = [one for one in said if not any(one in other for other in said if other != one)]
    choices = tuple(dict.fromkeys(one.target for one in found if one.target in buttons_of))
    return Named(", ".join(shown), choices)


def is_named_in(turn: ConductTurn, text: str) -> bool:
    """Whether a text names somebody or a section of the office, as the answer to "whom is it about?"."""
    return bool(_accusing(custodians.accused_by(turn.uow, "", text)))


def corrected(turn: ConductTurn, text: str) -> str:
    """Return whom a text names instead of somebody else, "not this one, that one"; empty if it corrects nobody."""
    meant = named_instead(text)
    if not meant or told_time(meant):
        return ""
    return meant if is_named_in(turn, meant) or describes_somebody(meant) else ""


@dataclass(frozen=True)
class _Mention:
    target: str
    words: str
    is_clear: bool


def _accusing(accusation: Accusation) -> list[_Mention]:
    found = [one for one in accusation.evidence if not one.excuse]
    # "A repairman" may mean a whole section or the officer who is called so, and names neither.
    passing = {one.words for one in found if _is_section(one) and one.certainty < Certainty.CERTAIN}
    return [
        _Mention(
            one.target,
            one.words,
            is_clear=one.certainty >= Certainty.LIKELY and one.words not in passing,
        )
        for one in sorted(found, key=lambda one: (one.target, one.words))
    ]


def _is_section(one: Evidence) -> bool:
    return not one.target.startswith("officer:")


def is_unclear(turn: ConductTurn) -> bool:
    """Whether the complaint is complete except that neither buttons nor text clearly say whom it is about."""
    draft = turn.draft
    if draft.choices or draft.who is None or not draft.story or draft.proof is None:
        return False
    # A draft stored by the previous release contains departments instead of choices.
    if draft.departments:
        return False
    words = (draft.who, draft.when or "", draft.proof)
    return question.needs_question(custodians.accused_by(turn.uow, draft.story, *words))
