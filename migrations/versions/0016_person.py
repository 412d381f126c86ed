"""The table person."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0016_person"
down_revision = "0015_unit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "person",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("unit_id", types.big_key(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("draws_allowance", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_person_tenant_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_person_tenant_id_code")),
    )
    steps.index(op.f("ix_person_tenant_id_unit_id"), "person", ["tenant_id", "unit_id"], unique=False)


def downgrade() -> None:
    steps.drop_table("person")
