"""The open doors of a round that need no LINE, with their QR codes."""

from dataclasses import dataclass

from domain.surveys.participation import ANONYMOUS_DOORS
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from reports.door_sheet import subject_of
from storage.surveys.rounds import SurveyRound
from web.console.desk import Desk
from web.qr import qr_picture


@dataclass(frozen=True)
class DoorShown:
    """An open door. `subject`: its service and village. `address`: None without a public https address."""

    code: str
    channel: str
    subject: str
    address: str | None
    picture: str


def doors_of(uow: UnitOfWork, desk: Desk, found: SurveyRound) -> list[DoorShown]:
    """The doors of a round, the oldest first."""
    shown = []
    for door in uow.tx.survey_rounds.doors_of(found.id):
        if door.kind in ANONYMOUS_DOORS and door.closed_at is None:
            address = rounds.web_address(uow, door)
            shown.append(
                DoorShown(
                    door.code,
                    desk.say(f"survey.door_{door.kind.value}"),
                    subject_of(uow, door),
                    address,
                    qr_picture(address) if address else "",
                )
            )
    return shown
