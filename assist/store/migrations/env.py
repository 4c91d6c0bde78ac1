"""Alembic's entry: runs on the connection that `assist.store.migrate.upgrade` hands over."""

from alembic import context

from assist.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
