"""Handoffs: a person and the firm's people who write to each other, and where that is in their group."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(80), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("root", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("raised", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("last", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
    )
    op.create_index("ix_handoffs_since", "handoffs", ["since"])
    op.create_index("ix_handoffs_sender", "handoffs", ["channel", "sender"])
    op.create_index("ix_handoffs_topic", "handoffs", ["chat", "topic"])
    op.create_table(
        "posts",
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("message", sa.String(40), nullable=False),
        sa.Column("handoff", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("chat", "message", name="pk_posts"),
    )
    op.create_index("ix_posts_handoff", "posts", ["handoff"])
    op.create_table(
        "places",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("moved_to", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_places"),
    )
