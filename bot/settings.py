"""The settings of an installation, read from the environment and from `.env`."""

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.secret_key import ADVICE, is_guessable


def _require_one_word(secret: SecretStr) -> SecretStr:
    """Refuse line breaks and letters other than ASCII: HTTP cannot send them in a header."""
    if not re.fullmatch(r"[ -~]+", secret.get_secret_value()):
        raise PydanticCustomError("no_header", "must be one line of ASCII characters")
    return secret


HeaderSecret = Annotated[SecretStr, AfterValidator(_require_one_word)]
"""A secret of LINE, which is sent in HTTP headers."""
MAX_PORT = 65535
_ADDRESS = re.compile(r"[!-~]+@[!-~]+")


class Settings(BaseSettings):
    """All settings; `.env.example` explains each. Raises pydantic.ValidationError for invalid values."""

    model_config = SettingsConfigDict(
        env_file=".env",
        # An editor on Windows may begin the file with a byte order mark.
        env_file_encoding="utf-8-sig",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
    )

    line_channel_secret: HeaderSecret
    line_channel_access_token: HeaderSecret
    line_api_host: str = "https://api.line.me"
    line_data_host: str = "https://api-data.line.me"
    database_url: str = ""
    data_dir: Path = Path("var/data")
    public_url: str = ""
    secret_key: SecretStr
    old_secret_keys: SecretStr = SecretStr("")
    organisation_dir: Path | None = None
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=MAX_PORT)
    metrics_host: str = "127.0.0.1"
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    mail_to: str = ""
    metrics_port: int | None = Field(None, ge=0, le=MAX_PORT)
    heartbeat_url: str = Field("", pattern=r"^(https?://[!-~]+)?$")

    @field_validator("secret_key")
    @classmethod
    def _refuse_a_guessable_key(cls, key: SecretStr) -> SecretStr:
        if is_guessable(key.get_secret_value()):
            raise PydanticCustomError("guessable", ADVICE)
        return key

    @model_validator(mode="after")
    def _require_a_whole_mail_server(self) -> Self:
        """SMTP_URL, MAIL_FROM and MAIL_TO are set together."""
        url = self.smtp_url.get_secret_value()
        if url and not re.fullmatch(r"(smtps|smtp|smtp\+plain)://\S+", url):
            raise PydanticCustomError("smtp", "SMTP_URL must begin with smtps:// or smtp://")
        if url and not (_ADDRESS.fullmatch(self.mail_from) and self.mail_to.strip()):
            raise PydanticCustomError("smtp", "SMTP_URL needs MAIL_FROM and MAIL_TO")
        for one in filter(None, map(str.strip, self.mail_to.split(","))):
            if not _ADDRESS.fullmatch(one):
                raise PydanticCustomError("smtp", "MAIL_TO must be addresses, comma separated")
        return self

    @model_validator(mode="after")
    def _refuse_an_open_webhook(self) -> Self:
        """A webhook needs https and a secret that cannot be guessed."""
        if self.webhook_url and not self.webhook_url.startswith("https://"):
            raise PydanticCustomError("webhook_url", "must begin with https://")
        if self.webhook_url and is_guessable(self.webhook_secret.get_secret_value()):
            raise PydanticCustomError("webhook_secret", ADVICE)
        return self

    @model_validator(mode="after")
    def _default_database_url(self) -> Self:
        """Without DATABASE_URL, use a SQLite file in DATA_DIR."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'rongtuk.db'}")
        return self
