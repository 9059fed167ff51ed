"""Wakes a worker at once, with a net of a second for what another process left."""

import asyncio


class Bell:
    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, *, seconds: float) -> None:
        """Until it rings, at most so long; a ring while nobody waited counts."""
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._event.clear()
