"""What a command brings into memory before it does anything."""

import json
import subprocess
import sys

import pytest

from tests.workshop.tree import ROOT

HELP = """
import runpy, sys
sys.argv = ["viche", "--help"]
try:
    runpy.run_module("bot.cli", run_name="__main__")
except SystemExit as ended:
    assert not ended.code, ended.code
"""
WHOLE = """
import importlib, pkgutil
package = importlib.import_module({package!r})
for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
"""
SERVING = """
import bot.roles, bot.chat, bot.tick_jobs, bot.pages, bot.inbox, bot.sender
from handlers.routers import build_routers
build_routers()
"""
TELLING = """
import json, sys
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def _loaded(code: str) -> set[str]:
    ended = subprocess.run(
        [sys.executable, "-c", code + TELLING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_asking_for_help_brings_nothing_heavy() -> None:
    heavy = {
        "aiogram",
        "altair",
        "fastapi",
        "pydantic_settings",
        "sqlalchemy",
        "typst",
        "vl_convert",
    }
    assert _loaded(HELP) & heavy == set()


@pytest.mark.parametrize("package", ["web", "sandbox", "jobs", "civic", "locales"])
def test_what_does_not_talk_to_telegram_does_not_bring_its_library(package: str) -> None:
    assert "aiogram" not in _loaded(WHOLE.format(package=package))


def test_the_sandbox_brings_nothing_of_the_product() -> None:
    product = {"bot", "civic", "demo", "gateways", "handlers", "jobs", "locales", "storage", "web"}
    assert _loaded(WHOLE.format(package="sandbox")) & product == set()


def test_a_serving_process_leaves_drawing_to_its_children() -> None:
    assert (
        _loaded(SERVING) & {"PIL", "altair", "vl_convert", "typst", "xlsxwriter", "shapely"}
        == set()
    )
