"""What `python -m demo` finds in its environment when a test starts it: nothing of the operator's."""

import os
from pathlib import Path


def environment(folder: Path, **more: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("VICHE_")}
    return {**ours, "VICHE_DATA_DIR": str(folder), "VICHE_BOT_TOKEN": "", "FRESH": "", **more}
