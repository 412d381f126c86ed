"""The table subscription."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0014_subscription"
down_revision = "0013_slip"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "subscription",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.Column("template", sa.String(60), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_subscription_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint(
            "tenant_id", "person_id", "template", name=op.f("uq_subscription_tenant_id_person_id_template")
        ),
    )


def downgrade() -> None:
    steps.drop_table("subscription")
