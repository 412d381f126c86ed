"""The table booking."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0018_booking"
down_revision = "0017_policy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "booking",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("unit_id", types.big_key(), nullable=False),
        sa.Column("requester_id", types.big_key(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("created_at", types.instant(), nullable=False),
        sa.Column("depart_at", types.instant(), nullable=False),
        sa.Column("return_at", types.instant(), nullable=True),
        sa.Column("passengers", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(120), nullable=False),
        sa.Column("duty", sa.String(20), nullable=False),
        sa.Column("ring", sa.String(10), nullable=False),
        sa.Column("vehicle_kind", sa.String(20), nullable=True),
        sa.Column("seats_wanted", sa.Integer(), nullable=True),
        sa.Column("contact_phone", sa.String(20), nullable=False),
        sa.Column("train_or_flight", sa.String(20), nullable=False),
        sa.Column("letter_no", sa.String(40), nullable=False),
        sa.Column("estimate_fen", sa.Integer(), nullable=False),
        sa.Column("planned_m", sa.Integer(), nullable=False),
        sa.Column("tariff_id", types.big_key(), nullable=False),
        sa.Column("submit_key", sa.String(80), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name=op.f("fk_booking_requester_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_booking_tenant_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_booking_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    steps.index(
        op.f("ix_booking_tenant_id_requester_id_depart_at"),
        "booking",
        ["tenant_id", "requester_id", "depart_at"],
        unique=False,
    )
    steps.index(op.f("ix_booking_tenant_id_state"), "booking", ["tenant_id", "state"], unique=False)
    steps.index("uq_booking_submit", "booking", ["tenant_id", "requester_id", "submit_key"], unique=True)


def downgrade() -> None:
    steps.drop_table("booking")
