"""The table vehicle."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0024_vehicle"
down_revision = "0023_rating"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "vehicle",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("plate", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(20), nullable=False),
        sa.Column("fitness", sa.String(20), nullable=False),
        sa.Column("depot_id", types.big_key(), nullable=False),
        sa.Column("driver_id", types.big_key(), nullable=True),
        sa.Column("odometer_km", sa.Integer(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["depot_id"], ["depot.id"], name=op.f("fk_vehicle_depot_id")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_vehicle_driver_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_vehicle_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("tenant_id", "plate", name=op.f("uq_vehicle_tenant_id_plate")),
    )
    steps.index(op.f("ix_vehicle_tenant_id_depot_id"), "vehicle", ["tenant_id", "depot_id"], unique=False)


def downgrade() -> None:
    steps.drop_table("vehicle")
