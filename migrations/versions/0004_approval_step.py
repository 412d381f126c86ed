"""The table approval_step."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0004_approval_step"
down_revision = "0003_tenant"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "approval_step",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("approver_id", types.big_key(), nullable=False),
        sa.Column("approver_name", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("opened_at", types.instant(), nullable=True),
        sa.Column("decided_at", types.instant(), nullable=True),
        sa.Column("decided_by", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_approval_step_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_step")),
    )
    steps.index(
        op.f("ix_approval_step_tenant_id_approver_id_state"),
        "approval_step",
        ["tenant_id", "approver_id", "state"],
        unique=False,
    )
    steps.index(op.f("ix_approval_step_tenant_id_subject"), "approval_step", ["tenant_id", "subject"], unique=False)


def downgrade() -> None:
    steps.drop_table("approval_step")
