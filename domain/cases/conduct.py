"""Staff complaints: what links the reporter to the case, whom it accuses, and who may handle it.

Only the custodians of such a case may see it, and an accused officer is never a custodian. The accused are
computed each time from everything the reporter wrote, so that later words and later appointments count too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.organisation.officers import Officer
from domain.organisation.organisation import Custodian, Department
from domain.text.thai_text import fold

MIN_NAME_LENGTH = 4
"""Letters of a first name that is searched in a story: shorter ones are parts of common words."""
_NO_VOWEL = "(?![ะ-ฺ็-๎])"
"""Not followed by a vowel or tone mark, which would make the last letter part of the next syllable."""
_CIVIL_TITLES = re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.|ว่าที่|คุณ|ดร\.|mr\.?|mrs\.?|ms\.?)\s*")


class ReporterLink(StrEnum):
    """What links the reporter to the case: the LINE account, an encrypted pseudonym, or nothing."""

    NAMED = "named"
    SEALED = "sealed"
    NONE = "none"


@dataclass(frozen=True)
class Conduct:
    """The details of a staff complaint besides the story.

    `who`: the reporter's words about the person concerned, one answer a line. `departments`: keys of the
    departments they chose. `when` and `evidence`: their words.
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
    """The officers who may see and handle a case, all holders of one post.

    It is the first post in `order` with a holder who is not accused; accused holders are left out. `officers`:
    the officers who can be reached. Empty when no post has such a holder.
    """
    everyone = [officer for officer in officers if officer.active]
    barred = accused(conduct, story, everyone, order, sections)
    for post in order:
        eligible = tuple(
            officer for officer in everyone if officer.role is post.role and officer not in barred
        )
        if eligible:
            return eligible
    return ()


def accused(
    conduct: Conduct,
    story: str,
    officers: Iterable[Officer],
    order: Sequence[Custodian],
    sections: Sequence[Department],
) -> frozenset[Officer]:
    """The officers whom a complaint mentions by name, post or department, and all of their departments.

    In doubt an officer counts as accused: a wrong exclusion costs a custodian, a wrong inclusion a secret.
    """
    everyone = tuple(officers)
    said = _all_words(conduct, story, sections)
    units = {one.key for one in _sections_in(conduct.who, sections)} | {*conduct.departments}
    posts = {post.role for post in order if _is_post_mentioned(post, said)}
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
    """The names of departments, posts and officers that accuse the same people when written into `who`."""
    said = _all_words(conduct, story, sections)
    return (
        *(section.th for section in _sections_in(conduct.who, sections)),
        *(post.words[0] for post in order if _is_post_mentioned(post, said)),
        *(one.name for one in officers if _is_named(one.name, order, conduct.who, said)),
    )


def _all_words(conduct: Conduct, story: str, sections: Sequence[Department]) -> str:
    said = fold(f"{conduct.who} {conduct.when} {conduct.evidence} {story}")
    # สำนักปลัด is a department and does not mention the ปลัด.
    for section in sections:
        said = said.replace(fold(section.th), " ")
    return said


def _sections_in(who: str, sections: Sequence[Department]) -> list[Department]:
    return [section for section in sections if fold(section.th) in fold(who)]


def _is_post_mentioned(post: Custodian, said: str) -> bool:
    return any(_contains_post(word, said) for word in post.words)


def _is_named(name: str, order: Sequence[Custodian], who: str, said: str) -> bool:
    """Whether the full name or the first name is mentioned; a line of `who` may also be a part of the name."""
    wholes = _without_titles(name, order)
    firsts = {whole.split(" ", maxsplit=1)[0] for whole in wholes}
    for line in who.splitlines():
        answer = _CIVIL_TITLES.sub("", fold(line))
        if len(answer) > 1 and any(part in answer for part in firsts):
            return True
        if len(answer) > 1 and any(answer in whole for whole in wholes):
            return True
    return any(len(first) >= MIN_NAME_LENGTH and first in said for first in firsts)


def _without_titles(name: str, order: Sequence[Custodian]) -> set[str]:
    """The name in each form without a title: ปลัดวิชัย also gives วิชัย.

    Letters that may be a title or a part of the name are tried as both.
    """
    folded = fold(name)
    posts = "|".join(re.escape(fold(word)) + _NO_VOWEL for post in order for word in post.words)
    spoken = {_CIVIL_TITLES.sub("", folded), re.sub(f"^(?:{posts})\\s*", "", folded)}
    return {whole for whole in spoken if whole}


def _contains_post(post: str, said: str) -> bool:
    """Whether the text contains the post: นายก matches, but not as the beginning of นายกิตติ."""
    return re.search(re.escape(fold(post)) + _NO_VOWEL, said) is not None
