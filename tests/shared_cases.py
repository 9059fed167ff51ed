"""The reference values and real data that stand outside the repository, in `VICHE_CASES`."""

import os
from pathlib import Path

import pytest

_FOLDER = os.environ.get("VICHE_CASES", "")

needs_cases = pytest.mark.skipif(
    not _FOLDER, reason="VICHE_CASES names no folder with the reference cases"
)


def case_file(name: str) -> Path:
    return Path(_FOLDER) / "cases" / name
