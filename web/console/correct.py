"""The form with which an officer corrects category, place and contact of a case, on the page of the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from domain.cases.complaint import Complaint
from domain.cases.origin import NAME_LIMIT, PHONE_LIMIT, Contact
from domain.organisation.organisation import Category, Village
from handlers.access import permission
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.corrections import by_officer
from handlers.usecases.corrections.by_officer import Wanted
from handlers.usecases.doors.filing import PLACE_LIMIT
from web.console.gate import who


@dataclass(frozen=True)
class CorrectForm:
    """What may be chosen, and what the fields hold. `contact`: None if it may not be corrected.

    `own`, `others`: the categories of the case's section and of the others, with the name of their section.
    """

    category: str
    village: int
    words: str
    contact: Contact | None
    own: Sequence[Category]
    others: Sequence[tuple[Category, str]]
    villages: Sequence[Village]
    is_refused: bool
    words_limit: int = PLACE_LIMIT
    name_limit: int = NAME_LIMIT
    phone_limit: int = PHONE_LIMIT


def form_of(uow: UnitOfWork, case: Complaint, *, is_refused: bool = False) -> CorrectForm | None:
    """The form, if the officer may correct the case. `is_refused`: with the entries of the current request."""
    if not permission.may_correct(uow, who().officer, case):
        return None
    catalog = uow.context.catalog
    categories = [one for one in catalog.categories if not catalog.is_about_staff(one.key)]
    origin = uow.tx.origins.find(case.id)
    typed = origin.contact if origin and by_officer.may_correct_contact(case, origin) else None
    wanted = read() if is_refused else Wanted()
    return CorrectForm(
        wanted.category or case.category,
        (case.place.village or 0) if wanted.village is None else wanted.village,
        case.place.words if wanted.words is None else wanted.words,
        typed and (wanted.contact or typed),
        [one for one in categories if one.department == case.department],
        [
            (one, catalog.department(one.department).short_th)
            for one in categories
            if one.department != case.department
        ],
        catalog.organisation.villages,
        is_refused,
    )


def correct(uow: UnitOfWork, case: Complaint) -> by_officer.Corrected:
    """Correct the case as the form of the current request says. Raises Refused as `by_officer.correct` does."""
    return by_officer.correct(uow, who().officer, case.id, read())


def read() -> Wanted:
    """The entries of the current request."""
    form = request.form
    contact = Contact(form.get("name", "").strip(), form.get("phone", "").strip())
    return Wanted(
        form.get("category", ""),
        row_key(form.get("village", "")),
        form.get("words", ""),
        contact if "name" in form else None,
    )
