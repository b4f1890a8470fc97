"""Answers to hear: text → the words to say → sound.

`words` is the part to read: how numbers, dates, phones and abbreviations are said in each language. `engine`
is the only place that knows which program speaks, `ogg` looks into sound files, `numbers` counts in words.
"""

from bot.speech.engine import Speaker, Speechless, missing, voice_of
from bot.speech.ogg import seconds
from bot.speech.words import spoken

__all__ = ["Speaker", "Speechless", "missing", "seconds", "spoken", "voice_of"]
