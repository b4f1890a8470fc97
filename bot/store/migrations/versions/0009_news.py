"""News: who wants to be told of what, and what has been sent to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("timezone", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("channel", "sender", "subject", name="pk_alerts"),
    )
    op.create_index("ix_alerts_subject", "alerts", ["subject"])
    op.create_table(
        "mailings",
        sa.Column("news", sa.String(80), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("news", name="pk_mailings"),
    )
    op.create_table(
        "deliveries",
        sa.Column("news", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(80), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("timezone", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("news", "channel", "sender", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_sender", "deliveries", ["channel", "sender"])
    op.create_index("ix_deliveries_state", "deliveries", ["state", "at"])
    op.create_table(
        "paces",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("next", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_paces"),
    )
