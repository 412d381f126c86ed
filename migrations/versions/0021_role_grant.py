"""The table role_grant."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0021_role_grant"
down_revision = "0020_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "role_grant",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("unit_id", types.big_key(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_role_grant_tenant_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    steps.index(op.f("ix_role_grant_tenant_id_person_id"), "role_grant", ["tenant_id", "person_id"], unique=False)
    steps.index(
        op.f("ix_role_grant_tenant_id_unit_id_role"), "role_grant", ["tenant_id", "unit_id", "role"], unique=False
    )


def downgrade() -> None:
    steps.drop_table("role_grant")
