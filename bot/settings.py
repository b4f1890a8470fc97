"""Environment → Settings, complaining in sentences. The names are those of `.env.example`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """A setting that cannot be used, in a sentence for whoever runs the bot."""


class Settings(BaseSettings):
    """Everything that whoever runs the bot can set, from the environment or from the file `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, env_ignore_empty=True
    )

    telegram_token: SecretStr = Field(SecretStr(""), description="The token that @BotFather gives.")
    telegram_base_url: str = Field(
        "https://api.telegram.org/bot", description="Another Bot API server; ends in /bot."
    )
    webhook_url: str = Field("", description="The bot's public address; empty: it polls.")
    webhook_listen: str = Field(
        "", description="host:port to listen on; empty: 127.0.0.1 and the port in WEBHOOK_URL."
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Proves that a call is Telegram's; empty: derived from the token."
    )
    database_url: str = Field("", description="Empty: SQLite in VAR_DIR.")
    web_listen: str = Field(
        "", description="host:port of the web chat; empty: 127.0.0.1:8080 or the next free."
    )
    content_dir: Path = Field(Path("content"), description="The folder that staff edit.")
    var_dir: Path = Field(Path("var"), description="Where the bot keeps its database and what it computed.")
    default_language: str = Field("es", description="es or en: spoken where nothing is known of the person.")
    log_level: str = Field("info", description="debug, info, warning or error.")
    conversation_days: int = Field(
        180, ge=1, description="After so many quiet days a conversation is deleted."
    )
    question_days: int = Field(
        30, ge=1, le=30, description="How long a question that staff should see is kept."
    )
    as_of: date | None = Field(
        None, description="Shows the bot as of another day; for staff, never in service."
    )

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"\d+:[\w-]{3,}", value.get_secret_value()):
            raise ValueError("is not a token: one looks like 123456789:AAE… (from @BotFather)")
        return value

    @field_validator("telegram_base_url")
    @classmethod
    def _base_url(cls, value: str) -> str:
        if not re.fullmatch(r"https?://\S+/bot", value):
            raise ValueError("has to be an http(s) address that ends in /bot")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if (
            value
            and parts.scheme != "https"
            and not (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)
        ):
            raise ValueError("has to begin with https:// (plain http only for 127.0.0.1)")
        return value

    @field_validator("webhook_listen", "web_listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        if value and not re.fullmatch(r".+:\d{1,5}", value):
            raise ValueError("has to be host:port, such as 127.0.0.1:8080")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[\w-]{1,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("may hold only letters, digits, _ and -, at most 256")
        return value

    @field_validator("default_language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value not in ("es", "en"):
            raise ValueError("has to be es or en")
        return value

    @field_validator("log_level")
    @classmethod
    def _log_level(cls, value: str) -> str:
        if value.lower() not in ("debug", "info", "warning", "error"):
            raise ValueError("has to be debug, info, warning or error")
        return value.lower()

    @property
    def database(self) -> str:
        """The database's address: the one set, or SQLite in `var_dir`."""
        return self.database_url or f"sqlite:///{self.var_dir / 'ventanilla.db'}"


def read_settings(**overrides: object) -> Settings:
    """The settings in force. Raises `SettingsError`: one line for each setting that cannot be used."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        # Never the value itself: it may be a secret.
        lines = [
            f"{str(each['loc'][0]).upper()} {each['msg'].removeprefix('Value error, ')}"
            if each["type"] == "value_error"
            else f"{str(each['loc'][0]).upper()} cannot be read: {each['msg'][0].lower()}{each['msg'][1:]}"
            for each in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError("\n".join(lines)) from None
