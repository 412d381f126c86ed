"""Every variable the product reads, in one place.  Names in the environment are the field names in capitals."""

import hashlib
import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SOCKET_PATH_MAX = 107  # Bytes: sun_path of unix(7), less its closing zero.


class Settings(BaseSettings):
    """Read once at the process edge and handed inward; nothing below the edges looks at the environment."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address that the web process and the emulators listen on.")
    port: int = Field(8000, description="Port of the web process.")
    emulator_port: int = Field(8010, description="Port of the emulators; demo and tests only.")
    paiche_var: Path = Field(
        Path("var"), description="Folder for embedded data: SQLite, Redis, logs, the demo's clock."
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite under PAICHE_VAR.")
    redis_url: str = Field("", description="Redis URL; empty means the embedded server under PAICHE_VAR.")
    workers: int = Field(2, ge=1, le=64, description="Worker processes for the light queues; dispatch has one more.")
    web_processes: int = Field(2, ge=1, le=64, description="Gunicorn processes.")
    web_threads: int = Field(4, ge=1, le=64, description="Threads of each gunicorn process.")

    demo: bool = Field(False, description="Set by `make run`: the product's clock follows the demo's clock file.")
    demo_now: str = Field("", description="ISO instant at which the demo's clock starts; it runs on from there.")
    demo_city: Literal["small", "large"] = Field("small", description="small: the story city; large: 6,686 vehicles.")
    demo_vehicles: int | None = Field(None, ge=0, description="Small city: only the first n cars are fit for duty.")
    demo_password: SecretStr = Field(
        SecretStr(""), description="Console password of the demo people; empty: generated."
    )

    wechat_appid: str = Field("wxdemo0000000001", description="AppID of the official account and mini-program.")
    wechat_secret: SecretStr = Field(SecretStr("paiche-demo-secret"), description="AppSecret; never logged.")
    wechat_token: SecretStr = Field(SecretStr("paiche-demo-token"), description="Token of the message push.")
    wechat_aes_key: SecretStr = Field(
        SecretStr("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"), description="EncodingAESKey of the message push."
    )
    wechat_mode: Literal["plain", "compatible", "secure"] = Field("secure", description="Mode of the message push.")
    wechat_api: str = Field("https://api.weixin.qq.com", description="Where WeChat's API answers.")
    wechat_timeout_s: float = Field(4.0, gt=0, description="Patience with WeChat's API, per call.")

    session_secret: SecretStr = Field(SecretStr(""), description="Signs sign-in tokens; empty: kept under PAICHE_VAR.")
    session_hours: int = Field(12, ge=1, description="How long a sign-in holds.")
    queue_cap: int = Field(200, ge=1, description="Never more jobs queued than this: back-pressure of the relay.")
    lease_s: int = Field(30, ge=5, description="How long a task is lent to a worker; longer than any job's timeout.")
    attempts_max: int = Field(
        30,
        ge=1,
        description="Attempts (half an hour of them) before a task is set aside, a fact and a count in /metrics.",
    )
    examples_kept_days: int = Field(
        180, ge=1, le=3650, description="How long a misread sentence waits for review, where its speaker agreed."
    )
    log_level: str = Field("INFO", description="Level of the structured log.")

    @cached_property
    def sql_url(self) -> str:
        return self.database_url or f"sqlite:///{self.paiche_var.resolve() / 'paiche.sqlite3'}"

    @cached_property
    def queue_url(self) -> str:
        return self.redis_url or f"unix://{self.redis_socket}"

    @cached_property
    def redis_socket(self) -> Path:
        """Where the embedded Redis listens; a path too long for a socket gives way to a short one."""
        path = self.paiche_var.resolve() / "redis.sock"
        if len(os.fsencode(path)) <= SOCKET_PATH_MAX:
            return path
        name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"paiche-{os.getuid()}-{name}" / "redis.sock"

    @property
    def clock_file(self) -> Path | None:
        """The demo's clock; a command run beside a demo on embedded data finds it by the file."""
        file = self.paiche_var / "clock.json"
        return file if self.demo or (not self.database_url and file.exists()) else None
