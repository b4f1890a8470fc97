"""The sentences of the page itself. `page.html` and `chat.js` know them by the names here."""

from __future__ import annotations

from bot.language import N_

TEXTS = {
    "title": N_("Questions about the H-2B visa"),
    "lead": N_("Write your question in your own words, or press a button."),
    "skip": N_("Go to the box for your question"),
    "languages": N_("Language"),
    "log": N_("Conversation"),
    "question": N_("Your question"),
    "send": N_("Send"),
    "you": N_("You:"),
    "bot": N_("Answer:"),
    "wait": N_("One moment, please…"),
    "gone": N_("There is no connection. What you wrote is safe here, and I keep trying."),
    "unsent": N_("This could not be sent."),
    "again": N_("Try again"),
    "noscript": N_("This page needs JavaScript, which is turned off in your browser. Please turn it on."),
}
STAFF_TEXTS = {
    "staff": N_("For staff"),
    "decision": N_("Decision"),
    "probability": N_("Probability"),
    "topic": N_("Topic"),
    "phrase": N_("Nearest phrase"),
    "ranked": N_("All that came near"),
    "mend": N_("To mend in the content"),
    "answer": N_("answered"),
    "ask": N_("asked back"),
    "refuse": N_("not known"),
}
# By HTTP status.
ERRORS = {
    400: N_("This page could not read that. Please load the page again."),
    403: N_("That came from another page, so it was not taken."),
    404: N_("There is nothing at this address."),
    405: N_("This address cannot be used in that way."),
    413: N_("That is too long. Please write it in fewer words."),
    415: N_("This page could not read that. Please load the page again."),
    421: N_("This page is not served under that name."),
    500: N_("Something broke on our side. Please try again in a while."),
}
