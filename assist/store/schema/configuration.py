"""What roles, supervisors and agents say of the desk."""

from sqlalchemy import Column, String

from assist.store.schema.base import Moment, json_column, key_column, tenant_table

configuration_layers = tenant_table(
    "configuration_layers",
    Column("layer", String(16), primary_key=True),
    # A role for the layer of roles, else an agent.
    key_column("subject", primary=True),
    json_column("content"),
    Column("etag", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
)
