"""Warn the administrators of the server: the disk is nearly full, or there was no backup for days."""

from datetime import datetime, timedelta

from domain.organisation.calendar import bangkok
from domain.organisation.officers import Role
from handlers.core import dates
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from storage.maintenance.disk_space import Space
from storage.recovery.backup import JOB as BACKUP

DISK_ALARM, BACKUP_ALARM = "disk_alarm", "backup_alarm"
BACKUP_DUE = timedelta(days=3)
AGAIN = timedelta(days=7)
"""The warning about backups is repeated after this time; the one about the disk is sent every day."""
GIGABYTE = 1_000_000_000


def warn(uow: UnitOfWork, space: Space) -> int:
    """Send the warnings that are due; return how many were sent."""
    return _warn_of_disk(uow, space) + _warn_of_backup(uow)


def _warn_of_disk(uow: UnitOfWork, space: Space) -> int:
    day = bangkok(uow.now).date().isoformat()
    if not space.is_low or not uow.tx.jobs.claim(DISK_ALARM, day, uow.now):
        return 0
    facts = {"free": f"{space.free / GIGABYTE:.1f}", "total": f"{space.total / GIGABYTE:.0f}"}
    return _tell(uow, uow.context.translations.say("machine.disk_low", "th", **facts))


def _warn_of_backup(uow: UnitOfWork) -> int:
    last = uow.tx.jobs.last_slot(BACKUP)
    since = datetime.fromisoformat(last) if last else uow.tx.jobs.first_at()
    if since is None or uow.now - since < BACKUP_DUE:
        return 0
    times = (uow.now - since - BACKUP_DUE) // AGAIN
    if not uow.tx.jobs.claim(BACKUP_ALARM, f"{since.isoformat()} {times}", uow.now):
        return 0
    say = uow.context.translations.say
    if last:
        return _tell(uow, say("machine.backup_old", "th", day=dates.day(since)))
    return _tell(uow, say("machine.backup_never", "th"))


def _tell(uow: UnitOfWork, sentence: str) -> int:
    """Send a sentence to the administrators or, if there is none, to the ปลัด."""
    linked = uow.tx.officers.linked()
    for role in (Role.ADMIN, Role.PALAD):
        readers = [one for one in linked if one.officer.role is role]
        for one in readers:
            uow.notify(one.line_user_id, [Text(sentence)])
        if readers:
            return 1
    return 0
