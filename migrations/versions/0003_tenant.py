"""The table tenant."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0003_tenant"
down_revision = "0002_task"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "tenant",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("division", sa.String(6), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant")),
        sa.UniqueConstraint("code", name=op.f("uq_tenant_code")),
    )


def downgrade() -> None:
    steps.drop_table("tenant")
