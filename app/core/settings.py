"""What the one who runs the service may set: in the environment (WERKWINKEL_*), in .env, or as an option."""

from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Options on the command line win over the environment, the environment over .env."""

    model_config = SettingsConfigDict(env_prefix="WERKWINKEL_", env_file=ROOT / ".env", extra="ignore")

    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    address: str = "http://localhost:8000"  # where people reach the service: what links in mails begin with
    mail_server: str = ""  # smtp://user:password@host:587, or smtps://…; without one no mail is sent
    mail_from: str = "werkwinkel@localhost"

    @property
    def database(self) -> str:
        """The address of the database: PostgreSQL by its URL alone, otherwise a file under data/."""
        url = self.database_url
        if not url:
            name = "demo" if self.demo else "werkwinkel"
            return f"sqlite:///{ROOT / 'data' / f'{name}.db'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url


@cache
def settings() -> Settings:
    return Settings()
