"""The settings of an installation, read from the environment and from `.env`.

They are validated by our own code, because importing pydantic takes 15 MB of memory and 0.1 seconds in every
process.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from dotenv import dotenv_values

from bot.secret_key import is_guessable

ENV_FILE = Path(".env")
MAX_PORT = 65535
_HEADER = re.compile(r"[ -~]+")
_WEB_ADDRESS = re.compile(r"https?://[!-~]+")
_MAIL_ADDRESS = re.compile(r"[!-~]+@[!-~]+")
_MAIL_SERVER = re.compile(r"(smtps|smtp|smtp\+plain)://\S+")
Fault = tuple[str, str]
"""The name of a setting in lower case, or of a file, and the key of a sentence in words/settings.toml."""


class SettingsError(ValueError):
    """Settings are missing or invalid. `faults`: all of them, without values, which may be secrets."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{name}: {key}" for name, key in self.faults))


class Secret:
    """A text that is not shown when the object is printed or logged."""

    def __init__(self, text: str = "") -> None:
        self._text = text

    def get_secret_value(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)" if self._text else "Secret()"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


NO_SECRET = Secret()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings; `.env.example` explains each. Use `of` or `read`, which validate them."""

    line_channel_secret: Secret
    line_channel_access_token: Secret
    line_api_host: str = "https://api.line.me"
    line_data_host: str = "https://api-data.line.me"
    database_url: str
    data_dir: Path = Path("var/data")
    public_url: str = ""
    secret_key: Secret
    old_secret_keys: Secret = NO_SECRET
    organisation_dir: Path | None = None
    webhook_url: str = ""
    webhook_secret: Secret = NO_SECRET
    host: str = "127.0.0.1"
    port: int = 8000
    metrics_host: str = "127.0.0.1"
    smtp_url: Secret = NO_SECRET
    mail_from: str = ""
    mail_to: str = ""
    metrics_port: int | None = None
    heartbeat_url: str = ""

    @classmethod
    def names(cls) -> frozenset[str]:
        """The names of all settings, in lower case."""
        return frozenset(one.name for one in fields(cls))

    @classmethod
    def of(cls, **values: object) -> Self:
        """Build settings from values of the right type, or from texts as in the environment.

        Unknown names and empty texts are ignored; `database_url` defaults to a SQLite file in `data_dir`. Raises
        SettingsError with all faults.
        """
        given: dict[str, Any] = {}
        faults: list[Fault] = []
        for one in fields(cls):
            value = values.get(one.name)
            # A value of blanks is none: HOST=" " would listen on every address.
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            try:
                given[one.name] = _READERS[one.type](value)
            except ValueError:
                faults.append((one.name, "no_number"))
        folder = given.get("data_dir", cls.data_dir)
        given.setdefault("database_url", f"sqlite:///{folder / 'rongtuk.db'}")
        faults += _faults(given)
        if faults:
            raise SettingsError(faults)
        return cls(**given)

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings from the environment, with `.env` as fallback. Raises SettingsError."""
        # An editor on Windows may begin the file with a byte order mark.
        try:
            file = dotenv_values(ENV_FILE, encoding="utf-8-sig") if ENV_FILE.is_file() else {}
        except UnicodeDecodeError as error:
            raise SettingsError([(str(ENV_FILE), "no_utf8")]) from error
        given = {name: text for name, text in environment.items() if text}
        return cls.of(**{name.lower(): text for name, text in {**file, **given}.items()})


def _read_secret(value: object) -> Secret:
    return value if isinstance(value, Secret) else Secret(str(value))


_READERS: Mapping[Any, Callable[[Any], object]] = {
    str: lambda value: str(value).strip(),
    Secret: _read_secret,
    Path: Path,
    Path | None: Path,
    int: int,
    int | None: int,
}


def _faults(given: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("line_channel_secret", "line_channel_access_token", "secret_key"):
        if name not in given:
            yield name, "missing"
    for name in ("line_channel_secret", "line_channel_access_token"):
        # Line breaks and letters other than ASCII cannot be sent in a header.
        if name in given and not _HEADER.fullmatch(given[name].get_secret_value()):
            yield name, "no_header"
    if "secret_key" in given and is_guessable(given["secret_key"].get_secret_value()):
        yield "secret_key", "guessable"
    for name in ("port", "metrics_port"):
        if not 0 <= given.get(name, 0) <= MAX_PORT:
            yield name, "no_port"
    if not _WEB_ADDRESS.fullmatch(given.get("public_url") or "https://-"):
        yield "public_url", "no_web_address"
    if not _WEB_ADDRESS.fullmatch(given.get("heartbeat_url", "https://-")):
        yield "heartbeat_url", "no_address"
    yield from _faults_of_mail(given)
    yield from _faults_of_webhook(given)


def _faults_of_mail(given: Mapping[str, Any]) -> Iterator[Fault]:
    """SMTP_URL, MAIL_FROM and MAIL_TO are set together."""
    if "smtp_url" in given:
        if not _MAIL_SERVER.fullmatch(given["smtp_url"].get_secret_value()):
            yield "smtp_url", "no_mail_server"
        if not _MAIL_ADDRESS.fullmatch(given.get("mail_from", "")):
            yield "mail_from", "no_mail_address"
        if not given.get("mail_to", "").strip():
            yield "mail_to", "missing"
    recipients = filter(None, map(str.strip, given.get("mail_to", "").split(",")))
    if not all(map(_MAIL_ADDRESS.fullmatch, recipients)):
        yield "mail_to", "no_mail_addresses"


def _faults_of_webhook(given: Mapping[str, Any]) -> Iterator[Fault]:
    """A webhook needs https and a secret that cannot be guessed."""
    if "webhook_url" not in given:
        return
    if not given["webhook_url"].startswith("https://"):
        yield "webhook_url", "no_https"
    if is_guessable(given.get("webhook_secret", NO_SECRET).get_secret_value()):
        yield "webhook_secret", "guessable"
