"""The table place."""

import sqlalchemy as sa
from alembic import op

from migrations import steps, types

revision = "0012_place"
down_revision = "0011_occupancy_hour"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.table(
        "place",
        sa.Column("id", types.big_key(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("division", sa.String(6), nullable=False),
        sa.Column("lat_wgs", sa.Double(), nullable=False),
        sa.Column("lng_wgs", sa.Double(), nullable=False),
        sa.Column("in_zone", sa.Boolean(), nullable=False),
        sa.Column("tenant_id", types.big_key(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_place_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_place_tenant_id_name")),
    )


def downgrade() -> None:
    steps.drop_table("place")
