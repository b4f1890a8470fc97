"""Is the bot known to Telegram, does it get its updates, and can it work in the firm's group?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from telegram import Bot, Chat, ChatFullInfo, ChatMember, ChatMemberAdministrator, User
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.polling import ALLOWED_UPDATES
from bot.channels.telegram.request import bot_and_request
from bot.finding import Finding, fine, know, mend
from bot.settings import Settings

MANY = 100
"""Updates that wait: so many do not wait for a bot that runs."""

MOST_APART = 30
"""Seconds between this machine's clock and Telegram's, above which somebody should set it."""

IN = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED)


async def reached(settings: Settings) -> bool:
    """Whether the Bot API answers within a few seconds."""
    bot, request = bot_and_request(settings)
    async with request:
        try:
            await request.post(f"{bot.base_url}/getMe", read_timeout=4)
        except TelegramError:
            return False
    return True


async def telegram(settings: Settings, staff_chat: str) -> list[Finding]:
    """All that concerns Telegram. `staff_chat` is where the firm's group is now."""
    bot, request = bot_and_request(settings)
    async with request:
        before = datetime.now(UTC)
        try:
            me = await bot.get_me()
        except InvalidToken:
            return [mend("TELEGRAM_TOKEN was refused by Telegram.", "Ask @BotFather for the current token.")]
        except TelegramError as error:
            to_do = "Check this machine's way to the internet, and TELEGRAM_BASE_URL."
            return [mend(f"Telegram cannot be reached: {type(error).__name__}.", to_do)]
        found = [fine(f"Telegram knows the bot: @{me.username}."), _clock(before, request.date)]
        try:
            found += await _updates(bot, settings)
            if not me.supports_inline_queries:
                found.append(know("Inline mode is off.", "To turn it on: @BotFather, /setinline."))
            if staff_chat:
                found += await _group(bot, me, settings, staff_chat)
        except TelegramError as error:
            found.append(mend(f"Telegram stopped answering: {type(error).__name__}.", "Run this again."))
        return found


def _clock(before: datetime, date: str) -> Finding:
    """Whether this machine's clock and that of the server which has just answered show the same. An answer
    says its second, and was made at some moment of the call: only what is beyond that is a difference."""
    after = datetime.now(UTC)
    try:
        theirs = parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return know("The Bot API does not say what time it is: the clock was compared with nothing.")
    behind = (theirs - after).total_seconds()
    ahead = (before - theirs - timedelta(seconds=1)).total_seconds()
    apart = round(max(behind, ahead))
    if apart <= MOST_APART:
        return fine(f"The clock agrees with the Bot API's, to within {MOST_APART} seconds.")
    return mend(
        f"The clock is {apart} seconds {'behind' if behind > ahead else 'ahead of'} the Bot API's.",
        "Let this machine set its clock by itself (NTP): timedatectl set-ntp true. Reminders, office hours "
        "and the quiet of the night go by it.",
    )


async def _updates(bot: Bot, settings: Settings) -> list[Finding]:
    """How the bot gets what people write."""
    now, wanted = await bot.get_webhook_info(), settings.webhook_url
    set_up = "Run: python -m bot telegram-setup"
    found = []
    if now.url != wanted:
        there = f"Telegram delivers to {now.url}" if now.url else "Telegram delivers to no webhook"
        here = f"WEBHOOK_URL is {wanted}" if wanted else "WEBHOOK_URL is not set"
        found.append(mend(f"{there}, but {here}.", set_up))
    elif not wanted:
        found.append(fine("The bot polls: it asks Telegram for what people write. Only one process may."))
    elif set(now.allowed_updates or ()) != set(ALLOWED_UPDATES):
        found.append(mend(f"Telegram delivers to {wanted}, but not all kinds of updates.", set_up))
    else:
        found.append(fine(f"Telegram delivers to {wanted}."))
    if now.last_error_message:
        to_do = "Check the proxy, its certificate, and that the bot runs. After a new secret: " + set_up
        found.append(know(f"Telegram's last delivery failed: {now.last_error_message}", to_do))
    if now.pending_update_count >= MANY:
        to_do = "Is the bot running? Its log says why it does not take them."
        found.append(know(f"{now.pending_update_count} updates wait to be taken.", to_do))
    return found


async def _group(bot: Bot, me: User, settings: Settings, staff_chat: str) -> list[Finding]:
    """Whether the firm's group can be used: there, read, with a topic for each request."""
    found = []
    if staff_chat != settings.staff_chat:
        found.append(
            know(
                f"The staff chat has moved to {staff_chat}; the bot follows.",
                f"Write STAFF_CHAT={staff_chat}.",
            )
        )
    try:
        chat = await bot.get_chat(int(staff_chat))
        member = await bot.get_chat_member(int(staff_chat), me.id)
    except ChatMigrated as moved:
        return [
            *found,
            mend(
                f"The staff chat has become a supergroup with the id {moved.new_chat_id}.",
                f"Write STAFF_CHAT={moved.new_chat_id}. The bot follows by itself once it writes there.",
            ),
        ]
    except (BadRequest, Forbidden):
        to_do = f"Add @{me.username} to the group, or correct STAFF_CHAT."
        return [*found, mend(f"The bot is not in the staff chat {staff_chat}.", to_do)]
    if chat.type not in (Chat.GROUP, Chat.SUPERGROUP):
        return [*found, mend("STAFF_CHAT is no group.", "Write the id of a group; it begins with a minus.")]
    if member.status not in IN:
        return [*found, mend(f"The bot is not in “{chat.title}”.", f"Add @{me.username} to the group.")]
    found.append(fine(f"The bot is in “{chat.title}”."))
    return [*found, _reads(me, member), *_topics(chat, member), *await _people(bot, settings, staff_chat)]


def _reads(me: User, member: ChatMember) -> Finding:
    if me.can_read_all_group_messages or member.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER):
        return fine("It reads what is written there.")
    return mend(
        "It does not see what staff write there: Telegram's privacy mode is on.",
        "Make it an administrator; or turn the privacy mode off (@BotFather, /setprivacy), then remove it "
        "from the group and add it again.",
    )


def _topics(chat: ChatFullInfo, member: ChatMember) -> list[Finding]:
    rights = member if isinstance(member, ChatMemberAdministrator) else None
    if not chat.is_forum:
        to_do = "Better: turn on “Topics” in the group's settings, and give the bot the right to manage them."
        return [know("The group has no topics: each request is a message that staff reply to.", to_do)]
    if not rights or not rights.can_manage_topics:
        to_do = "Make the bot an administrator with the right “Manage topics”."
        return [mend("The bot may not open topics in the group.", to_do)]
    found = [fine("Each request for a person gets a topic of its own.")]
    if not rights.can_delete_messages:
        to_do = "Give it the right “Delete messages”: a topic goes when its person wants to be forgotten."
        found.append(know("The bot may not delete topics.", to_do))
    return found


async def _people(bot: Bot, settings: Settings, staff_chat: str) -> list[Finding]:
    """Whether those who may answer are there."""
    away = []
    for each in sorted(settings.staff):
        try:
            here = (await bot.get_chat_member(int(staff_chat), each)).status in IN
        except BadRequest:
            here = False
        away += [] if here else [str(each)]
    if away:
        to_do = "Correct STAFF_IDS, or add them to the group."
        return [mend(f"STAFF_IDS names people who are not in the group: {', '.join(away)}.", to_do)]
    return [fine(f"{len(settings.staff)} may answer there (STAFF_IDS).")] if settings.staff else []
