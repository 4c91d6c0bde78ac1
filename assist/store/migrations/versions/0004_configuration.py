"""What an agent's desk follows, layer by layer, and how a session's suggestions were asked for."""

import sqlalchemy as sa
from alembic import op

from assist.store.schema import base

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Suggestions from before were made with the defaults: they have no options."""
    op.create_table(
        "configuration_layers",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("layer", sa.String(length=16), nullable=False),
        sa.Column("subject", base.key_type(128), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "layer", "subject", name=op.f("pk_configuration_layers")),
    )
    op.add_column("suggestions", sa.Column("options", sa.Text(), nullable=True))
