"""The table unit."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0015_unit"
down_revision = "0014_subscription"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "unit",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("parent_id", types.big_key(), nullable=True),
        sa.Column("path", sa.String(120), nullable=False),
        sa.Column("place_id", types.big_key(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_unit_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_unit_tenant_id_code")),
    )
    steps.index(op.f("ix_unit_tenant_id_path"), "unit", ["tenant_id", "path"], unique=False)


def downgrade() -> None:
    steps.drop_table("unit")
