"""Files of staff's → topics, facts, flows and the office; and the rules that check them.

`load` reads a folder and never raises over what is in it; `check` applies every rule. Read `load`,
then `answers` and `facts`, then `check`, which lists the rules.
"""

from bot.content.answers import Answer, answer, signature, version
from bot.content.check import check, news_problems, quick_problems
from bot.content.facts import fact
from bot.content.load import Loaded, digest, load, phrases
from bot.content.pairs import pair
from bot.content.recorded import record
from bot.content.recordings import recording, words_of
from bot.content.sentences import Sentence, read_sentences
from bot.content.signing import sign
from bot.content.yaml_text import Data, read_yaml

__all__ = [
    "Answer",
    "Data",
    "Loaded",
    "Sentence",
    "answer",
    "check",
    "digest",
    "fact",
    "load",
    "news_problems",
    "pair",
    "phrases",
    "quick_problems",
    "read_sentences",
    "read_yaml",
    "record",
    "recording",
    "sign",
    "signature",
    "version",
    "words_of",
]
