"""The table rating."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0023_rating"
down_revision = "0022_leg"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "rating",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("booking_id", types.big_key(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(200), nullable=False),
        sa.Column("rated_at", types.instant(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_rating_booking_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_rating_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("tenant_id", "booking_id", name=op.f("uq_rating_tenant_id_booking_id")),
    )


def downgrade() -> None:
    steps.drop_table("rating")
