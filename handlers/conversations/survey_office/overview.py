"""The surveys for officers: rounds, comments to read, QR codes, and the official EIT in its window."""

from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Officer
from domain.surveys.eit import counted_on
from domain.surveys.participation import ANONYMOUS_DOORS
from domain.surveys.question_set import Purpose
from handlers.access import survey_readers
from handlers.conversations import survey_voids as voids
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Row, Text
from handlers.engine.turn import Turn
from handlers.usecases import improvements
from handlers.usecases.surveys import comments, rounds
from handlers.usecases.surveys.rounds import Status
from handlers.views import eit_window
from storage.surveys.rounds import Door, SurveyRound

ROUNDS_SHOWN = 8
DOORS_SHOWN = 10


def may_see(turn: Turn) -> bool:
    """Whether the sender is an officer who may see anything about surveys."""
    officer = turn.officer
    return officer is not None and (
        survey_readers.sections_of(turn.uow, officer) != ()
        or survey_readers.may_be_custodian(turn.uow, officer)
    )


def show(turn: Turn) -> list[Reply]:
    """Return the running rounds and the newest closed ones, comments to read, and the official EIT."""
    officer = officer_of(turn)
    sections = survey_readers.sections_of(turn.uow, officer)
    replies: list[Reply] = []
    if sections != ():
        found = turn.uow.tx.survey_rounds.all()[:ROUNDS_SHOWN]
        cards = tuple(_round(turn, officer, one) for one in found)
        if cards:
            replies.append(Cards(turn.say("survey_office.title"), cards))
        else:
            replies.append(Text(turn.say("survey_office.no_rounds")))
    replies.append(_comments(turn, officer))
    if sections != ():
        replies.append(_improvements(turn, officer))
    if survey_readers.is_eit(turn.uow, officer) or officer.is_executive:
        replies += _window(turn, officer)
    return replies


def officer_of(turn: Turn) -> Officer:
    """Return the officer of a turn. Raises Refused not_an_officer."""
    if turn.officer is None:
        raise Refused("not_an_officer")
    return turn.officer


def _round(turn: Turn, officer: Officer, found: SurveyRound) -> Card:
    """Return the card of a round: last day, answers against the target, and their channels."""
    status = rounds.status(turn.uow, found.id)
    sections = survey_readers.sections_of(turn.uow, officer)
    is_open = found.is_open(turn.uow.now)
    until = "survey_office.open_until" if is_open else "survey_office.closed_on"
    if sections is None:
        rows = [answered(turn, status.answered, found.target), *_channels(turn, status)]
    else:
        of_section = sum(status.by_section.get(one, 0) for one in sections)
        rows = [answered(turn, of_section, None, of_section=True)]
    return Card(
        title=found.question_set.th,
        heading=turn.say(until, day=dates.day(found.last_moment)),
        alt=found.question_set.th,
        rows=tuple(rows),
        buttons=(
            buttons.choice(
                turn.translator, "survey_office.results", Button.SURVEY_RESULTS, found.id
            ),
            *_doors_button(turn, officer, found),
            *voids.button(turn, officer, found),
        ),
        footnote=own_survey(turn, found),
    )


def _doors_button(turn: Turn, officer: Officer, found: SurveyRound) -> tuple[Choice, ...]:
    """Return the button for the QR codes of an open round, for the section that runs the surveys."""
    is_open = found.is_open(turn.uow.now)
    if not is_open or not survey_readers.is_eit(turn.uow, officer) or not _doors(turn, found.id):
        return ()
    return (buttons.choice(turn.translator, "survey_office.doors", Button.SURVEY_DOORS, found.id),)


def _doors(turn: Turn, round_id: int) -> list[Door]:
    return [
        one
        for one in turn.uow.tx.survey_rounds.doors_of(round_id)
        if one.kind in ANONYMOUS_DOORS and one.closed_at is None
    ][:DOORS_SHOWN]


def show_doors(turn: Turn, round_id: int) -> list[Reply]:
    """Return the QR code and the link of each open door of a round. Raises Refused not_allowed, no_such_round."""
    officer = officer_of(turn)
    if not survey_readers.is_eit(turn.uow, officer):
        raise Refused("not_allowed")
    found = rounds.get(turn.uow, round_id)
    cards = tuple(
        card for one in _doors(turn, found.id) if (card := _door(turn, found, one)) is not None
    )
    return [Cards(turn.say("survey_office.doors"), cards)] if cards else show(turn)


def _door(turn: Turn, found: SurveyRound, door: Door) -> Card | None:
    address = rounds.web_address(turn.uow, door)
    picture = turn.uow.context.signed_urls.survey_qr(door.code)
    if address is None or picture is None:
        return None
    names = {one.key: one.th for one in turn.uow.context.catalog.services}
    return Card(
        title=names.get(door.service, found.question_set.th),
        heading=turn.say(f"survey.door_{door.kind.value}"),
        alt=address,
        photos=(picture,),
        buttons=(
            Choice(turn.label("survey_office.open_form"), ButtonAction.LINK, address),
            Choice(turn.label("survey_office.copy_link"), ButtonAction.COPY, address),
        ),
    )


def answered(turn: Turn, count: int, target: int | None, *, of_section: bool = False) -> Row:
    """Return the row with the number of answers, and the target if there is one.

    `of_section`: the answers are about the reader's own department, for which there is no target.
    """
    label = "survey_office.answered_section" if of_section else "survey_office.answered"
    if target is None:
        return Row(turn.say(label), turn.say("survey_office.count", count=count))
    text = turn.say("survey_office.of_target", count=count, target=target)
    return Row(turn.say(label), text)


def _channels(turn: Turn, status: Status) -> list[Row]:
    """Return the numbers of answers by channel, and warnings about their quality."""
    channels = ", ".join(
        turn.say("survey_office.part", name=turn.say(f"survey.door_{kind.value}"), count=count)
        for kind, count in sorted(status.by_channel.items(), key=lambda pair: -pair[1])
    )
    rows = [Row(turn.say("survey_office.channels"), channels)] if channels else []
    doubtful = (
        ("survey_office.assisted", status.assisted),
        ("survey_office.burst", status.burst),
        ("survey_office.void", status.void),
    )
    rows += [
        Row(turn.say(key), turn.say("survey_office.count", count=count))
        for key, count in doubtful
        if count
    ]
    return rows


def own_survey(turn: Turn, found: SurveyRound) -> str:
    """Return the sentence that a survey is the office's own and not the official EIT."""
    is_eit = found.question_set.purpose is Purpose.EIT_ALIGNED
    return turn.say("survey.not_the_eit" if is_eit else "survey.own")


def _comments(turn: Turn, officer: Officer) -> Card:
    unread = comments.count_unread(turn.uow, officer)
    overdue = comments.count_overdue(turn.uow)
    sections = survey_readers.sections_of(turn.uow, officer)
    body = turn.say("survey_office.unread", count=unread)
    if sections is None and overdue:
        body = f"{body}\n{turn.say('survey_office.overdue', count=overdue)}"
    read = buttons.choice(turn.translator, "survey_office.read_words", Button.SURVEY_WORDS)
    return Card(
        title=turn.say("survey_office.words_title"),
        alt=body,
        body=body,
        buttons=(read,) if unread else (),
    )


def _improvements(turn: Turn, officer: Officer) -> Card:
    today = bangkok(turn.uow.now).date()
    found = improvements.visible(turn.uow, officer)
    body = turn.say(
        "improvement.card",
        open=sum(one.is_open for one in found),
        late=sum(one.is_late(today) for one in found),
    )
    return Card(
        title=turn.say("improvement.title"),
        alt=body,
        body=body,
        buttons=(buttons.choice(turn.translator, "improvement.list", Button.IMPROVEMENTS),),
    )


def _window(turn: Turn, officer: Officer) -> list[Reply]:
    """Return the official EIT: in its window, when its final number is due, or while its data are unverified."""
    day = bangkok(turn.uow.now).date()
    windows = turn.uow.context.eit_windows
    may_enter = survey_readers.is_eit(turn.uow, officer)
    found = counted_on(windows, day)
    is_over = found is not None and day > found.closes
    if found is not None and found.may_be_shown and not (is_over and not may_enter):
        return [eit_window.card(turn.uow, turn.translator, found, may_enter=may_enter)]
    coming = [one for one in windows if one.closes >= day]
    if not coming or coming[0].may_be_shown:
        return []
    return [Text(turn.say("survey_office.window_unverified", year=coming[0].fiscal_year))]
