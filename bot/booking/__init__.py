"""Office hours, free slots, phone numbers, time zones, references, and the calendars of those who consult."""
