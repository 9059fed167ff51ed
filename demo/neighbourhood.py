"""The neighbours' names, kept beside the database: the sandbox must know whom it plays."""

from collections.abc import Iterable
from json import dumps, loads
from pathlib import Path

from demo.crowd import Neighbour
from demo.stage import Person

_KEPT = "neighbours.json"


def keep_neighbours(folder: Path, neighbours: Iterable[Neighbour]) -> None:
    """But those who blocked the bot: it may not write to them."""
    kept = [[one.account, one.first_name, one.language] for one in neighbours if one.stays]
    (folder / _KEPT).write_text(dumps(kept, ensure_ascii=False), encoding="utf-8")


def read_neighbours(folder: Path) -> list[Person]:
    kept = loads((folder / _KEPT).read_text(encoding="utf-8"))
    return [Person(id=one, first_name=name, language=language) for one, name, language in kept]
