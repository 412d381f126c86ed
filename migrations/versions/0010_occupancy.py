"""The table occupancy."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0010_occupancy"
down_revision = "0009_notice"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "occupancy",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("resource", sa.String(40), nullable=False),
        sa.Column("from_at", types.instant(), nullable=False),
        sa.Column("to_at", types.instant(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("ended_at", types.instant(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_occupancy_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy")),
    )
    steps.index(op.f("ix_occupancy_tenant_id_ref"), "occupancy", ["tenant_id", "ref"], unique=False)
    steps.index(
        op.f("ix_occupancy_tenant_id_resource_to_at"), "occupancy", ["tenant_id", "resource", "to_at"], unique=False
    )


def downgrade() -> None:
    steps.drop_table("occupancy")
