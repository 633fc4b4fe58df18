"""Build the application from its settings: data files, word files, store, keys.

Other modules receive these objects as arguments.
"""

import hashlib
import hmac
import json
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TypeVar

from bot.settings import Settings
from domain.language.classifier import Lexicon
from domain.language.follow_up import FollowUps
from domain.language.survey_answers import SurveyAnswers
from domain.language.understood import MODELS, Language
from domain.language.word_files import WordsError, parse_file
from domain.organisation.calendar import WorkCalendar
from domain.organisation.catalog import Catalog
from domain.organisation.organisation import Department
from domain.organisation.overlay import Files
from handlers.core.i18n import Translations
from handlers.core.live_office import WORDS, Former, LiveOffice, OfficeData
from handlers.core.mail_server import MailServer
from handlers.core.signed_urls import SignedUrls
from handlers.core.unit_of_work import AppContext
from handlers.core.webhook import Webhook
from storage.organisation_data.disclosure import parse_disclosure
from storage.organisation_data.eit_windows import parse_eit_windows
from storage.organisation_data.reading import (
    CatalogError,
    parse_catalog,
    parse_vocabulary,
    read_files,
)
from storage.organisation_data.road_map import read_road_map
from storage.organisation_data.surveys.reading import newest, read_question_sets
from storage.organisation_data.word_templates import read_word_templates
from storage.sealed.files import EncryptedFiles
from storage.sealed.vault import Vault
from storage.store import Store, open_store

Parsed = TypeVar("Parsed")


def build_context(settings: Settings, store: Store | None = None) -> AppContext:
    """The application context for these settings; opens the store unless one is given.

    Raises CatalogError or ValueError for a faulty data file and SQLAlchemy's ArgumentError for a faulty
    DATABASE_URL.
    """
    live = LiveOffice({**read_files(settings.organisation_dir), WORDS: _read_words()}, build_office)
    office = live.shipped
    return AppContext(
        store=store or open_store(settings.database_url, vault(settings)),
        files=attachment_files(settings),
        catalog=office.catalog,
        calendar=office.calendar,
        language=office.language,
        follow_ups=office.follow_ups,
        accusation_words=office.accusation_words,
        translations=office.translations,
        signed_urls=SignedUrls(settings.public_url, derive_keys(settings, "links")),
        question_sets=newest(read_question_sets(settings.organisation_dir)),
        eit_windows=parse_eit_windows(live.files["eit"]),
        disclosure=parse_disclosure(live.files),
        survey_answers=_as_data_fault(
            lambda: parse_file(live.files, "survey_words", SurveyAnswers.parse)
        ),
        live=live,
        mail=mail_server(settings),
        webhook=_webhook(settings),
        word_templates=read_word_templates(settings.organisation_dir),
        road_map=read_road_map(settings.organisation_dir),
    )


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server of these settings; None without SMTP_URL."""
    url = settings.smtp_url.get_secret_value()
    recipients = tuple(filter(None, (one.strip() for one in settings.mail_to.split(","))))
    return MailServer(url, settings.mail_from, recipients) if url and recipients else None


def _webhook(settings: Settings) -> Webhook | None:
    if not settings.webhook_url:
        return None
    return Webhook(settings.webhook_url, settings.webhook_secret.get_secret_value().encode())


def build_office(files: Files, base: OfficeData | None = None, former: Former = ()) -> OfficeData:
    """Build the data from the office's files and sentences. Raises CatalogError or ValueError for faulty ones.

    `base`: the data from before a change of the office's own entries; its recognisers, which take the most time,
    are reused. `former`: all earlier versions of the entries about departments.
    """
    catalog = parse_catalog(files)
    named = (*(base.catalog.departments if base else ()), *_former_departments(former))
    if base is not None and catalog.organisation.emergency != base.catalog.organisation.emergency:
        base = None
    organisation = catalog.organisation
    return OfficeData(
        catalog=catalog,
        calendar=WorkCalendar(catalog.holidays, organisation.opens, organisation.closes),
        language=base.language.of_office(catalog) if base else _language(files, catalog),
        follow_ups=_as_data_fault(lambda: parse_file(files, "follow_up", FollowUps.parse)),
        accusation_words=parse_vocabulary(files, catalog, named),
        translations=Translations.parse(files[WORDS]),
    )


def _former_departments(former: Former) -> Iterator[Department]:
    """The departments with their earlier names, so that renaming one does not hide an accusation."""
    for path, entry in former:
        th, en = str(entry.get("th", "")), str(entry.get("en", ""))
        yield Department(
            key=path[-1],
            th=th,
            short_th=str(entry.get("short_th", th)),
            en=en,
            short_en=str(entry.get("short_en", en)),
            phone="",
            unverified=frozenset(),
            aliases=tuple(map(str, entry.get("aliases", ()))),
        )


def attachment_files(settings: Settings) -> EncryptedFiles:
    """The encrypted attachment files below DATA_DIR."""
    return EncryptedFiles(settings.data_dir / "attachments", vault(settings))


def vault(settings: Settings) -> Vault:
    """Encrypts with the key of SECRET_KEY; decrypts also with those of OLD_SECRET_KEYS."""
    return Vault(derive_keys(settings, "vault"))


def derive_keys(settings: Settings, purpose: str) -> list[bytes]:
    """The 32-byte keys for one purpose: from SECRET_KEY first, then from each of OLD_SECRET_KEYS.

    Each purpose has its own key, so that a leaked key decrypts or signs nothing else.
    """
    old = (secret.strip() for secret in settings.old_secret_keys.get_secret_value().split(","))
    secrets = [settings.secret_key.get_secret_value(), *filter(None, old)]
    return [_derive(secret, purpose) for secret in secrets]


def _derive(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256)


@cache
def read_translations() -> Translations:
    """All sentences of handlers/words/*.toml, read once a process. Raises ValueError for a faulty file."""
    return Translations.parse(_read_words())


def _read_words() -> dict[str, dict[str, dict[str, str]]]:
    folder = resources.files("handlers") / "words"
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


def read_lexicon() -> Lexicon:
    """The classifier's keywords as shipped, without the organisation's own files."""
    data = read_files()
    return Lexicon.parse(data["keywords"], data["longer_words"]["words"])


def read_language(organisation_dir: Path | None = None) -> Language:
    """The recognisers for `understand`, from the shipped files or an organisation's own."""
    data = read_files(organisation_dir)
    return _language(data, parse_catalog(data))


def _language(data: Files, catalog: Catalog) -> Language:
    folder = resources.files("domain") / "data"
    models = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in MODELS}
    return _as_data_fault(lambda: Language.parse(data, models, catalog))


def _as_data_fault(parse: Callable[[], Parsed]) -> Parsed:
    """What `parse` returns; a file of words that it cannot use is reported like any other file of the office."""
    try:
        return parse()
    except WordsError as fault:
        raise CatalogError([str(fault)]) from fault
