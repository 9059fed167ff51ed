"""The demo's folder: only what is marked as ours is ever emptied, and one run holds it."""

import fcntl
import os
from pathlib import Path

import pytest

from demo import house as houses
from demo.house import MARKER, House, enter_house


def silently() -> None:
    """Nobody reads what is told while one waits."""


def enter(folder: Path, *, fresh: bool = False) -> House:
    return enter_house(folder, fresh=fresh, waiting=silently)


def test_starting_over_empties_the_demos_folder_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "viche.db").write_text("a real town")
    folder = tmp_path / "demo"
    house = enter(folder)
    house.database.write_text("a demo")
    house.sandbox.mkdir()
    (house.sandbox / "sandbox.db").write_text("chats")
    house.leave()
    enter(folder).leave()
    assert house.database.read_text() == "a demo"

    enter(folder, fresh=True).leave()
    assert [one.name for one in folder.iterdir()] == [MARKER]
    assert (tmp_path / "viche.db").read_text() == "a real town"


@pytest.mark.parametrize("fresh", [False, True])
def test_a_folder_that_is_not_ours_is_left_as_it_is(tmp_path: Path, fresh: bool) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "photos").write_text("precious")
    with pytest.raises(SystemExit) as refused:
        enter(folder, fresh=fresh)
    assert "not a folder of the demo" in str(refused.value)
    assert [one.name for one in folder.iterdir()] == ["photos"]


def test_a_second_run_is_told_that_one_is_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(houses, "PATIENCE", 0)
    first = enter(tmp_path / "demo")
    first.database.write_text("a demo")
    waited: list[bool] = []
    with pytest.raises(SystemExit) as refused:
        enter_house(tmp_path / "demo", fresh=True, waiting=lambda: waited.append(True))
    assert "running already" in str(refused.value)
    assert waited == [True]
    assert first.database.exists()
    first.leave()
    enter(tmp_path / "demo").leave()


def test_the_house_stays_locked_while_its_sandbox_lives(tmp_path: Path) -> None:
    first = enter(tmp_path / "demo")
    of_the_child = os.dup(first.lock)
    first.leave()
    marker = os.open(tmp_path / "demo" / MARKER, os.O_RDWR)
    with pytest.raises(BlockingIOError):
        fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(of_the_child)
    fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(marker)


def test_the_token_is_made_once_and_for_its_owners_eyes(tmp_path: Path) -> None:
    house = enter(tmp_path / "demo")
    token = house.token()
    assert house.token() == token
    assert (tmp_path / "demo" / "bot-token").stat().st_mode & 0o777 == 0o600
    house.leave()
