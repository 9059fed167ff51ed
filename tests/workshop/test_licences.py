"""What the product runs on may be passed on under its own licence."""

import re
from importlib import metadata

import pytest
from packaging.markers import Marker

from tests.workshop.tree import ROOT

PERMISSIVE = re.compile(
    r"^\(?("
    r"0BSD|Apache([ -]?2\.0| Software License)?|BSD([ -][23]-Clause| License)?|CC0-1\.0|ISC( License)?( \(ISCL\))?"
    r"|MIT( License|-CMU)?|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)|PSF-2\.0|Python Software Foundation License|Unlicense|Zlib"
    r")\)?$"
)
LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==[^\s;]+(?: ; (?P<marker>[^\\]+?))? \\$", re.MULTILINE
)


def _run_on() -> list[str]:
    """The locked parts of the product that this system needs."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return sorted(
        {
            found["name"]
            for found in LINE.finditer(lock)
            if not found["marker"] or Marker(found["marker"]).evaluate()
        }
    )


def _licences(name: str) -> list[str]:
    """As the part declares it: an expression, else its classifiers, else its own words."""
    told = metadata.metadata(name)
    if "License-Expression" in told:
        return re.split(r" (?:AND|OR) ", told["License-Expression"])
    classified = [
        line.split(" :: ")[-1]
        for line in told.get_all("Classifier") or []
        if line.startswith("License :: ") and line != "License :: OSI Approved"
    ]
    return classified or [told["License"].strip() if "License" in told else ""]


def test_the_lock_is_read() -> None:
    assert {"aiogram", "sqlalchemy"} <= set(_run_on())


@pytest.mark.parametrize("name", _run_on())
def test_a_part_that_we_run_on_has_a_licence_that_asks_for_nothing_but_its_name(name: str) -> None:
    licences = _licences(name)
    assert [licence for licence in licences if not PERMISSIVE.match(licence)] == []


def test_our_own_licence_is_there_and_named() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
