"""What the store asks of the database at every turn, built once: that costs more than running it."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from bot.store.codec import dump_replies
from bot.store.tables import conversations, updates

_HERE = (conversations.c.channel == bindparam("channel_")) & (conversations.c.sender == bindparam("sender_"))
READ = select(conversations.c.state, conversations.c.version).where(_HERE)
LOCK = READ.with_for_update()
WRITE = (
    update(conversations)
    .where(_HERE)
    .values(state=bindparam("state_"), version=bindparam("version_"), at=bindparam("at_"))
)
SEEN = select(updates.c.replies, updates.c.private, updates.c.arrived).where(
    updates.c.channel == bindparam("channel_"), updates.c.update_id == bindparam("update_id_")
)
TAKEN = insert(updates)

# The same for many at once. Locked in one order, so that two processes do not wait for each other.
ALL = (
    select(conversations.c.channel, conversations.c.sender, conversations.c.state, conversations.c.version)
    .where(
        conversations.c.channel.in_(bindparam("channels", expanding=True)),
        conversations.c.sender.in_(bindparam("senders", expanding=True)),
    )
    .order_by(conversations.c.channel, conversations.c.sender)
)
ALL_LOCKED = ALL.with_for_update()
ALL_SEEN = select(updates.c.channel, updates.c.update_id).where(
    updates.c.channel.in_(bindparam("channels", expanding=True)),
    updates.c.update_id.in_(bindparam("ids", expanding=True)),
)
SENT = (
    update(updates)
    .where(updates.c.channel == bindparam("channel_"), updates.c.update_id == bindparam("update_id_"))
    .values(replies=dump_replies(()), private=False)
)
