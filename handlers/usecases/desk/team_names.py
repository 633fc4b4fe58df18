"""The names that officers get in the console: new, none of a custodian, no word of complaints about others."""

from collections.abc import Collection

from domain.cases import common_words
from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.access import custodians, staff
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork

NAME_LIMIT = 100


def keeps_names(uow: UnitOfWork, role: Role) -> bool:
    """Whether names of officers with this role are not changed in the console: they receive staff complaints.

    An accused who manages the team could else give the custodian their own name, which bars both.
    """
    return role in custodians.custodian_rank(uow)


def ensure_new_name(uow: UnitOfWork, name: str) -> None:
    """Raise Refused same_name if an active officer has this name: often the same person, appointed before."""
    for one in uow.tx.officers.all():
        if one.active and one.name.casefold() == name.casefold():
            post = Translator(uow.context.translations).say(f"team.role_{one.role.value}")
            raise Refused("same_name", officer=one.name, post=post)


def ensure_no_custodians_name(
    uow: UnitOfWork, names: Collection[str], officer_id: int | None
) -> None:
    """Raise Refused custodians_name if a new name of an officer is one of whoever receives staff complaints.

    Two officers who share a given name may be one person: a namesake in an accused section bars the custodian.
    """
    others = [
        one.id
        for one in uow.tx.officers.all()
        if one.active and keeps_names(uow, one.role) and one.id != officer_id
    ]
    if names and staff.known_staff(uow).share_a_name(names, others):
        raise Refused("custodians_name")


def ensure_no_common_name(uow: UnitOfWork, names: Collection[str], officer_id: int | None) -> None:
    """Raise Refused common_name if a new name is a word of complaints about others.

    An accused who manages the team could else give it to a colleague of the custodian, and so bar the custodian.
    Somebody who bears such a name is appointed on the server.
    """
    former = {
        name
        for post in uow.tx.officer_history.posts()
        if post.officer_id == officer_id
        for name in post.names
    }
    words = uow.context.accusation_words
    if names and common_words.are_too_common({*former, *names}, words, before=former):
        raise Refused("common_name", names=", ".join(sorted(names)))
