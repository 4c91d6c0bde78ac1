"""Which weights made the vectors of a remembered reply: those of others cannot be compared."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Replies from before have no name: they wait until the history is imported again."""
    op.add_column("reply_memory", sa.Column("model", sa.String(32), nullable=False, server_default=""))
