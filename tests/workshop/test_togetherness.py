"""Tests that share what takes long to make stay on one worker, all others may go anywhere."""

from types import SimpleNamespace

from tests.conftest import pytest_xdist_make_scheduler
from tests.togetherness import OF_THE_SEEDED_TOWN, WHOLE_FILES, group_of
from tests.workshop.tree import ROOT


def test_tests_of_one_seeded_town_stay_together_and_the_other_town_goes_elsewhere() -> None:
    first, second, *_ = (f"{file}::test_a[sqlite]" for file in sorted(OF_THE_SEEDED_TOWN))
    other = first.replace("sqlite", "postgresql")
    assert group_of(first) == group_of(second) != group_of(other)


def test_a_file_that_forks_its_processes_stays_whole_and_a_test_of_its_own_is_alone() -> None:
    whole = next(iter(WHOLE_FILES))
    assert group_of(f"{whole}::test_a[sqlite]") == group_of(f"{whole}::test_b")
    alone = "tests/civic/test_x.py::test_a[sqlite]"
    assert group_of(alone) == alone


def test_whoever_asks_for_the_seeded_town_is_named() -> None:
    asking = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "tests/demo").glob("test_*.py")
        if "seeded: Wiring" in file.read_text(encoding="utf-8")
    }
    assert asking == OF_THE_SEEDED_TOWN


def test_every_file_named_is_there() -> None:
    assert all((ROOT / file).is_file() for file in {*WHOLE_FILES, *OF_THE_SEEDED_TOWN})


class Worker:
    """As much of one as the plugin's scheduler needs."""

    gateway = SimpleNamespace(id="a worker")
    shutting_down = False

    def __init__(self) -> None:
        self.given: list[int] = []

    def send_runtest_some(self, numbers: list[int]) -> None:
        self.given += numbers

    def shutdown(self) -> None:
        """Nothing to end."""


def test_what_is_together_goes_to_one_worker() -> None:
    options = {"dist": "loadgroup", "tx": ["2*popen"]}
    config = SimpleNamespace(
        getvalue=options.__getitem__, option=SimpleNamespace(loadscopereorder=True)
    )
    scheduler = pytest_xdist_make_scheduler(config, None)  # type: ignore[arg-type]  # all it asks
    kinds = ("sqlite", "postgresql")
    one = min(OF_THE_SEEDED_TOWN)
    tests = [f"{one}::test_{n}[{kind}]" for n in range(4) for kind in kinds]
    workers = [Worker(), Worker()]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, tests)
    scheduler.schedule()
    assert [worker.given for worker in workers] == [[0, 2, 4, 6], [1, 3, 5, 7]]
