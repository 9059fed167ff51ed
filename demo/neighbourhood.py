"""The neighbours' names and groups, kept beside the database: the sandbox must know them."""

from collections.abc import Mapping, Sequence
from json import dumps, loads
from pathlib import Path

from demo.crowd import Neighbour
from demo.outlets import OUTLETS, members_of
from demo.stage import Person

_KEPT = "neighbours.json"
_MEMBERS = "outlets.json"


def keep_neighbours(folder: Path, neighbours: Sequence[Neighbour]) -> None:
    """But those who blocked the bot: it may not write to them."""
    kept = [[one.account, one.first_name, one.language] for one in neighbours if one.stays]
    (folder / _KEPT).write_text(dumps(kept, ensure_ascii=False), encoding="utf-8")
    members = {outlet.key: members_of(outlet, neighbours) for outlet in OUTLETS}
    (folder / _MEMBERS).write_text(dumps(members), encoding="utf-8")


def read_neighbours(folder: Path) -> list[Person]:
    kept = loads((folder / _KEPT).read_text(encoding="utf-8"))
    return [Person(id=one, first_name=name, language=language) for one, name, language in kept]


def read_members(folder: Path) -> Mapping[str, Sequence[int]]:
    """Who is in which outlet; none in a town that was made before there were any."""
    kept = folder / _MEMBERS
    if not kept.exists():
        return {}
    members: dict[str, list[int]] = loads(kept.read_text(encoding="utf-8"))
    return members
