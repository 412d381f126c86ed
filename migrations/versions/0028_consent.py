"""The table consent."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0028_consent"
down_revision = "0027_stop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "consent",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.Column("asked_at", types.instant(), nullable=True),
        sa.Column("given_at", types.instant(), nullable=True),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_consent_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_consent_tenant_id_person_id")),
    )


def downgrade() -> None:
    steps.drop_table("consent")
