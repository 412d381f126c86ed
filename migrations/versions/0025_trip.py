"""The table trip."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0025_trip"
down_revision = "0024_vehicle"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "trip",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("carrier", sa.String(20), nullable=False),
        sa.Column("vehicle_id", types.big_key(), nullable=False),
        sa.Column("driver_id", types.big_key(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("depart_at", types.instant(), nullable=False),
        sa.Column("back_at", types.instant(), nullable=False),
        sa.Column("planned_m", sa.Integer(), nullable=False),
        sa.Column("left_at", types.instant(), nullable=True),
        sa.Column("returned_at", types.instant(), nullable=True),
        sa.Column("odometer_out_km", sa.Integer(), nullable=True),
        sa.Column("odometer_in_km", sa.Integer(), nullable=True),
        sa.Column("odometer_asked_km", sa.Integer(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_trip_driver_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_trip_tenant_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_trip_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
    )
    steps.index(op.f("ix_trip_tenant_id_depart_at"), "trip", ["tenant_id", "depart_at"], unique=False)
    steps.index(op.f("ix_trip_tenant_id_driver_id_state"), "trip", ["tenant_id", "driver_id", "state"], unique=False)


def downgrade() -> None:
    steps.drop_table("trip")
