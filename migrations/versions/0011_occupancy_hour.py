"""The table occupancy_hour."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0011_occupancy_hour"
down_revision = "0010_occupancy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "occupancy_hour",
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.Column("resource", sa.String(40), nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes", types.big_key(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_occupancy_hour_free")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_occupancy_hour_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "resource", "hour", name=op.f("pk_occupancy_hour")),
    )


def downgrade() -> None:
    steps.drop_table("occupancy_hour")
