"""The table driver."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0019_driver"
down_revision = "0018_booking"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "driver",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("person_id", types.big_key(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("licence", sa.String(4), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_driver_person_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_driver_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_driver_tenant_id_person_id")),
    )


def downgrade() -> None:
    steps.drop_table("driver")
