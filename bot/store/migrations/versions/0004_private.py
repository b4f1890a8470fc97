"""Replies that hold a name or a phone are marked, so that they can be emptied once they are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("updates") as table:
        # Of those from before nobody knows: they go after 48 hours as they always did.
        table.add_column(sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Apart: SQLite makes the table anew, and the rows that are there need the default to get into it.
    with op.batch_alter_table("updates") as table:
        table.alter_column("private", server_default=None)
