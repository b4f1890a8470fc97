"""Office hours, free slots, phone numbers, time zones, references, reminders, and calendars.

All plain functions. Only `calendars` speaks to another machine, and waits while it does: run it in a thread.
"""
