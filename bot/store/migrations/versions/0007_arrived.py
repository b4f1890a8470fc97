"""How much of each reply has arrived, and updates that wait in memory while others are served."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("updates") as table:
        # Of those from before nobody knows: as if nothing had arrived, they are sent again where asked for.
        table.add_column(sa.Column("arrived", sa.Integer(), nullable=False, server_default="0"))
    # Apart: SQLite makes the table anew, and the rows that are there need the default to get into it.
    with op.batch_alter_table("updates") as table:
        table.alter_column("arrived", server_default=None)
    op.create_table(
        "waiting",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("update_id", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "update_id", name="pk_waiting"),
    )
    op.create_index("ix_waiting_at", "waiting", ["at"])
