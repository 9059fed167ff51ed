"""How the domain says no."""

from collections.abc import Mapping

Param = str | int | float


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A rule forbids this, and the person who asked deserves to know why.

    The key names a sentence in locales; whoever is speaking renders it.
    A bug is never a Refusal: bugs raise ordinary exceptions and reach the log.
    """

    def __init__(self, key: str, **params: Param) -> None:
        super().__init__(key)
        self.key = key
        self.params: Mapping[str, Param] = params


class NotFound(Refusal):
    """What was named is not there, or belongs to another town."""
