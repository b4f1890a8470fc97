"""Question → the one sure topic, three to choose from, or nothing.

`canonical` says how a message is compared, `features` and `grams` turn it into
numbers, `head` into a probability for each topic, `calibrate` into how sure that
is; `matcher` decides. `fit` makes a matcher from phrases, `kept` holds on disk
what was computed before. The reasons and figures are in `bench/README.md`.
"""

import os

# One question is worked out on one thread, so that many can be at once. The libraries read this once,
# when they are loaded; whoever set it (the child that fits, for one) keeps it.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.matching.danger import by_rules as danger_by_rules
from bot.matching.examples import Examples
from bot.matching.features import FORCE_LIGHT, at_work, has_e5
from bot.matching.fit import FitError, fit, fit_elsewhere, fitted
from bot.matching.language import language_of
from bot.matching.matcher import Matcher, similarity

__all__ = [
    "FORCE_LIGHT",
    "Examples",
    "FitError",
    "Matcher",
    "at_work",
    "danger_by_rules",
    "fit",
    "fit_elsewhere",
    "fitted",
    "has_e5",
    "language_of",
    "similarity",
]
