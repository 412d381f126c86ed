"""The table slip."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0013_slip"
down_revision = "0012_place"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "slip",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("booking_id", types.big_key(), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_at", types.instant(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("check_code", sa.String(16), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_slip_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("tenant_id", "booking_id", "version", name=op.f("uq_slip_tenant_id_booking_id_version")),
    )


def downgrade() -> None:
    steps.drop_table("slip")
