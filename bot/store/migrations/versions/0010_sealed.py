"""Sealed texts need room; which keys sealed them; what was used of the limits by who was forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROOM = {"appointments": ("phone", 40), "callbacks": ("phone", 40), "keys": ("key", 64)}


def upgrade() -> None:
    for name, (column, length) in ROOM.items():
        with op.batch_alter_table(name) as table:
            table.alter_column(
                column, type_=sa.Text(), existing_type=sa.String(length), existing_nullable=False
            )
    op.create_table(
        "seals",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_seals"),
    )
    op.create_table(
        "spent",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("used", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_spent"),
    )
