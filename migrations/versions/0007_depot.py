"""The table depot."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0007_depot"
down_revision = "0006_conversation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "depot",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("pool", sa.String(40), nullable=False),
        sa.Column("lat_wgs", sa.Double(), nullable=False),
        sa.Column("lng_wgs", sa.Double(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_depot_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_depot_tenant_id_name")),
    )


def downgrade() -> None:
    steps.drop_table("depot")
