"""Complaints about staff: how much of the reporter is kept, whom one accuses, and who may keep the case.

Nobody sees such a case but its keepers, and a keeper is never somebody whom it accuses. Whom it accuses
is read each time from all that its reporter told, so that it also holds for what was told later and for
officers appointed later.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.organisation.officers import Officer
from domain.organisation.organisation import Custodian, Department
from domain.text.thai_text import fold

SHORTEST_NAME = 4
"""Letters a first name needs to be looked for inside a story: shorter ones are parts of common words."""
_NO_VOWEL = "(?![ะ-ฺ็-๎])"
"""Not before what would make the last letter part of the next syllable."""
_CIVIL_TITLES = re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.|ว่าที่|คุณ|ดร\.|mr\.?|mrs\.?|ms\.?)\s*")


class ReporterLink(StrEnum):
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

    link: ReporterLink
    who: str = ""
    departments: tuple[str, ...] = ()
    when: str = ""
    evidence: str = ""


def custodians(
    conduct: Conduct,
    story: str,
    officers: Iterable[Officer],
    order: Sequence[Custodian],
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
    order: Sequence[Custodian],
    sections: Sequence[Department],
) -> frozenset[Officer]:
    """The officers whom a complaint names, by name, post or section, and everyone of their sections.

    When in doubt somebody is accused: it costs a keeper, not a secret.
    """
    everyone = tuple(officers)
    said = _said(conduct, story, sections)
    units = {one.key for one in _sections_in(conduct.who, sections)} | {*conduct.departments}
    posts = {post.role for post in order if _is_spoken_of(post, said)}
    named = {
        one
        for one in everyone
        if one.role in posts or _is_named(one.name, order, conduct.who, said)
    }
    units |= {one.department for one in named if one.department}
    return frozenset({*named, *(one for one in everyone if one.department in units)})


def meant(
    conduct: Conduct,
    story: str,
    officers: Iterable[Officer],
    order: Sequence[Custodian],
    sections: Sequence[Department],
) -> tuple[str, ...]:
    """Sections, posts and names that accuse the same people again wherever they stand in `who`."""
    said = _said(conduct, story, sections)
    return (
        *(section.th for section in _sections_in(conduct.who, sections)),
        *(post.words[0] for post in order if _is_spoken_of(post, said)),
        *(one.name for one in officers if _is_named(one.name, order, conduct.who, said)),
    )


def _said(conduct: Conduct, story: str, sections: Sequence[Department]) -> str:
    said = fold(f"{conduct.who} {conduct.when} {conduct.evidence} {story}")
    # สำนักปลัด is a section, not the ปลัด.
    for section in sections:
        said = said.replace(fold(section.th), " ")
    return said


def _sections_in(who: str, sections: Sequence[Department]) -> list[Department]:
    return [section for section in sections if fold(section.th) in fold(who)]


def _is_spoken_of(post: Custodian, said: str) -> bool:
    return any(_is_meant(word, said) for word in post.words)


def _is_named(name: str, order: Sequence[Custodian], who: str, said: str) -> bool:
    """By the whole name or the first name; a line that answers "who" may also be a part of it."""
    wholes = _without_titles(name, order)
    firsts = {whole.split(" ", maxsplit=1)[0] for whole in wholes}
    for line in who.splitlines():
        answer = _CIVIL_TITLES.sub("", fold(line))
        if len(answer) > 1 and any(part in answer for part in firsts):
            return True
        if len(answer) > 1 and any(answer in whole for whole in wholes):
            return True
    return any(len(first) >= SHORTEST_NAME and first in said for first in firsts)


def _without_titles(name: str, order: Sequence[Custodian]) -> set[str]:
    """A name as it may be spoken: ปลัดวิชัย is วิชัย too. What may be a title or a part of the name is both."""
    folded = fold(name)
    posts = "|".join(re.escape(fold(word)) + _NO_VOWEL for post in order for word in post.words)
    spoken = {_CIVIL_TITLES.sub("", folded), re.sub(f"^(?:{posts})\\s*", "", folded)}
    return {whole for whole in spoken if whole}


def _is_meant(post: str, said: str) -> bool:
    """Whether the post is spoken of: นายก, but not the beginning of นายกิตติ."""
    return re.search(re.escape(fold(post)) + _NO_VOWEL, said) is not None
