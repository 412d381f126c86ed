"""The table notice."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0009_notice"
down_revision = "0008_event"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "notice",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("event_id", types.big_key(), nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.String(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("queued_at", types.instant(), nullable=False),
        sa.Column("sent_at", types.instant(), nullable=True),
        sa.Column("refusal", sa.String(40), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_notice_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "tenant_id", "event_id", "person_id", "channel", name=op.f("uq_notice_tenant_id_event_id_person_id_channel")
        ),
    )
    steps.index(
        op.f("ix_notice_tenant_id_person_id_state"), "notice", ["tenant_id", "person_id", "state"], unique=False
    )


def downgrade() -> None:
    steps.drop_table("notice")
