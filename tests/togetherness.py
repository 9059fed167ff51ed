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
OF_THE_SEEDED_TOWN = frozenset(
    {
        "tests/demo/test_requests.py",
        "tests/demo/test_seeding.py",
        "tests/demo/test_told.py",
        "tests/demo/test_wishes.py",
    }
)
"""A town is seeded once on each database."""


def group_of(test: str) -> str:
    """The name of what stays together, from the address of a test; its own where it is alone."""
    file = test.partition("::")[0]
    if file in WHOLE_FILES:
        return file
    if file in OF_THE_SEEDED_TOWN and (database := re.search(r"\[(\w+)", test)):
        return f"the seeded town {database[1]}"
    return test
