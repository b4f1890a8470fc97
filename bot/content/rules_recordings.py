"""Rules for recordings: each has a topic, can be played, and says what the text says."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.reading import Found, did_you_mean, shown
from bot.content.recordings import NAME, hash_of, read_noted, sounds, unfit, words_of
from bot.content.rules import Work
from bot.model import Problem


def unsent_recording(work: Work) -> Iterator[Problem]:
    """A recording that people do not hear: without a topic, unfit, never compared with its text, outdated."""
    folder, content = work.loaded.folder, work.loaded.content
    found = Found(work.path(NAME))
    noted = read_noted(folder, found)
    yield from found.problems
    seen = set()
    for each in sounds(folder):
        key, path = (each.topic, each.language), shown(each.path, folder)
        seen.add(key)
        command = f"python -m bot recorded {each.topic}"
        if key not in work.loaded.names:
            hint = did_you_mean(
                each.topic, {id for id, language in work.loaded.names if language == each.language}
            )
            message = (
                f'there is no topic "{each.topic}" beside this recording.{hint or " Rename or delete it."}'
            )
            yield Problem(path, 1, message)
        elif not each.fits:
            yield Problem(path, 1, unfit(each))
        elif key not in noted or noted[key][1] != each.hash:
            message = "nobody has noted that this recording says what the text says, so it is not sent."
            yield Problem(path, 1, f"{message} Hear it beside the text, then run: {command}")
        elif (topic := content.topics.get(key)) and noted[key][0] != hash_of(
            words_of(content, topic, work.on)
        ):
            message = "this recording is older than its text, so it is not sent."
            yield Problem(
                path, 1, f"{message} Record it again, then run: {command}. Or delete it.", "warning"
            )
    for (topic_id, language), (_, _, line) in noted.items():
        if (topic_id, language) not in seen:
            message = f'there is no recording of "{topic_id}" in {language} any more. Delete this line.'
            yield Problem(work.path(NAME), line, message, "warning")
