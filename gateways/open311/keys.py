"""Keys that other servers gave us: in files of the operator's, in no database."""

import os
from pathlib import Path

from civic.service_requests.relays.model import RelayServer


class KeyFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, server: RelayServer) -> str:
        """Empty where the server asks for none."""
        try:
            return self._file(server).read_text("utf-8").strip()
        except FileNotFoundError:
            return ""

    def write(self, server: RelayServer, key: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(self._file(server), flags, 0o600), "w", encoding="utf-8") as file:
            file.write(key)

    def _file(self, server: RelayServer) -> Path:
        return self._folder / f"open311-{server.community}-{server.id}"
