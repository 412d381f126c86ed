"""The table inbox."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0001_inbox"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "inbox",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message_key", sa.String(120), nullable=False),
        sa.Column("received_at", types.instant(), nullable=False),
        sa.Column("answer", sa.LargeBinary(length=65535), nullable=True),
        sa.Column("answer_type", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "message_key", name=op.f("uq_inbox_channel_message_key")),
    )


def downgrade() -> None:
    steps.drop_table("inbox")
