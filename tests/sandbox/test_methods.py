"""The sandbox's own table of methods against Telegram's machine-readable description."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.play.registry import PLAYERS
from sandbox.telegram.methods import METHODS, NOT_PLAYED
from sandbox.telegram.objects import OBJECTS

DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    folder = os.environ.get("VICHE_CASES")
    if not folder:
        pytest.skip("VICHE_CASES names no folder with telegram/botapi.json")
    text = (Path(folder) / "telegram" / "botapi.json").read_text("utf-8")
    return dict(json.loads(text))


def test_every_played_method_takes_exactly_what_telegram_describes(
    described: dict[str, Any],
) -> None:
    for name, method in METHODS.items():
        ours = {p.name: [p.type, p.required] for p in method.parameters.values()}
        assert ours == described["methods"][name]["params"], name
        assert method.returns == described["methods"][name]["returns"], name


def test_every_object_that_bots_send_has_exactly_the_described_fields(
    described: dict[str, Any],
) -> None:
    for name, fields in OBJECTS.items():
        ours = {f.name: [f.type, f.required] for f in fields.values()}
        assert ours == described["types"][name]["fields"], name


def test_the_guide_lists_every_method_that_is_not_played(described: dict[str, Any]) -> None:
    part = DOCS.read_text("utf-8").split("## Methods that are not played", 1)[1]
    listed = set(re.findall(r"`([a-z]\w+)`", part.split("\n## ", 1)[0]))
    assert listed == set(described["methods"]) - set(METHODS)


def test_every_method_of_the_table_is_played() -> None:
    assert set(PLAYERS) | {"getUpdates"} == set(METHODS)


def test_parameters_that_are_refused_exist() -> None:
    known = {name for method in METHODS.values() for name in method.parameters}
    assert known >= NOT_PLAYED
