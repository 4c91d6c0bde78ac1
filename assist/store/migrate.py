"""Bring a database to this version. A fresh one is created whole and stamped, without loading alembic (0.2 s)."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from assist.core.errors import ConfigurationError
from assist.store.schema import metadata

HEAD = "0004"
MIGRATIONS = Path(__file__).with_name("migrations")
# Any constant will do: workers that start together take turns (PostgreSQL advisory lock).
_ADVISORY_LOCK = 7_263_001


def migrate(engine: Engine) -> None:
    """Create or upgrade all tables in one transaction. Raises ConfigurationError for those of a newer version."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        version = current_version(connection)
        if version is None:
            metadata.create_all(connection)
            _stamp(connection)
        elif version != HEAD:
            check_known(version)
            upgrade(connection)


def check_known(version: str) -> None:
    """Raises ConfigurationError for tables of a newer version than this one."""
    if version > HEAD:
        raise ConfigurationError(
            f"the database was written by a newer version of this service (tables {version}, known here {HEAD}): "
            "start that version, or restore a backup from before"
        )


def current_version(connection: Connection) -> str | None:
    """The version of the tables, None for a fresh database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the alembic history up to `revision`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _stamp(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})
