"""The table identity."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0020_identity"
down_revision = "0019_driver"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "identity",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("external_id", sa.String(80), nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_person_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_identity_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_identity_channel_external_id")),
    )
    steps.index(op.f("ix_identity_person_id"), "identity", ["person_id"], unique=False)


def downgrade() -> None:
    steps.drop_table("identity")
