"""Opening, locking, migrating and committing."""

import sqlite3
import subprocess
import sys
import threading
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from assist.core.errors import ConfigurationError, Unavailable
from assist.store.database import Database
from assist.store.engines import open_sqlite
from assist.store.migrate import HEAD, MIGRATIONS, current_version, upgrade
from assist.store.schema import metadata

_HOLD = """
import sys, time
from assist.store.database import Database
held = Database.open(sys.argv[1])
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_process_on_the_same_sqlite_file_is_told_about_postgresql(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'assist.db'}"
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, url], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ConfigurationError, match=f"process {holder.pid} already serves .*PostgreSQL"):
            Database.open(url)
        Database.open(url, serving=False).close()
    finally:
        holder.kill()
        holder.communicate()
    Database.open(url).close()


def test_a_file_that_is_no_database_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "assist.db"
    file.write_bytes(b"by no means a database, " * 400)
    database = Database.open(f"sqlite:///{file}")
    with pytest.raises(ConfigurationError, match=r"assist\.db cannot be read .*assist db restore"):
        database.migrate()
    database.close()


def test_a_database_of_a_newer_version_is_left_alone_and_told_of(database: Database) -> None:
    database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(ConfigurationError, match=f"newer version .*tables 9999, known here {HEAD}"):
        database.migrate()
    database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD}))
    database.migrate()


def test_a_failed_statement_does_not_carry_what_customers_said_into_the_log(database: Database) -> None:
    said = {"text": "my card is 4111 1111 1111 1111"}
    for work in (database.write, database.read):
        with pytest.raises(DBAPIError) as raised:
            work(lambda c: c.execute(text("INSERT INTO nowhere (text) VALUES (:text)"), said))
        assert "4111" not in "".join(traceback.format_exception(raised.value))
    with pytest.raises(IntegrityError, match="session_id") as raised:
        database.write(lambda c: c.execute(text("INSERT INTO messages (tenant_id, text) VALUES ('t', :text)"), said))
    assert "4111" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("url", ["mysql://me:sekret@host/x", "me:sekret@host"])
def test_a_wrong_address_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="ASSIST_DATABASE_URL") as raised:
        Database.open(url)
    assert "sekret" not in raised.value.detail


def test_a_fresh_database_equals_one_that_was_migrated_step_by_step(tmp_path: Path) -> None:
    stepwise = create_engine(f"sqlite:///{tmp_path / 'steps.db'}")
    with stepwise.begin() as connection:
        upgrade(connection)
    with stepwise.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert current_version(connection) == HEAD
    database = Database.open(f"sqlite:///{tmp_path / 'fresh.db'}")
    database.migrate()
    database.close()
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    assert _shape(fresh) == _shape(stepwise)
    fresh.dispose()
    stepwise.dispose()


def test_an_upgrade_takes_away_what_erasures_of_before_left(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    answer = "INSERT INTO idempotency VALUES ('default', 'ana', :key, 'd', 201, :body, 0)"
    draft = "INSERT INTO drafts VALUES ('default', :session, 'note', 'Dear Quirrel', 'e', 0)"
    with engine.begin() as connection:
        upgrade(connection, "0002")
        connection.execute(text(answer), {"key": "version", "body": '{"version":1,"saved_by":"ana"}'})
        connection.execute(text(answer), {"key": "message", "body": '{"revision":1,"ids":["m0"]}'})
        connection.execute(text(draft), {"session": "gone"})
        upgrade(connection)
        assert connection.execute(text("SELECT key FROM idempotency")).scalars().all() == ["message"]
        assert connection.execute(text("SELECT count(*) FROM drafts")).scalar() == 0
    engine.dispose()


@pytest.mark.postgres
def test_a_fresh_postgresql_equals_one_that_was_migrated_step_by_step(fresh_postgres_url: str, postgres_url: str):
    stepwise = create_engine(fresh_postgres_url)
    with stepwise.begin() as connection:
        upgrade(connection)
    database = Database.open(postgres_url)
    database.migrate()
    database.close()
    fresh = create_engine(postgres_url)
    assert _shape(fresh) == _shape(stepwise)
    fresh.dispose()
    stepwise.dispose()


def _shape(engine: object) -> dict[str, object]:
    found = inspect(engine)
    assert found is not None
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in found.get_indexes(table)),
        )
        for table in sorted(found.get_table_names())
    }


def test_the_stamp_of_a_fresh_database_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_every_table_has_a_tenant() -> None:
    assert all("tenant_id" in table.primary_key.columns for table in metadata.tables.values())


def test_migrating_twice_keeps_the_data(database: Database) -> None:
    insert = text("INSERT INTO counters (tenant_id, name, value) VALUES (:tenant, 'kept', 7)")
    database.write(lambda connection: connection.execute(insert, {"tenant": database.tenant}))
    database.migrate()
    query = text("SELECT value FROM counters WHERE name = 'kept' AND tenant_id = :tenant")
    assert database.read(lambda connection: connection.execute(query, {"tenant": database.tenant}).scalar()) == 7


@pytest.mark.parametrize("url", ["", "not a url", "mysql://x/y", "sqlite://"])
def test_an_unusable_url_is_refused_by_name(url: str) -> None:
    with pytest.raises(ConfigurationError, match="ASSIST_DATABASE_URL"):
        Database.open(url)


def test_an_unreachable_postgresql_is_a_clear_error() -> None:
    pytest.importorskip("psycopg")
    database = Database.open("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="cannot be reached"):
        database.migrate()
    database.close()


def test_a_database_that_is_away_is_unavailable_and_says_when_to_try_again() -> None:
    database = Database.open("postgresql+psycopg://nobody@127.0.0.1:1/none")
    ask = [
        lambda: database.read(lambda connection: connection.execute(text("SELECT 1"))),
        lambda: database.write(lambda connection: connection.execute(text("SELECT 1"))),
        database.ping,
    ]
    for asked in ask:
        with pytest.raises(Unavailable, match="try again") as raised:
            asked()
        assert raised.value.retry_after == 1.0
        assert "127.0.0.1" not in raised.value.detail
    assert database.first_row(("SELECT 1", ())) is None
    database.close()


def test_a_full_disk_is_unavailable_and_wrong_sql_is_not(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'assist.db'}")
    database.migrate()
    insert = text("INSERT INTO counters VALUES ('default', :name, 1)")

    def limit(pages: int) -> None:
        database.write(lambda connection: connection.execute(text(f"PRAGMA max_page_count={pages}")))

    def fill(connection: Connection) -> None:
        connection.execute(insert, [{"name": f"{n}{'x' * 400}"} for n in range(200)])

    limit(1)
    with pytest.raises(Unavailable, match="does not answer"):
        database.write(fill)
    limit(100_000)
    database.write(fill)
    with pytest.raises(OperationalError):
        database.read(lambda connection: connection.execute(text("SELECT nothing FROM nowhere")))
    database.close()


def test_one_writers_error_does_not_undo_the_others(database: Database) -> None:
    """Many writers at once: each unit of work is all or nothing, alone."""
    insert = text("INSERT INTO counters (tenant_id, name, value) VALUES (:tenant, :name, 0)")
    failed: list[int] = []

    def write(number: int) -> None:
        def work(connection) -> None:
            connection.execute(insert, {"tenant": database.tenant, "name": f"n{number}"})
            if number % 3 == 0:
                raise ValueError("refused")

        try:
            database.write(work)
        except ValueError:
            failed.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    query = text("SELECT name FROM counters WHERE tenant_id = :tenant AND name LIKE 'n%'")
    names = database.read(lambda connection: connection.execute(query, {"tenant": database.tenant}).scalars().all())
    assert sorted(failed) == list(range(0, 60, 3))
    assert set(names) == {f"n{number}" for number in range(60) if number % 3}


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(tmp_path: Path) -> None:
    """WAL with synchronous=FULL (2): the log reaches the disk at every commit."""
    database = Database.open(f"sqlite:///{tmp_path / 'assist.db'}")
    database.migrate()
    assert database.write(lambda c: c.execute(text("PRAGMA synchronous")).scalar()) == 2
    assert database.read(lambda c: c.execute(text("PRAGMA journal_mode")).scalar()) == "wal"
    database.close()


@pytest.mark.postgres
@pytest.mark.parametrize("rested", [False, True])
def test_a_connection_that_postgresql_closed_is_replaced(
    fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch, rested: bool
) -> None:
    if rested:
        monkeypatch.setattr("assist.store.engines._FRESH_S", 0.0)
    database = Database.open(fresh_postgres_url)
    own = text("SELECT pg_backend_pid()")
    try:
        for use in (database.read, database.write):
            before = use(lambda connection: connection.execute(own).scalar_one())
            killer = create_engine(fresh_postgres_url)
            with killer.connect() as connection:
                connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before})
            killer.dispose()
            assert use(lambda connection: connection.execute(own).scalar_one()) != before
    finally:
        database.close()


@pytest.mark.postgres
def test_reads_leave_no_transaction_open(fresh_postgres_url: str) -> None:
    database = Database.open(fresh_postgres_url)
    state = text("SELECT pg_current_xact_id_if_assigned() IS NULL, now() = statement_timestamp()")
    try:
        database.write(lambda connection: connection.execute(text("CREATE TABLE kept (n int)")))
        for _ in range(3):
            unassigned, alone = database.read(lambda connection: tuple(connection.execute(state).one()))
            assert unassigned
            assert alone
        with pytest.raises(ZeroDivisionError):
            database.write(lambda connection: [connection.execute(text("INSERT INTO kept VALUES (1)")), 1 // 0])
        assert database.read(lambda connection: connection.execute(text("SELECT count(*) FROM kept")).scalar()) == 0
    finally:
        database.close()


def test_a_database_that_stays_locked_is_an_error_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer, _ = open_sqlite(path, synchronous="FULL")
    with writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"), writer.begin():
            pass
        other.execute("ROLLBACK")
    with writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
