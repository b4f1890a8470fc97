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
    webhook_url: str = Field("", description="The bot's public address; empty: the bot polls.")
    webhook_listen: str = Field(
        "", description="host:port to listen on; empty: 127.0.0.1 and the port in WEBHOOK_URL."
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Proves that a call is Telegram's; empty: derived from the token."
    )
    database_url: str = Field("", description="Empty: SQLite in VAR_DIR.")
    data_key: SecretStr = Field(
        SecretStr(""),
        description="Keys that seal names, phones and words in the database, by spaces; the first writes.",
    )
    web_listen: str = Field(
        "", description="host:port of the web chat; empty: 127.0.0.1:8080 or the next free."
    )
    health_listen: str = Field(
        "",
        description="host:port of /healthz, /readyz and /metrics; empty: 127.0.0.1:9464 or the next free;"
        " off: none.",
    )
    web_address: str = Field(
        "",
        description="The public https address of the web chat, where a proxy stands before it; empty: none.",
    )
    content_dir: Path = Field(Path("content"), description="The folder that staff edit.")
    var_dir: Path = Field(Path("var"), description="Where the bot keeps its database and what it computed.")
    default_language: str = Field("es", description="es or en: spoken where nothing is known of the person.")
    log_level: str = Field("info", description="debug, info, warning or error.")
    staff_chat: str = Field("", description="The id of the firm's Telegram group, such as -1001234567890.")
    staff_ids: str = Field("", description="Telegram ids of the firm's people, separated by commas.")
    staff_language: str = Field("es", description="es or en: spoken in the staff chat.")
    handoff_minutes: int = Field(
        5,
        ge=1,
        le=60,
        description="After so many minutes without an answer a person is told so, and staff are asked again.",
    )
    demo: bool = Field(False, description="1: bookings are a demonstration, also with a Telegram token.")
    caldav_url: SecretStr = Field(
        SecretStr(""),
        description="CalDAV calendars to read and write, by spaces; consultant=address for one's own.",
    )
    ical_urls: SecretStr = Field(
        SecretStr(""),
        description="iCalendar addresses with busy times, by spaces; consultant=address for one's own.",
    )
    feed_secret: SecretStr = Field(
        SecretStr(""),
        description="At /calendar/<this>.ics of the web address: the appointments, to subscribe to.",
    )
    listen: bool = Field(
        True, description="0: no answer is spoken. 1: all can be heard where espeak-ng and opusenc are."
    )
    transcriber_url: str = Field(
        "",
        description="A server of yours that writes down what people say (OpenAI's interface); empty: none.",
    )
    transcriber_key: SecretStr = Field(SecretStr(""), description="The key that it asks for, if any.")
    transcriber_model: str = Field("whisper-1", description="The model that it is asked for.")
    conversation_days: int = Field(
        180, ge=1, description="After so many quiet days a conversation is deleted."
    )
    question_days: int = Field(
        30, ge=1, le=30, description="How long a question that staff should see is kept."
    )
    appointment_days: int = Field(
        90, ge=1, le=365, description="So long after it took place an appointment is kept."
    )
    callback_days: int = Field(30, ge=1, le=90, description="How long a wish to be called is kept.")
    handoff_days: int = Field(
        30, ge=1, le=90, description="How long it is known which thread of the firm's group is whose."
    )
    messages_an_hour: int = Field(
        300, ge=0, description="Of one person; what comes after is not answered. 0: no limit, here and below."
    )
    bookings_a_day: int = Field(6, ge=0, description="Of one person, changes of one included.")
    callbacks_a_day: int = Field(4, ge=0, description="Wishes to be called, of one person.")
    handoffs_a_day: int = Field(6, ge=0, description="How often one person may ask for somebody of the firm.")
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

    @field_validator("health_listen")
    @classmethod
    def _health_listen(cls, value: str) -> str:
        if value not in ("", "off") and not re.fullmatch(r".+:\d{1,5}", value):
            raise ValueError("has to be host:port, such as 127.0.0.1:9464, or off")
        return value

    @field_validator("web_address")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https://[^\s/@:?#]+(:\d{1,5})?(/[^\s?#]*)?", value):
            raise ValueError("has to be an https address, such as https://chat.example.org")
        return value

    @field_validator("transcriber_url")
    @classmethod
    def _transcriber_url(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", value):
            raise ValueError("has to be an http(s) address without /v1, such as http://127.0.0.1:8000")
        return value.rstrip("/").removesuffix("/v1")

    @field_validator("transcriber_key")
    @classmethod
    def _transcriber_key(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[!-~]*", value.get_secret_value()):
            raise ValueError("may hold no blanks and only plain letters, digits and signs")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[\w-]{1,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("may hold only letters, digits, _ and -, at most 256")
        return value

    @field_validator("data_key")
    @classmethod
    def _data_key(cls, value: SecretStr) -> SecretStr:
        for each in re.split(r"[\s,]+", value.get_secret_value().strip()):
            if each and not re.fullmatch(r"[\w-]{43}=", each, re.ASCII):
                raise ValueError("has to be keys as `python -m bot new-key` makes them, 44 signs each")
        return value

    @field_validator("staff_chat")
    @classmethod
    def _staff_chat(cls, value: str) -> str:
        if value and not re.fullmatch(r"-?\d{3,20}", value, re.ASCII):
            raise ValueError("has to be the number of a group, such as -1001234567890")
        return value

    @field_validator("staff_ids")
    @classmethod
    def _staff_ids(cls, value: str) -> str:
        if not re.fullmatch(r"[\d\s,]*", value, re.ASCII):
            raise ValueError("has to be numbers, separated by commas")
        return value

    @field_validator("feed_secret")
    @classmethod
    def _feed_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(
            r"[\w-]{16,128}", value.get_secret_value(), re.ASCII
        ):
            raise ValueError("has to be 16 to 128 letters, digits, _ and -")
        return value

    @field_validator("caldav_url", "ical_urls")
    @classmethod
    def _calendars(cls, value: SecretStr) -> SecretStr:
        for each in value.get_secret_value().split():
            if not re.fullmatch(r"(?:[a-z0-9-]+=)?(?:https?|webcals?)://\S+", each):
                raise ValueError("has to be addresses that begin with https://, or consultant=https://…")
        return value

    @field_validator("default_language", "staff_language")
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
    def desk(self) -> str:
        """How the firm's side stands as far as the settings say: "demo", or "open" once confirmed."""
        return "demo" if self.demo or not self.telegram_token.get_secret_value() else "open"

    @property
    def staff(self) -> frozenset[int]:
        """The Telegram ids of the firm's people."""
        return frozenset(int(each) for each in re.findall(r"\d+", self.staff_ids))

    @property
    def data_keys(self) -> tuple[str, ...]:
        """The data keys, the one that writes first."""
        return tuple(filter(None, re.split(r"[\s,]+", self.data_key.get_secret_value())))

    @property
    def database(self) -> str:
        """The database's address: the one set, or SQLite in `var_dir`."""
        return self.database_url or f"sqlite:///{self.var_dir / 'ventanilla.db'}"


def read_settings(**overrides: object) -> Settings:
    """The settings in force. Raises `SettingsError`: one line for each setting that cannot be used."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not saved as UTF-8. Save it again as UTF-8.") from None
    except ValidationError as error:
        # Never the value itself: it may be a secret.
        lines = [
            f"{str(each['loc'][0]).upper()} {each['msg'].removeprefix('Value error, ')}"
            if each["type"] == "value_error"
            else f"{str(each['loc'][0]).upper()} cannot be read: {each['msg'][0].lower()}{each['msg'][1:]}"
            for each in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError("\n".join(lines)) from None
