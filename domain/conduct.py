"""Complaints about staff: how much of the reporter is kept, whom one accuses, and who may keep the case.

Nobody sees such a case but its keepers, and a keeper is never somebody whom it accuses. Whom it accuses
is read from its words each time, so that it also holds for officers appointed later.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.municipality import Department, Keeper
from domain.people import Officer
from domain.thai_text import fold

SHORTEST_NAME = 4
"""Letters a first name needs to be looked for inside a story: shorter ones are parts of common words."""
_CIVIL_TITLES = re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.|ว่าที่|คุณ|ดร\.|mr\.?|mrs\.?|ms\.?)\s*")


class Link(StrEnum):
    """What ties the reporter to the case: their account, a sealed one, or nothing at all."""

    NAMED = "named"
    SEALED = "sealed"
    NONE = "none"


@dataclass(frozen=True)
class Conduct:
    """What makes it investigable, beside the story itself.

    `who` is what the reporter said of whom it concerns, in words; `departments` are the sections they
    chose.
    """

    link: Link
    who: str = ""
    departments: tuple[str, ...] = ()
    when: str = ""
    evidence: str = ""


def keepers(
    conduct: Conduct,
    story: str,
    officers: Iterable[Officer],
    order: Sequence[Keeper],
    sections: Sequence[Department],
) -> tuple[Officer, ...]:
    """Who may see and handle a case: those of the first post in `order` who are not accused by it.

    `officers`: whoever can be reached. Empty when everyone is accused or nobody is left.
    """
    everyone = [officer for officer in officers if officer.active]
    barred = accused(conduct, story, everyone, order, sections)
    for post in order:
        free = tuple(one for one in everyone if one.role is post.role and one not in barred)
        if free:
            return free
    return ()


def accused(
    conduct: Conduct,
    story: str,
    officers: Iterable[Officer],
    order: Sequence[Keeper],
    sections: Sequence[Department],
) -> frozenset[Officer]:
    """The officers whom a complaint names, by name, post or section, and everyone of their sections.

    When in doubt somebody is accused: it costs a keeper, not a secret.
    """
    everyone = tuple(officers)
    who, said = fold(conduct.who), fold(f"{conduct.who} {story}")
    units = {
        section.key
        for section in sections
        if section.key in conduct.departments or fold(section.th) in who
    }
    # สำนักปลัด is a section, not the ปลัด.
    for section in sections:
        said = said.replace(fold(section.th), " ")
    posts = {post.role for post in order if any(_is_meant(word, said) for word in post.words)}
    named = {one for one in everyone if one.role in posts or _is_named(one.name, who, said)}
    units |= {one.department for one in named if one.department}
    return frozenset({*named, *(one for one in everyone if one.department in units)})


def _is_named(name: str, who: str, said: str) -> bool:
    """By the whole name or the first name; a short answer to "who" may also be a part of it."""
    whole = _CIVIL_TITLES.sub("", fold(name))
    answer = _CIVIL_TITLES.sub("", who)
    first = whole.split(" ", maxsplit=1)[0]
    if len(answer) > 1 and (answer in whole or first in answer):
        return True
    return len(first) >= SHORTEST_NAME and first in said


def _is_meant(post: str, said: str) -> bool:
    """Whether the post is spoken of: นายก, but not the beginning of นายกิตติ."""
    return re.search(re.escape(fold(post)) + "(?![ะ-ฺ็-๎])", said) is not None
