"""A PostgreSQL schema of one's own, for a benchmark or a test, gone afterwards."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text


@contextmanager
def fresh_schema(url: str) -> Generator[str]:
    """URL of a new schema in the database at `url`; it is dropped at the end."""
    schema = f"try_{secrets.token_hex(6)}"
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        named = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
        yield named.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()
