"""What the operator sets, from the environment or `.env`."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateways.email.smtp import read_mail_server
from gateways.http.allowance import read_allowance


def _address(given: str) -> str:
    if not given.startswith(("http://", "https://")):
        raise ValueError("an address begins with https://")
    return given


def _service(given: str) -> str:
    parts = urlsplit(given)
    is_whole = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    if not is_whole or parts.query or parts.fragment:
        raise ValueError("a service is https://… without a question mark")
    return given.rstrip("/")


def _mail_server(given: SecretStr) -> SecretStr:
    read_mail_server(given.get_secret_value())
    return given


def _tiles(given: str) -> str:
    parts = urlsplit(given)
    is_whole = parts.scheme == "https" and bool(parts.hostname) and not set(parts.netloc) & _UNFIT
    if not is_whole or any(part not in given for part in ("{z}", "{x}", "{y}")):
        raise ValueError("an address of tiles is https://…/{z}/{x}/{y}.png")
    return given


_UNFIT = frozenset(" ;,'\"{}@*")
"""In the name of a server these would say something else in the policy of a page."""


def _allowance(given: str) -> str:
    read_allowance(given)
    return given


class Settings(BaseSettings):
    """Each is `VICHE_…` in the environment; `.env.example` explains them all."""

    model_config = SettingsConfigDict(env_prefix="VICHE_", env_file=".env", extra="ignore")

    bot_token: SecretStr | None = None
    telegram_api: Annotated[str, AfterValidator(_address)] = "https://api.telegram.org"
    updates: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr | None = None
    public_url: Annotated[str, AfterValidator(_address)] | None = None
    tile_url: Annotated[str, AfterValidator(_tiles)] | None = None
    """`https://…/{z}/{x}/{y}.png`, under the maps of the public pages; unset: outlines alone."""
    nominatim_url: Annotated[str, AfterValidator(_service)] | None = None
    """Where addresses are looked up that the town's own list does not know; unset: nowhere."""
    database_url: str | None = None
    web_host: str = "127.0.0.1"
    web_port: int = 8080
    data_dir: Path = Path("var")
    keys_dir: Path = Path("var/keys")
    timezone: str = "Europe/Kyiv"
    owner_code: SecretStr | None = None
    smtp_url: Annotated[SecretStr, AfterValidator(_mail_server)] | None = None
    """`smtp://user:password@host:587?from=office@town.ua`; unset: appeals go to chats as files."""
    metrics_token: SecretStr | None = None
    log_format: Literal["console", "json"] = "console"
    pace_scale: float = Field(default=1.0, ge=0)
    """Multiplies Telegram's limits, for measurements against the sandbox; 0 turns them off."""
    outbound_allow: Annotated[str, AfterValidator(_allowance)] = ""
    """What may be asked though it is private or plain http: `http://roads.example:8080`."""
    demo_token: SecretStr | None = None
    """Lets the sandbox move the clock of a database that is marked as a demo."""

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'viche.db'}"

    @property
    def lasting_keys(self) -> Path:
        return self.keys_dir / "lasting"

    @property
    def files(self) -> Path:
        return self.data_dir / "files"

    @property
    def token(self) -> str:
        """Raise SystemExit with a sentence when there is none."""
        if self.bot_token is None:
            raise SystemExit("VICHE_BOT_TOKEN is not set: @BotFather gives one.")
        return self.bot_token.get_secret_value()

    @property
    def bot_id(self) -> int:
        number, _, secret = self.token.partition(":")
        if not number.isdecimal() or not secret:
            # Not the parser's own words: they would quote the secret.
            raise SystemExit("VICHE_BOT_TOKEN is not a token as @BotFather gives them.")
        return int(number)


def read_settings() -> Settings:
    """Raise SystemExit with a line for each setting that will not do, never with its value."""
    try:
        return Settings()
    except ValidationError as misfit:
        lines = [
            f"VICHE_{str(error['loc'][0]).upper()}: {error['msg'].removeprefix('Value error, ')}"
            for error in misfit.errors(include_input=False)
        ]
    raise SystemExit("\n".join(lines))
