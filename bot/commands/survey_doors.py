"""Create doors of survey rounds and write the sheets with their QR codes; the functions return lines to print."""

from dataclasses import dataclass
from pathlib import Path

from bot.commands.office import unit_of_work
from bot.commands.sentences import done, invalid
from bot.settings import Settings
from domain.surveys.participation import DoorKind
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from reports.door_sheet import draw, sheet_of
from storage.surveys.rounds import Door


@dataclass(frozen=True)
class DoorPlan:
    """The kind of a new door, and its service and village, if any."""

    kind: DoorKind
    service: str = ""
    village: int | None = None


def make_door(settings: Settings, round_id: int, plan: DoorPlan, sheet: Path | None) -> list[str]:
    """Create a door; returns its URL and, with `sheet`, the path of the sheet.

    If the sheet cannot be written, the door is not created either.
    """
    with unit_of_work(settings) as uow:
        door = rounds.make_door(
            uow, round_id, plan.kind, service=plan.service, village=plan.village
        )
        lines = [_address(uow, door)]
        if sheet is not None:
            lines.append(_write(uow, door, sheet))
        return lines


def write_sheet_of(settings: Settings, code: str, file: Path) -> str:
    """Write the sheet of a door. `code`: its code or its whole URL."""
    with unit_of_work(settings) as uow:
        return _write(uow, _door_of(uow, code), file)


def close_door(settings: Settings, code: str) -> str:
    """Close the door with this code."""
    with unit_of_work(settings) as uow:
        door = _door_of(uow, code)
        rounds.close_door(uow, door.code)
        return done("door_closed", code=door.code)


def _door_of(uow: UnitOfWork, code: str) -> Door:
    door = uow.tx.survey_rounds.door_by_code(code.rstrip("/").rpartition("/")[2])
    if door is None:
        # The refusal of the chat tells a resident to scan again.
        raise invalid("no_door", typed=code)
    return door


def _address(uow: UnitOfWork, door: Door) -> str:
    address = rounds.web_address(uow, door)
    if address is None:
        raise invalid("no_https")
    return address


def _write(uow: UnitOfWork, door: Door, file: Path) -> str:
    sheet = sheet_of(uow, door, _address(uow, door))
    pdf = draw(sheet, uow.context.translations)
    try:
        file.write_bytes(pdf)
    except OSError as error:
        raise invalid("file_unwritable", file=file, reason=error.strerror) from error
    return done("sheet_written", file=file)
