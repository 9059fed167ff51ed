"""Which tests run on one worker, because what they stand on takes long to make."""

import re

WHOLE_FILES = frozenset(
    {
        "tests/bot/test_process.py",
        "tests/demo/test_playing.py",
        "tests/journeys/test_survives_kill.py",
    }
)
"""Processes are forked from one that imported it all; a demo is played from start to end."""
ONE_A_DATABASE = "tests/demo/test_seeding.py"
"""A town is seeded once on each database."""


def group_of(test: str) -> str:
    """The name of what stays together, from the address of a test; its own where it is alone."""
    file = test.partition("::")[0]
    if file in WHOLE_FILES:
        return file
    if file == ONE_A_DATABASE and (database := re.search(r"\[(\w+)", test)):
        return f"{file} {database[1]}"
    return test
