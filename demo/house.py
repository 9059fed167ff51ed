"""The demo's folder: its mark, who holds it, its token; nothing else is ever deleted."""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from demo.cast import BOT

MARKER = ".viche-demo"
PATIENCE = 12.0
"""Seconds that an earlier run may take to let go."""
_LOOK_AGAIN = 0.2


class House:
    """Held by one run at a time: the lock ends when the run and its sandbox have ended."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self.lock = lock

    @property
    def database(self) -> Path:
        return self.folder / "viche.db"

    @property
    def sandbox(self) -> Path:
        return self.folder / "sandbox"

    def token(self) -> str:
        """The bot's, of the sandbox only: made once, for its owner's eyes."""
        kept = self.folder / "bot-token"
        if not kept.exists():
            made = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="ascii") as opened:
                opened.write(f"{BOT}:{secrets.token_urlsafe(24)}")
        return kept.read_text(encoding="ascii").strip()

    def clear(self) -> None:
        """Everything goes but the mark, which others may be waiting for."""
        for one in self.folder.iterdir():
            if one.name == MARKER:
                continue
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()

    def leave(self) -> None:
        os.close(self.lock)


def enter_house(folder: Path, *, fresh: bool, waiting: Callable[[], None]) -> House:
    """Raise SystemExit with a sentence when the folder is not ours, or another run holds it."""
    marker = folder / MARKER
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise SystemExit(
            f"{folder} is not a folder of the demo: it lacks the file {MARKER}. "
            "Move it away, or set VICHE_DATA_DIR to another folder."
        )
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(marker, os.O_RDWR | os.O_CREAT, 0o600)
    _hold(lock, waiting)
    house = House(folder, lock)
    if fresh:
        house.clear()
    return house


def _hold(lock: int, waiting: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE
    told = False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not told:
                waiting()
                told = True
            if time.monotonic() > deadline:
                raise SystemExit("The demo is running already: stop it first.") from None
            time.sleep(_LOOK_AGAIN)
        else:
            return
