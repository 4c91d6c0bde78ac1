"""Every setting, read from ASSIST_* variables or a .env file. A test keeps README's table equal to this file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assist.core.vocabulary import Preload, Redaction

PREFIX = "ASSIST_"
ENV_FILE = ".env"
SECRET_BYTES = 32  # RFC 7518, 3.2: HS256 needs a key of 256 bits or more


def variables_of(environment: Iterable[str]) -> frozenset[str]:
    """The names with our prefix in the environment and in .env, settings or not."""
    names = {*environment, *dotenv_values(ENV_FILE)}
    return frozenset(name for name in names if name.upper().startswith(PREFIX))


def _default_cache() -> Path:
    return Path.home() / ".cache" / "smart-assist"


class Settings(BaseSettings):
    """Operator's settings; each field's description is its documentation."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True)

    data_dir: Annotated[Path, Field(description="Folder of the database and the index.")] = Path("assist-data")
    cache_dir: Annotated[Path, Field(description="Folder of the exported encoder; safe to delete.")] = Field(
        default_factory=_default_cache
    )
    database_url: Annotated[
        str | None,
        Field(description="SQLAlchemy URL; default is SQLite in the data folder. PostgreSQL: postgresql+psycopg://..."),
    ] = None
    sqlite_synchronous: Annotated[
        Literal["FULL", "NORMAL"],
        Field(description="SQLite durability; NORMAL may lose the last writes."),
    ] = "FULL"
    host: Annotated[str, Field(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on.")] = 8000
    allow_anonymous: Annotated[
        bool, Field(description="Serve without keys on an address other than loopback (everybody is admin).")
    ] = False
    jwt_secret: Annotated[
        SecretStr | None,
        Field(description="Secret that verifies HS256 tokens, 32 bytes or more; unset: none are taken."),
    ] = None
    encoder_backend: Annotated[
        Literal["onnx", "torch", "fake"], Field(description="onnx (default), torch, or fake (tests only).")
    ] = "onnx"
    encoder_model: Annotated[
        str, Field(description="Role entry of models/registry.toml, or a sentence-transformers id or folder.")
    ] = "default"
    encoder_threads: Annotated[int, Field(ge=1, le=64, description="Threads of one encoder run.")] = 2
    encoder_batch_tokens: Annotated[
        int, Field(ge=256, description="Tokens of one run of the encoder; whoever waits gets its turn after it.")
    ] = 1_024
    encoder_queue: Annotated[int, Field(ge=1, description="Texts that may wait; beyond is 429.")] = 4096
    workers: Annotated[int, Field(ge=1, le=64, description="Threads that compute features.")] = 4
    max_requests: Annotated[int, Field(ge=1, description="Requests computed or waiting; beyond is 429.")] = 128
    result_cache: Annotated[int, Field(ge=0, description="Answers kept for repeated transcripts.")] = 512
    vector_cache: Annotated[int, Field(ge=0, description="Message vectors kept in memory.")] = 20_000
    session_limit: Annotated[
        int, Field(ge=1, description="Sessions an agent may have accepted at once; one more is 409 session_limit.")
    ] = 9
    tab_limit: Annotated[int, Field(ge=1, description="Tabs of a session; one more is 409 tab_limit.")] = 10
    retention_days: Annotated[
        float | None,
        Field(
            gt=0,
            description="Days until a closed session is erased, with what was learned of it; unset: never.",
        ),
    ] = None
    team_history: Annotated[
        bool,
        Field(description="Beside a session, agents also see what colleagues of its team had with other sessions."),
    ] = False
    pane_preload: Annotated[
        Preload,
        Field(description="Which sessions get suggestions at every message, before a pane asks."),
    ] = "all"
    pane_preload_sessions: Annotated[
        int | None,
        Field(ge=0, description="Beside the one in front, only so many of an agent's newest sessions preload."),
    ] = None
    snapshots_kept: Annotated[int, Field(ge=1, description="Index snapshots kept for rollback.")] = 5
    redaction: Annotated[
        Redaction,
        Field(description="outbound: exports, logs, memory and remote models see pseudonyms; at_rest: the store too."),
    ] = "outbound"
    body_limit: Annotated[int, Field(ge=1024, description="Bytes of a JSON body.")] = 2_000_000
    import_limit: Annotated[int, Field(ge=1024, description="Bytes of an import.")] = 100_000_000
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Field(description="Log level.")] = "info"
    log_format: Annotated[Literal["console", "json"], Field(description="For people or machines.")] = "console"

    @field_validator("jwt_secret")
    @classmethod
    def _cannot_be_guessed(cls, secret: SecretStr | None) -> SecretStr | None:
        """Whoever has one token can try short secrets on it until they are found, and then be anybody."""
        if secret is not None and len(secret.get_secret_value().encode()) < SECRET_BYTES:
            raise ValueError(
                f"needs at least {SECRET_BYTES} bytes; make one with `openssl rand -hex {SECRET_BYTES}` and give the "
                "same to who signs the tokens"
            )
        return secret

    @property
    def index_dir(self) -> Path:
        """Folder of the index snapshots."""
        return self.data_dir / "index"
