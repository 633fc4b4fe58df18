"""The report form in the browser: its fields, its photos, and the page that is shown next."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import TypeVar

from flask import request
from sqlalchemy.exc import IntegrityError

from domain.errors import Refused
from handlers.conversations.report_form import Asked, Entered, ReportForm, Stage
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments
from handlers.usecases.doors import begun, filing
from handlers.usecases.doors.begun import Begun
from handlers.usecases.doors.filing import Door, Filed
from storage.cases.attachments import Moment
from storage.sealed.files import EncryptedFiles

CleanPicture = Callable[[bytes], bytes | None]
BODY_LIMIT = 12_000_000
"""Maximum bytes of a form with photos; `bot.runtime.web_server` sets the same limit for every request."""
PHOTO_BYTES = 11_000_000
FIELD_LIMIT = 20_000
"""Maximum characters read from a field: more than the longest story, so that none is truncated silently."""
TOKEN, TRAP = "t", "website"
"""Fields: the token of the report, and a honeypot, which people do not see and bots fill in."""
TEXTS = (
    *("title", "intro", "staff_title", "staff_intro", "staff_link", "ordinary_link"),
    *("faults_title", "story", "story_hint", "where", "village", "village_unknown"),
    *("landmark", "landmark_hint", "pin", "pin_hint", "pin_here", "photos", "photos_hint"),
    *("about_you", "about_you_hint", "name", "phone", "hide_name", "next", "check_title"),
    *("category", "all_topics", "send", "who", "when", "proof", "sees_title", "emergency"),
    *("trap", "receipt_title", "receipt_again", "number", "code", "code_help", "line_help"),
    *("line_open", "line_help_staff", "follow_web", "another", "follow_title", "follow_hint"),
    *("follow_open", "timeline", "write", "note", "judge", "privacy"),
    *("rate", "rate_hint", "rate_open"),
)
_LABELS = {
    "yes": "menu.conduct",
    "no": "button.ordinary",
    "confirm": "button.fixed",
    "dispute": "button.not_fixed",
    "withdraw": "button.withdraw",
}
_SAID = {
    "suspicion": "suspicion.ask",
    "ask_who": "conduct.ask_who",
    "ask_when": "conduct.ask_when",
    "ask_story": "conduct.ask_story",
    "ask_proof": "conduct.ask_proof",
    "emergency_title": "emergency.title",
}


T = TypeVar("T")


@dataclass(frozen=True)
class Sent:
    """A submitted form. `pictures`: names of stored files. `has_bad_picture`: a file was not a picture."""

    entered: Entered
    pictures: tuple[str, ...]
    has_bad_picture: bool
    is_trapped: bool


def texts(translator: Translator) -> dict[str, str]:
    """Return the sentences of the form in the reader's language."""
    return {
        **{key: translator.say(f"webform.{key}") for key in TEXTS},
        **{key: translator.label(name) for key, name in _LABELS.items()},
        **{key: translator.say(name) for key, name in _SAID.items()},
    }


def read_entered(form: Mapping[str, str]) -> Entered:
    """Return the entries of the form, with normalised line ends."""
    values: dict[str, object] = {}
    for one in fields(Entered):
        value = form.get(one.name, "").replace("\r\n", "\n")[:FIELD_LIMIT]
        values[one.name] = bool(value) if one.name == "hide_name" else value
    entered = replace(Entered(), **values)  # type: ignore[arg-type]
    if form.get("back"):
        return replace(entered, way="", stage=Stage.TELL.value, category="", seen="")
    return entered


def read_sent(files: EncryptedFiles, clean: CleanPicture) -> Sent:
    """Return the form of the current request, with its photos re-encoded and stored.

    Call it outside any transaction, because re-encoding a photo takes up to a second.
    """
    sent = [one for one in request.files.getlist("photos") if one.filename][: attachments.LIMIT]
    cleaned = [clean(one.stream.read(PHOTO_BYTES)) for one in sent]
    return Sent(
        read_entered(request.form),
        tuple(files.store(one) for one in cleaned if one is not None),
        None in cleaned,
        bool(request.form.get(TRAP)),
    )


def take(uow: UnitOfWork, translator: Translator, form: ReportForm, sent: Sent) -> Filed | Asked:
    """Store the photos of a form and process it; on any failure the entries are shown again."""
    _keep_photos(uow, form.begun, sent.pictures)
    if sent.has_bad_picture:
        return form.shown(sent.entered, {"photos": translator.say("webform.photo_unreadable")})
    if sent.is_trapped:
        return form.shown(sent.entered, {"": translator.say("webform.send_again")})
    try:
        return form.answer(sent.entered)
    except Refused as refusal:
        sentence = translator.say(f"refusals.{refusal.key}", **refusal.facts)
        return form.shown(sent.entered, {"": sentence})


def once(work: Callable[[], T]) -> T:
    """Process a form; retry once if the same form was submitted and stored concurrently."""
    try:
        return work()
    except IntegrityError:
        return work()


def _keep_photos(uow: UnitOfWork, report: Begun, pictures: tuple[str, ...]) -> None:
    if filing.filed_before(uow, report):
        return
    room = attachments.LIMIT - len(filing.evidence_of(uow, report).ids)
    for file in pictures[: max(room, 0)]:
        attachments.keep(uow, report.owner, file, moment=Moment.BEFORE)


def opened(
    uow: UnitOfWork, purpose: str, translator: Translator, door: Door, *, is_checked: bool = True
) -> tuple[ReportForm, str, bool]:
    """Return the form of the current request, its token, and whether the token had to be renewed."""
    token = request.form.get(TOKEN, "")
    found = begun.read(uow, purpose, token) if token else None
    is_old = found is None and bool(token)
    if found is None:
        token = begun.begin(uow, purpose)
        found = begun.read(uow, purpose, token)
        assert found is not None
    return ReportForm(uow, translator, door, found, is_checked=is_checked), token, is_old


def as_page(uow: UnitOfWork, translator: Translator, asked: Asked, token: str) -> dict[str, object]:
    """Return the template context of the form."""
    organisation = uow.context.catalog.organisation
    return {
        "asked": asked,
        "values": asdict(asked.entered),
        "token": token,
        "texts": texts(translator),
        "villages": organisation.villages,
        "phone": organisation.phone,
        "photos_kept": translator.say("webform.photos_kept", count=asked.photos)
        if asked.photos
        else "",
        "english": translator.language == "en",
    }
