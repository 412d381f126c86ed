"""The table event."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0008_event"
down_revision = "0007_depot"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "event",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(40), nullable=False),
        sa.Column("at", types.instant(), nullable=False),
        sa.Column("recorded_at", types.instant(), nullable=False),
        sa.Column("facts", types.long_text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_event_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    steps.index(op.f("ix_event_tenant_id_kind_at"), "event", ["tenant_id", "kind", "at"], unique=False)
    steps.index(op.f("ix_event_tenant_id_subject"), "event", ["tenant_id", "subject"], unique=False)


def downgrade() -> None:
    steps.drop_table("event")
