"""Every button's payload: one code each, small enough, read back as it was written."""

import importlib
import pkgutil
import re
from dataclasses import fields
from typing import get_type_hints

import pytest

import handlers.presses
from handlers.presses.registry import LIMIT, Press, read_press, registered_presses

LARGEST_ID = 2**63 - 1
LARGEST_COUNT = 2**31 - 1
LONGEST_WORD = "x" * 12
# The first letter is a promise: what may never be stored is known before it is read.
KEPT_FOR = {"a": "anonymous", "b": "ballots"}


def _walked() -> dict[str, type[Press]]:
    for found in pkgutil.walk_packages(handlers.presses.__path__, "handlers.presses."):
        importlib.import_module(found.name)
    ours = registered_presses()
    return {code: kind for code, kind in ours.items() if kind.__module__.startswith("handlers.")}


PRESSES = _walked()


def _fullest(kind: type[Press]) -> Press:
    hints = get_type_hints(kind)
    values = {}
    for field in fields(kind):  # type: ignore[arg-type]  # every press is a dataclass by @press
        hint = hints[field.name]
        kinds = {int: LARGEST_COUNT, bool: True, str: LONGEST_WORD}
        # Only our ids are types of their own; a plain number is a page, an option, an hour.
        values[field.name] = LARGEST_ID if hasattr(hint, "__supertype__") else kinds[hint]
    return kind(**values)


def test_there_are_buttons_to_walk() -> None:
    assert PRESSES


@pytest.mark.parametrize("code", sorted(PRESSES))
def test_the_fullest_payload_fits_and_is_read_back(code: str) -> None:
    fullest = _fullest(PRESSES[code])
    packed = fullest.pack()
    assert len(packed.encode()) <= LIMIT
    assert read_press(packed) == fullest


@pytest.mark.parametrize("code", sorted(PRESSES))
def test_a_payload_of_another_version_is_nobodys(code: str) -> None:
    packed = _fullest(PRESSES[code]).pack()
    head, *parts = packed.split(".")
    older = re.sub(r"\d+$", lambda found: str(int(found.group()) + 1), head)
    assert read_press(".".join([older, *parts])) is None
    assert read_press(packed + ".1") is None


def test_a_code_is_a_few_small_letters() -> None:
    assert [code for code in PRESSES if not re.fullmatch(r"[a-z]{1,4}", code)] == []


def test_ballots_and_anonymous_answers_keep_their_first_letter_to_themselves() -> None:
    assert [
        code
        for code, kind in PRESSES.items()
        if code[0] in KEPT_FOR and KEPT_FOR[code[0]] not in kind.__module__
    ] == []


def test_every_press_stands_in_the_module_of_its_feature() -> None:
    strangers = [kind for kind in registered_presses().values() if kind not in PRESSES.values()]
    ours = [kind for kind in strangers if not kind.__module__.startswith("tests.")]
    assert ours == []
