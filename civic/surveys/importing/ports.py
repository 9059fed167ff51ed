"""Where responses come from."""

from collections.abc import Iterator, Sequence
from typing import Protocol


class ResponseSource(Protocol):
    """A table; it can be read more than once."""

    def header(self) -> Sequence[str]:
        """Raise Refusal when the file as a whole makes no sense."""

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The number of the line and its cells; empty lines are left out."""
