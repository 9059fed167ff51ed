"""Assets in an OpenStreetMap extract: lamps, benches, bins, trees, playgrounds."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO
from xml.parsers import expat

from civic.assets.model import AssetRow
from civic.assets.rules.importing import MAPPED
from civic.assets.rules.kinds import USUAL_KINDS
from civic.kernel.refusal import Refusal
from civic.places.model import Finding, Point
from gateways.asset_files.cells import asset_from, finding_of, point_inside
from gateways.asset_files.columns import MOST_KEPT
from gateways.place_files.outlines import BadOutlineError, point_at

_BLOCK = 1 << 16
_RING = 4
_MOST_TAGS = 500
_FIELDS = {"ref": "number", "operator": "owner", "owner": "owner"}
_UNKEPT = ("contact:", "phone", "email", "website", "note", "fixme", "created_by", "source")
"""People, and what mappers say to one another."""
Spot = tuple[float, float]
"""Latitude and longitude."""


@dataclass(slots=True)
class _Element:
    sort: str
    ref: str
    at: tuple[str, str] | None
    tags: dict[str, str] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    """Of a relation: those that go round it."""


@dataclass(slots=True)
class _Drawn:
    """What the wanted ways and relations go through."""

    ways: dict[str, list[str]] = field(default_factory=dict)
    """Those that wanted relations are made of."""
    spots: dict[str, Spot] = field(default_factory=dict)


class MappedAssets:
    prefix = MAPPED

    def __init__(self, opening: Callable[[], BinaryIO], *, kind: str) -> None:
        self._opening = opening
        self._kinds = {
            tag: usual.code
            for usual in USUAL_KINDS
            for tag in usual.tags
            if (usual.code == kind if kind else usual.is_mapped)
        }
        if not self._kinds:
            raise Refusal("assets-kind-unmapped", kind=kind[:40])
        self.columns: Mapping[str, str] = {"id": "id", "number": "ref", "owner": "operator"}
        self.left: tuple[str, ...] = ()

    def rows(self) -> Iterator[AssetRow | Finding]:
        """Read three times at most: which are wanted, what they go through, where that is."""
        drawn = self._drawn()
        number = 0
        for element in self._elements():
            kind = self._kind_of(element)
            if kind is not None:
                number += 1
                yield _row(number, element, kind, drawn)

    def _drawn(self) -> _Drawn:
        drawn = _Drawn()
        wanted: set[str] = set()
        outlines: set[str] = set()
        for element in self._elements():
            if self._kind_of(element) is not None:
                wanted |= set(element.nodes)
                outlines |= set(element.ways)
        if outlines:
            for element in self._elements():
                if element.sort == "way" and element.ref in outlines:
                    drawn.ways[element.ref] = element.nodes
            wanted |= set(chain.from_iterable(drawn.ways.values()))
        if wanted:
            for element in self._elements():
                if element.sort == "node" and element.ref in wanted:
                    spot = _spot(element)
                    if spot is not None:
                        drawn.spots[element.ref] = spot
        return drawn

    def _kind_of(self, element: _Element) -> str | None:
        tags = (f"{key}={value}" for key, value in element.tags.items())
        return next((self._kinds[tag] for tag in tags if tag in self._kinds), None)

    def _elements(self) -> Iterator[_Element]:
        with self._opening() as opened:
            yield from _Reader().read(opened)


class _Reader:
    """Element by element; a document that defines anything of its own is not read."""

    def __init__(self) -> None:
        self._ready: deque[_Element] = deque()
        self._open: _Element | None = None
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        # Entities that grow, and files fetched from elsewhere, begin with a declaration.
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse

    def read(self, opened: BinaryIO) -> Iterator[_Element]:
        try:
            while block := opened.read(_BLOCK):
                self._parser.Parse(block, False)
                while self._ready:
                    yield self._ready.popleft()
            self._parser.Parse(b"", True)
        except expat.ExpatError as broken:
            raise Refusal("assets-file-broken", line=broken.lineno) from None
        yield from self._ready

    def _begin(self, name: str, said: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != "osm":
            raise Refusal("assets-file-kind")
        if self._depth == 2 and name in {"node", "way", "relation"}:
            at = (said["lat"], said["lon"]) if "lat" in said and "lon" in said else None
            # Neither the mapper's name nor their number is read.
            self._open = _Element(sort=name, ref=said.get("id", ""), at=at)
        elif self._open is not None and self._depth == 3:
            self._add(self._open, name, said)

    def _add(self, element: _Element, name: str, said: dict[str, str]) -> None:
        if name == "tag" and len(element.tags) < _MOST_TAGS:
            element.tags[said.get("k", "")] = said.get("v", "")
        elif name == "nd":
            element.nodes.append(said.get("ref", ""))
        elif name == "member" and said.get("type") == "way" and said.get("role") != "inner":
            element.ways.append(said.get("ref", ""))

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 1 and self._open is not None:
            self._ready.append(self._open)
            self._open = None


def _refuse(*_said: object) -> None:
    raise Refusal("assets-file-hostile")


def _row(number: int, element: _Element, kind: str, drawn: _Drawn) -> AssetRow | Finding:
    external_id = f"{MAPPED}{element.sort}/{element.ref}"
    fields = {"id": external_id, "number": ""}
    attributes: dict[str, str] = {}
    for key, value in element.tags.items():
        if key in _FIELDS:
            fields.setdefault(_FIELDS[key], value)
            if key == "ref":
                fields["number"] = value
        elif not key.startswith(_UNKEPT) and len(attributes) < MOST_KEPT:
            attributes[key] = value
    try:
        point = _point(element, drawn)
    except BadOutlineError as bad:
        return finding_of(number, external_id, bad)
    return asset_from(number, fields, attributes, kind=kind, point=point)


def _point(element: _Element, drawn: _Drawn) -> Point | None:
    """Inside what is closed, in the middle of what is not; the box may have cut off a part."""
    if element.sort == "node":
        spot = _spot(element)
        return point_at(*spot) if spot else None
    lines = [element.nodes] if element.sort == "way" else _joined(element, drawn)
    known = [[drawn.spots[node] for node in line if node in drawn.spots] for line in lines]
    whole = [line for line in known if len(line) >= _RING and line[0] == line[-1]]
    if whole:
        return _inside(whole)
    longest = max(known, key=len, default=[])
    return point_at(*longest[len(longest) // 2]) if longest else None


def _inside(rings: list[list[Spot]]) -> Point:
    area = tuple((tuple((longitude, latitude) for latitude, longitude in ring),) for ring in rings)
    for ring in area[0]:
        for longitude, latitude in ring:
            point_at(latitude, longitude)
    return point_inside(area)


def _joined(element: _Element, drawn: _Drawn) -> list[list[str]]:
    """A ring may be drawn as several ways, end to end, in any direction."""
    pieces = [list(drawn.ways[way]) for way in element.ways if drawn.ways.get(way)]
    lines: list[list[str]] = []
    while pieces:
        line = pieces.pop()
        while line[0] != line[-1]:
            at = next((i for i, one in enumerate(pieces) if line[-1] in {one[0], one[-1]}), None)
            if at is None:
                break
            piece = pieces.pop(at)
            line += piece[1:] if piece[0] == line[-1] else piece[-2::-1]
        lines.append(line)
    return lines


def _spot(element: _Element) -> Spot | None:
    try:
        return (float(element.at[0]), float(element.at[1])) if element.at else None
    except ValueError:
        return None
