"""The table conversation."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0006_conversation"
down_revision = "0005_charge"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "conversation",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("updated_at", types.instant(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_conversation_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint(
            "tenant_id", "person_id", "channel", name=op.f("uq_conversation_tenant_id_person_id_channel")
        ),
    )


def downgrade() -> None:
    steps.drop_table("conversation")
