"""The table stop."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0027_stop"
down_revision = "0026_assignment"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "stop",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("trip_id", types.big_key(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("leg_id", types.big_key(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("lat_wgs", sa.Double(), nullable=False),
        sa.Column("lng_wgs", sa.Double(), nullable=False),
        sa.Column("due_at", types.instant(), nullable=False),
        sa.Column("reached_at", types.instant(), nullable=True),
        sa.Column("left_at", types.instant(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_stop_tenant_id")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_stop_trip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sa.UniqueConstraint("tenant_id", "trip_id", "seq", name=op.f("uq_stop_tenant_id_trip_id_seq")),
    )


def downgrade() -> None:
    steps.drop_table("stop")
