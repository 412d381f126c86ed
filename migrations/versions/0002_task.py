"""The table task."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0002_task"
down_revision = "0001_inbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "task",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("due_at", types.instant(), nullable=False),
        sa.Column("leased_until", types.instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", types.instant(), nullable=True),
        sa.Column("failed_at", types.instant(), nullable=True),
        sa.Column("error", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("key", name=op.f("uq_task_key")),
    )
    steps.index("ix_task_open", "task", ["done_at", "failed_at", "due_at"], unique=False)


def downgrade() -> None:
    steps.drop_table("task")
