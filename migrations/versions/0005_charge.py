"""The table charge."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0005_charge"
down_revision = "0004_approval_step"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "charge",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("trip_id", types.big_key(), nullable=False),
        sa.Column("booking_id", types.big_key(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("formula", sa.String(160), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("charged_at", types.instant(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_charge_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
    )
    steps.index(op.f("ix_charge_tenant_id_booking_id"), "charge", ["tenant_id", "booking_id"], unique=False)
    steps.index(op.f("ix_charge_tenant_id_trip_id"), "charge", ["tenant_id", "trip_id"], unique=False)


def downgrade() -> None:
    steps.drop_table("charge")
