"""The locks: every part by its hash, from wherever the reader's tools fetch it."""

import re
import tomllib
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from bot.tick_jobs import VERSION
from tests.workshop.tree import ROOT

RUN, DEV = "requirements.lock", "requirements-dev.lock"
PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\]+?))?"
    r" \\\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def _locked(lock: str) -> dict[str, set[Version]]:
    pins: dict[str, set[Version]] = {}
    for found in PINNED.finditer((ROOT / lock).read_text("utf-8")):
        if found["marker"]:
            Marker(found["marker"])
        pins.setdefault(canonicalize_name(found["name"]), set()).add(Version(found["version"]))
    return pins


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_every_line_of_a_lock_is_a_version_with_its_hashes(lock: str) -> None:
    assert PINNED.sub("", (ROOT / lock).read_text("utf-8")).strip() == ""


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|@ ", text)


@pytest.mark.parametrize(("lock", "extras"), [(RUN, ()), (DEV, ("dev",))])
def test_a_lock_holds_what_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    project = _project()
    asked = [*project["dependencies"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    pins = _locked(lock)
    for line in asked:
        wanted = Requirement(line)
        found = pins.get(canonicalize_name(wanted.name), set())
        assert found, f"{wanted.name} is not in {lock}: run `make lock`"
        assert all(wanted.specifier.contains(version) for version in found), wanted.name


def test_tests_run_on_the_very_versions_that_the_product_runs_on() -> None:
    tested = _locked(DEV)
    assert {name: pins for name, pins in _locked(RUN).items() if tested.get(name) != pins} == {}


def test_the_makefile_installs_by_hash_and_names_no_address() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert makefile.count("--require-hashes") >= 2
    assert not re.search(r"--(extra-)?index-url|--default-index|https?://", makefile)


def test_reports_name_the_version_that_the_project_has() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert declared["project"]["version"] == VERSION
