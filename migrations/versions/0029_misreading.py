"""The table misreading."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0029_misreading"
down_revision = "0028_consent"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "misreading",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.Column("said_at", types.instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("expect", sa.JSON(), nullable=False),
        sa.Column("reader", sa.String(16), nullable=False),
        sa.Column("kept_at", types.instant(), nullable=False),
        sa.Column("kept_until", types.instant(), nullable=False),
        sa.Column("reviewed_at", types.instant(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_misreading_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misreading")),
    )
    steps.index(
        op.f("ix_misreading_tenant_id_person_id_kept_at"),
        "misreading",
        ["tenant_id", "person_id", "kept_at"],
        unique=False,
    )
    steps.index(op.f("ix_misreading_kept_until"), "misreading", ["kept_until"], unique=False)


def downgrade() -> None:
    steps.drop_table("misreading")
