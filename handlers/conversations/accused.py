"""The buttons with which the reporter of a staff complaint says whom it is about, and when they are needed.

The choice is final: the chosen person and everybody of their unit may never read the complaint.
"""

from domain.cases import question
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
