"""The table policy."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0017_policy"
down_revision = "0016_person"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "policy",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("unit_id", types.big_key(), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_policy_tenant_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_policy_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint(
            "tenant_id", "topic", "unit_id", "version", name=op.f("uq_policy_tenant_id_topic_unit_id_version")
        ),
    )


def downgrade() -> None:
    steps.drop_table("policy")
