"""Settings of the service: from the environment (WERKWINKEL_*), .env, or options of the command line."""

from functools import cache
from pathlib import Path

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.bootstrap.environment import IS_INSTALLED, ROOT

# The folder of templates, migrations and alembic.ini, and the one for .env and data.
RESOURCES = ROOT / "app" / "resources" if IS_INSTALLED else ROOT
HOME = Path.cwd() if IS_INSTALLED else ROOT


class Settings(BaseSettings):
    """Options on the command line win over the environment, the environment over .env."""

    model_config = SettingsConfigDict(env_prefix="WERKWINKEL_", env_file=HOME / ".env", extra="ignore")

    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    mail_server: str = ""  # smtp://user:password@host:587 or smtps://…; without it there is no mail
    mail_from: str = "werkwinkel@localhost"
    address: str = "http://localhost:8000"  # the public address of the service, for links in mails

    @field_validator("mail_server")
    @classmethod
    def _known_scheme(cls, url: str) -> str:
        if url and not url.startswith(("smtp://", "smtps://")):
            raise ValueError("it looks like smtp://user:password@host:587")
        return url

    @property
    def has_mail(self) -> bool:
        """Whether mail is sent. Never from a demonstration: its people are invented."""
        return bool(self.mail_server) and not self.demo

    @property
    def root(self) -> str:
        """The public address, without a slash at its end."""
        return self.address.rstrip("/")

    @property
    def database(self) -> str:
        """The URL of the database: PostgreSQL when set, otherwise a file under data/."""
        url = self.database_url
        if not url:
            name = "demo" if self.demo else "werkwinkel"
            return f"sqlite:///{HOME / 'data' / f'{name}.db'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url


@cache
def settings() -> Settings:
    return Settings()
