"""The table assignment."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0026_assignment"
down_revision = "0025_trip"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "assignment",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("leg_id", types.big_key(), nullable=False),
        sa.Column("trip_id", types.big_key(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("ended_at", types.instant(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_assignment_tenant_id")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_assignment_trip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    steps.index(op.f("ix_assignment_tenant_id_leg_id"), "assignment", ["tenant_id", "leg_id"], unique=False)
    steps.index(op.f("ix_assignment_tenant_id_trip_id"), "assignment", ["tenant_id", "trip_id"], unique=False)


def downgrade() -> None:
    steps.drop_table("assignment")
