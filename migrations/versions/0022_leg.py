"""The table leg."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0022_leg"
down_revision = "0021_role_grant"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "leg",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("booking_id", types.big_key(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("pickup", sa.String(80), nullable=False),
        sa.Column("pickup_lat_wgs", sa.Double(), nullable=False),
        sa.Column("pickup_lng_wgs", sa.Double(), nullable=False),
        sa.Column("dropoff", sa.String(80), nullable=False),
        sa.Column("dropoff_lat_wgs", sa.Double(), nullable=False),
        sa.Column("dropoff_lng_wgs", sa.Double(), nullable=False),
        sa.Column("depart_at", types.instant(), nullable=False),
        sa.Column("arrive_at", types.instant(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_leg_booking_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_leg_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
        sa.UniqueConstraint("tenant_id", "booking_id", "seq", name=op.f("uq_leg_tenant_id_booking_id_seq")),
    )


def downgrade() -> None:
    steps.drop_table("leg")
