"""Apply the rules of domain.cases.reader to the officers in the database.

This module decides who the custodian of a staff complaint is, who may read it, and how its reporter is reached.
The accusation is stored with the case and only grows; handlers.usecases.custody stores it.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.cases import reader
from domain.cases.accused import Accusation
from domain.cases.complaint import Complaint, OpenedCase, words_in
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.matcher import Statement
from domain.cases.reader import Choice
from domain.cases.sealed_text import Reader
from domain.organisation.officers import Officer, Role
from handlers.access import staff
from handlers.core.i18n import Bilingual
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.audit import Entry
from storage.people.officers import Linked

OPENED = "identity_opened"
"""Audit action: the reporter's account was decrypted to send them a message."""
READ = "read"
"""Audit action: an officer was shown the case. The actor is the reader, the note says how."""
CHANGED = "custody_changed"
"""Audit action: the custodian changed. The note has the ids of the former and the new one."""
RECUSED = "custody_recused"
"""Audit action: a custodian withdrew from the case. The note is the reason."""
IDENTITY_ASKED, IDENTITY_REFUSED = "identity_asked", "identity_refused"
"""Audit actions: the custodian asked who reported the case, with the reason; the second person refused."""
IDENTITY_SHOWN = "identity_shown"
"""Audit action: the second person agreed, and the custodian was sent the reporter's name. The reporter sees it."""
INTERNAL = frozenset({OPENED, READ, RECUSED, IDENTITY_ASKED, IDENTITY_REFUSED})
"""Audit actions that are shown neither to the reporter nor in the history on officers' cards."""


@dataclass(frozen=True)
class Considered:
    """The accusation in all texts of a case, and the custodian chosen for it."""

    accusation: Accusation
    choice: Choice


def may_read(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may read a staff complaint: only its custodian, and only while nothing bars them.

    False for an ordinary case, and while no accusation is stored.
    """
    stored = uow.tx.custody.find(case.id) if case.restricted else None
    return stored is not None and reader.may_read(
        stored.accusation,
        stored.custodian,
        staff.as_candidate(officer),
        staff.known_staff(uow),
        staff.custodian_order(uow),
    )


def custodians_of(uow: UnitOfWork, case: Complaint) -> tuple[Linked, ...]:
    """Return the custodian of a staff complaint as a tuple of one.

    Empty if there is none or they may not read it, and for an ordinary case.
    """
    stored = uow.tx.custody.find(case.id) if case.restricted else None
    if stored is None:
        return ()
    linked = _on_line(uow, stored.custodian)
    return tuple(one for one in linked if may_read(uow, one.officer, case))


def custodians_for(
    uow: UnitOfWork,
    about: Conduct,
    story: str,
    choices: Iterable[str] = (),
    *,
    barred: frozenset[int] = frozenset(),
    since: datetime | None = None,
) -> tuple[Linked, ...]:
    """Return the custodian that a complaint with these details would have if filed now, as `custodians_of`.

    `choices`: the buttons with which the reporter answered whom it is about. `barred`: ids of officers who may
    never read it, such as the one who types it for the reporter. `since`: when it was said, if not now.
    """
    found = accusation_in(uow, reporter_words(about, story, choices=choices))
    found |= Accusation(barred=barred)
    if since is not None:
        found = _with_put_in_place(uow, found, since)
    return _on_line(uow, chosen(uow, found, None).custodian)


def custodians_after(uow: UnitOfWork, case: Complaint, adding: str) -> tuple[Linked, ...]:
    """Return the custodian that a case will have once its reporter has added this text, as `custodians_of`."""
    considered = consider(uow, case, adding)
    return _on_line(uow, considered.choice.custodian) if considered else ()


def hold(uow: UnitOfWork, case: Complaint) -> None:
    """Lock the accusations of staff complaints before `case` is locked; does nothing for an ordinary case."""
    if case.restricted:
        uow.tx.custody.hold()


def consider(
    uow: UnitOfWork, case: Complaint, adding: str = "", choices: Iterable[str] = ()
) -> Considered | None:
    """Return the accusation of a staff complaint, from all its texts, and the custodian for it.

    None for an ordinary case, and for one whose stored accusation cannot be decrypted, which nobody may read.
    `adding`: text that its reporter is about to add. The result includes the stored accusation.
    """
    if not case.restricted:
        return None
    stored = uow.tx.custody.find(case.id)
    if stored is not None and stored.accusation is None:
        return None
    before = stored.accusation if stored else None
    case = _for_matching(case)
    words = reporter_words(_about(case), case.detail, (*_notes(uow, case), adding), choices)
    accusation = accusation_in(uow, words, before or Accusation())
    accusation = _with_put_in_place(uow, accusation, case.filed_at)
    current = stored.custodian if stored else case.officer_id
    return Considered(accusation, chosen(uow, accusation, current))


def accused_by(uow: UnitOfWork, story: str, who: str, *later: str) -> Accusation:
    """Return the accusation in a complaint that is not filed yet. `who`: the answer whom it is about."""
    return staff.matcher(uow).find(Statement(story, who, later=later))


def accusation_in(
    uow: UnitOfWork, words: Statement, before: Accusation | None = None
) -> Accusation:
    """Return the accusation in `words`, united with `before`, with all officers whom it bars."""
    found = staff.matcher(uow).find(words)
    return grown(uow, found if before is None else before | found)


def grown(uow: UnitOfWork, accusation: Accusation) -> Accusation:
    """Return an accusation with everybody whom it bars, among all present and former officers."""
    return reader.grown(accusation, staff.known_staff(uow))


def chosen(
    uow: UnitOfWork,
    accusation: Accusation,
    current: int | None,
    *,
    passed_over: Container[int | None] = (),
) -> Choice:
    """Return the custodian for an accusation among the officers on LINE.

    `current`: the present one's id. `passed_over`: ids of officers who are chosen only if nobody else is left.
    """
    candidates = [
        replace(one, is_passed_over=True) if one.officer_id in passed_over else one
        for one in staff.candidates(uow)
    ]
    return reader.choose_custodian(
        accusation,
        candidates,
        current,
        staff.known_staff(uow),
        staff.custodian_order(uow),
    )


def reporter_words(
    about: Conduct, story: str, later: Iterable[str] = (), choices: Iterable[str] = ()
) -> Statement:
    """Return everything that a reporter wrote and chose. `later`: the texts besides the story."""
    sections = (f"unit:{key}" for key in about.departments)
    texts = tuple(filter(None, (about.when, about.evidence, *later)))
    return Statement(story, about.who, frozenset({*sections, *choices}), texts)


def second_person(uow: UnitOfWork, case: Complaint, first: Officer) -> Linked | None:
    """Return the officer who must agree before `first`, the custodian of a case, learns who reported it.

    This is the first officer on LINE, in the order of the custodians' posts, whom `may_be_second` allows, or None.
    """
    free = [one for one in uow.tx.officers.linked() if may_be_second(uow, case, one.officer, first)]
    order = custodian_rank(uow)
    return min(free, key=lambda one: (order[one.officer.role], one.officer.id), default=None)


def may_be_second(uow: UnitOfWork, case: Complaint, officer: Officer, first: Officer) -> bool:
    """Whether an officer may agree to `first` learning who reported a staff complaint.

    They hold a custodian's post, are not barred from the case, and cannot be the same person.
    """
    stored = uow.tx.custody.find(case.id)
    if stored is None or stored.accusation is None:
        return False
    everyone = staff.known_staff(uow)
    out = reader.barred(stored.accusation, everyone) | everyone.same_as({first.id})
    return officer.active and officer.role in custodian_rank(uow) and officer.id not in out


def custodian_rank(uow: UnitOfWork) -> dict[Role, int]:
    """Return the roles that may handle staff complaints with their place in the order."""
    return {role: place for place, role in enumerate(staff.custodian_order(uow))}


def lacks_custodian(uow: UnitOfWork, case: Complaint) -> bool:
    """Whether a staff complaint is open and has no custodian."""
    return case.restricted and case.is_open and not custodians_of(uow, case)


def former(uow: UnitOfWork, case: Complaint) -> list[int | None]:
    """Return the ids of the former custodians of a staff complaint, one for each time that they had it."""
    opened = case.opened_for(Reader("system", case.number, "former custodians"))
    notes = (
        words_in(entry.note, opened)
        for entry in uow.tx.audit.of(case.id)
        if entry.action == CHANGED
    )
    return [int(note.split()[0]) for note in notes if note and note[0] != "-"]


def named_before(uow: UnitOfWork, case: Complaint) -> tuple[str, ...]:
    """Return the departments, posts and officers that a case accuses although its text no longer names them.

    The reporter has unsent or edited that text; without this list the custodian would not know whom it accused.
    """
    stored = uow.tx.custody.find(case.id) if case.restricted else None
    if stored is None or stored.accusation is None:
        return ()
    case = _for_matching(case)
    words = reporter_words(_about(case), case.detail, _notes(uow, case))
    before, today = stored.accusation, staff.matcher(uow).find(words)
    catalog = uow.context.catalog
    named = {one.target for one in before.evidence if not one.excuse}
    named -= {one.target for one in today.evidence if not one.excuse}
    return (
        *(one.th for one in catalog.departments if one.key in before.units - today.units),
        *(
            one.words[0]
            for one in catalog.organisation.custodians
            if one.role in before.roles - today.roles
        ),
        *(one.name for one in uow.tx.officers.all() if f"officer:{one.id}" in named),
    )


def note_read(uow: UnitOfWork, officer: Officer, case: Complaint, how: str = "") -> bool:
    """Record that an officer is shown a case: in this transaction, and for a staff complaint in the audit log.

    It is recorded once for each case and transaction. The replies to the officer are then marked as being about
    this case, see UnitOfWork.reply. `how`: one word, such as the kind of message. Returns False if it is a staff
    complaint and this read-only transaction cannot record it; then the case must not be shown.
    """
    if case.id in uow.opened:
        return True
    if case.restricted:
        if not uow.tx.is_writing:
            return False
        status = case.status.value
        uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", READ, status, status, how), case)
    uow.opened.add(case.id)
    return True


def note_sent(uow: UnitOfWork, recipients: Iterable[Linked], case: Complaint, how: str) -> None:
    """Record in the audit log that a staff complaint is sent to these officers. `how`: the kind of message."""
    if case.restricted:
        status = case.status.value
        for one in recipients:
            actor = f"officer:{one.officer.id}"
            uow.tx.audit.add(Entry(uow.now, actor, READ, status, status, how), case)


def cases_in_custody_of(uow: UnitOfWork, officer: Officer) -> list[Complaint]:
    """Return the open staff complaints of which this officer is the custodian, by due date."""
    ids = uow.tx.custody.open_cases_of(officer.id)
    found = (uow.tx.staff_cases.find(complaint_id) for complaint_id in ids)
    return [case for case in found if case is not None and may_read(uow, officer, case)]


def posts(uow: UnitOfWork, custodians: Iterable[Linked]) -> Bilingual | None:
    """Return the posts of these custodians, never their names; None if there are no custodians."""
    roles = {custodian.officer.role for custodian in custodians}
    found = [post for post in uow.context.catalog.organisation.custodians if post.role in roles]
    if not found:
        return None
    return Bilingual(", ".join(post.th for post in found), ", ".join(post.en for post in found))


def posts_of(uow: UnitOfWork, case: Complaint) -> Bilingual | None:
    """Return the post of a staff complaint's custodian, or a text that says there is none.

    None for an ordinary case.
    """
    if not case.restricted:
        return None
    return posts(uow, custodians_of(uow, case)) or uow.context.translations.both("conduct.nobody")


def address_of(uow: UnitOfWork, case: Complaint) -> str | None:
    """Return the reporter's LINE user id, for sending them a message; None if it is not stored or unknown.

    Decrypting a sealed identity is recorded in the audit log.
    """
    if case.conduct is not None and case.conduct.link is ReporterLink.NONE:
        return None
    if case.conduct is None or not uow.tx.identities.is_pseudonym(case.reporter):
        # A case that was opened from a comment has no reporter.
        return case.reporter or None
    uow.tx.audit.add(Entry(uow.now, "system", OPENED, None, None, ""), case)
    # A case from the counter or the web may have had no known reporter before it became a staff complaint.
    return uow.tx.identities.open(case.id) or None


def for_danger(case: Complaint) -> OpenedCase:
    """Return a case with its text readable, to check whether somebody is in danger."""
    return case.opened_for(Reader("system", case.number, "danger"))


def _with_put_in_place(uow: UnitOfWork, accusation: Accusation, since: datetime) -> Accusation:
    """Return an accusation that also bars whoever was put in place by a barred officer since then.

    Somebody whom they gave a post, or who was linked by a code of theirs, may be the same person with another
    telephone.
    """
    pairs = uow.tx.audit.put_in_place_since(since)
    while found := {other for by, other in pairs if by in accusation.barred} - accusation.barred:
        accusation = grown(uow, accusation | Accusation(barred=frozenset(found)))
    return accusation


def _for_matching(case: Complaint) -> OpenedCase:
    return case.opened_for(Reader("system", case.number, "whom it accuses"))


def _about(case: Complaint) -> Conduct:
    return case.conduct or Conduct(ReporterLink.NAMED)


def _notes(uow: UnitOfWork, case: Complaint) -> list[str]:
    """Return the texts that the reporter added to a case."""
    notes = (entry.note for entry in uow.tx.audit.of(case.id) if entry.is_by_reporter)
    return [words_in(note, case) for note in notes]


def _on_line(uow: UnitOfWork, officer_id: int | None) -> tuple[Linked, ...]:
    return tuple(one for one in uow.tx.officers.linked() if one.officer.id == officer_id)
