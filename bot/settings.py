"""The settings of an installation, read from the environment and from `.env`."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.secret_key import ADVICE, is_guessable


class Settings(BaseSettings):
    """All settings; `.env.example` explains each. Raises pydantic.ValidationError for invalid values."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    line_channel_secret: SecretStr = Field(min_length=1)
    line_channel_access_token: SecretStr = Field(min_length=1)
    line_api_host: str = "https://api.line.me"
    line_data_host: str = "https://api-data.line.me"
    database_url: str = ""
    data_dir: Path = Path("var/data")
    public_url: str = ""
    secret_key: SecretStr
    old_secret_keys: SecretStr = SecretStr("")
    organisation_dir: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None

    @field_validator("secret_key")
    @classmethod
    def _refuse_a_guessable_key(cls, key: SecretStr) -> SecretStr:
        if is_guessable(key.get_secret_value()):
            raise PydanticCustomError("guessable", ADVICE)
        return key

    @model_validator(mode="after")
    def _default_database_url(self) -> Self:
        """Without DATABASE_URL, use a SQLite file in DATA_DIR."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'rongtuk.db'}")
        return self
