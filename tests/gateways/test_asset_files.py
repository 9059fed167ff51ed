"""A town's inventory, in the shapes in which towns and mappers keep it."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from civic.assets.model import AssetRow
from civic.kernel.refusal import Refusal
from civic.places.model import Finding, Point
from gateways.asset_files.opening import assets_in_message, assets_on_disk
from tests.shared_cases import case_file, needs_cases

TABLE = (
    "id,number,lat,lon,owner,тип\n7,Л-7,50.56,29.98,Нове світло,LED\n8,,50.561,29.981,N/A,None\n"
)
SQUARE = [[29.98, 50.56], [29.982, 50.56], [29.982, 50.562], [29.98, 50.562], [29.98, 50.56]]
BILLION = b"""<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<osm><node id="1" lat="50" lon="30"><tag k="amenity" v="bench"/><tag k="name" v="&b;"/></node></osm>"""
MAP = """<osm version="0.6">
<node id="1" lat="50.5600" lon="29.9800" user="mapper" uid="5"><tag k="highway" v="street_lamp"/>
 <tag k="ref" v="12"/><tag k="operator" v="Місто"/><tag k="phone" v="+380"/></node>
<node id="2" lat="50.5600" lon="29.9800"/><node id="3" lat="50.5600" lon="29.9820"/>
<node id="4" lat="50.5620" lon="29.9820"/><node id="5" lat="50.5620" lon="29.9800"/>
<way id="10"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/><nd ref="2"/>
 <tag k="leisure" v="playground"/></way>
<way id="11"><nd ref="2"/><nd ref="3"/></way><way id="12"><nd ref="2"/><nd ref="5"/><nd ref="4"/><nd ref="3"/></way>
<way id="13"><nd ref="99"/><tag k="amenity" v="bench"/></way>
<relation id="20"><member type="way" ref="11" role="outer"/><member type="way" ref="12" role="outer"/>
 <tag k="leisure" v="playground"/></relation>
<node id="6" lat="50.5630" lon="29.9800"><tag k="emergency" v="fire_hydrant"/></node></osm>"""


def read(content: bytes, kind: str = "lamp") -> list[AssetRow | Finding]:
    return list(assets_in_message(content, kind).rows())


def rows(content: bytes, kind: str = "lamp") -> list[AssetRow]:
    found = read(content, kind)
    assert not [row for row in found if isinstance(row, Finding)]
    return [row for row in found if isinstance(row, AssetRow)]


def findings(content: bytes, kind: str = "lamp") -> list[tuple[int, str]]:
    return [(row.row, row.key) for row in read(content, kind) if isinstance(row, Finding)]


def refusal(content: bytes, kind: str = "lamp") -> Refusal:
    with pytest.raises(Refusal) as refused:
        read(content, kind)
    return refused.value


def features(*pairs: tuple[dict[str, object], object]) -> bytes:
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in pairs
        ],
        "after": [1, 2],
    }
    return json.dumps(collection, ensure_ascii=False).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_whatever_the_spreadsheet_made_of_it(encoding: str, delimiter: str) -> None:
    text = TABLE.replace(",", delimiter).replace("\n", "\r\n")
    first, second = rows(text.encode(encoding))
    assert (first.row, first.external_id, first.number) == (2, "7", "Л-7")
    assert (first.owner, first.attributes) == ("Нове світло", {"тип": "LED"})
    assert first.point == Point(latitude=50.56, longitude=29.98)
    # What a program wrote for nothing is nothing.
    assert (second.owner, second.number, second.attributes) == ("", "", {"тип": ""})


def test_columns_that_are_named_are_not_guessed() -> None:
    content = b"id,inventory,lat,lon\n1,A-5,50,30\n"
    path_like = assets_in_message(content, "lamp")
    assert path_like.columns["id"] == "id"
    refused = refusal(b"inventory,x\n1,30\n")
    assert refused.key == "assets-columns-missing"
    assert refused.params["columns"] == "id, latitude"


def test_a_named_column_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "lamps.csv"
    path.write_text("id,inventory,lat,lon\n1,A-5,50,30\n", encoding="utf-8")
    (row,) = assets_on_disk(path, "lamp", {"id": "Inventory"}).rows()
    assert isinstance(row, AssetRow)
    assert row.external_id == "A-5"
    with pytest.raises(Refusal) as refused:
        assets_on_disk(path, "lamp", {"id": "nothing"})
    assert refused.value.params["columns"] == "nothing"


def test_who_edited_a_row_is_not_kept_and_is_told() -> None:
    source = assets_in_message(b"id,lat,lon,type,EDITOR,updated_by\n1,50,30,LED,Ann,Bob\n", "lamp")
    (row,) = source.rows()
    assert isinstance(row, AssetRow)
    assert row.attributes == {"type": "LED"}
    assert source.left == ("EDITOR", "updated_by")


def test_each_bad_row_is_told_and_the_others_are_read() -> None:
    text = (
        "id,lat,lon,type\n,50,30,a\n0,50,30,a\n3,,,a\n4,91,30,a\n5,far,30,a\n\n7,50,30,a\n8,50,30,"
    )
    long = text + "x" * 1001
    assert findings(long.encode()) == [
        (2, "assets-row-no-id"),
        (3, "assets-row-no-id"),
        (4, "assets-row-no-point"),
        (5, "assets-row-coordinates"),
        (6, "assets-row-coordinates"),
        (9, "assets-row-long"),
    ]
    assert [row.external_id for row in read(long.encode()) if isinstance(row, AssetRow)] == ["7"]


def test_whole_numbers_that_a_spreadsheet_made_fractions_are_whole_again() -> None:
    (row,) = rows(b"id,lat,lon\n237.0,50,30\n")
    assert (row.external_id, row.number) == ("237", "237")


def test_features_become_assets_and_an_outline_gives_a_point_inside() -> None:
    horseshoe = [[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]]
    content = features(
        ({"id": 237.0, "number": 5, "note": True}, {"type": "Point", "coordinates": [29.98, 50.5]}),
        ({"id": "p", "deep": {"a": 1}}, {"type": "Polygon", "coordinates": [horseshoe]}),
    )
    lamp, ground = rows(content)
    assert (lamp.external_id, lamp.number, lamp.attributes) == ("237", "5", {"note": "yes"})
    assert not (1 < ground.point.longitude < 2 and ground.point.latitude > 1)
    assert 0 < ground.point.longitude < 3
    assert ground.attributes == {}


def test_a_file_that_names_its_kinds_needs_none() -> None:
    point = {"type": "Point", "coordinates": [30, 50]}
    lamp, bench = rows(
        features(({"id": 1, "kind": "lamp"}, point), ({"id": 1, "kind": "Bench"}, point)), ""
    )
    assert (lamp.kind, bench.kind) == ("lamp", "bench")
    assert findings(features(({"id": 1}, point)), "") == [(1, "assets-row-no-kind")]
    assert refusal(b"id,lat,lon\n1,50,30\n", "").key == "assets-kind-missing"


@pytest.mark.parametrize(
    ("geometry", "key"),
    [
        ({"type": "LineString", "coordinates": SQUARE}, "assets-row-geometry"),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]},
            "assets-row-crossing",
        ),
        ({"type": "Polygon", "coordinates": []}, "assets-row-outline"),
        ({"type": "Point", "coordinates": [3_400_000, 6_500_000]}, "assets-row-coordinates"),
        (None, "assets-row-no-point"),
    ],
)
def test_geometry_that_is_none_is_told_by_row(geometry: object, key: str) -> None:
    assert findings(features(({"id": 1}, geometry))) == [(1, key)]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        '{"features": 1}',
        '{"features": [1, }',
        "[]",
        '{"features": [{}',
        '{"features": [1 2]}',
        "{" * 9999,
    ],
)
def test_broken_json_is_refused(text: str) -> None:
    assert refusal(text.encode()).key == "assets-file-json"


def test_a_file_larger_than_a_block_is_read_whole() -> None:
    point = {"type": "Point", "coordinates": [30.123456, 50.123456]}
    content = features(*(({"id": n, "опис": "ґ" * 100}, point) for n in range(1, 4001)))
    assert [row.external_id for row in rows(content)] == [str(n) for n in range(1, 4001)]


def test_an_extract_gives_what_stands_there_and_nothing_of_who_drew_it() -> None:
    found = read(MAP.encode(), "")
    lamp, ground, bench, relation = found
    assert isinstance(lamp, AssetRow)
    assert (lamp.external_id, lamp.number, lamp.owner) == ("osm:node/1", "12", "Місто")
    assert lamp.attributes == {"highway": "street_lamp"}
    for one in (ground, relation):
        assert isinstance(one, AssetRow)
        assert one.kind == "playground"
        assert 50.56 < one.point.latitude < 50.562
        assert 29.98 < one.point.longitude < 29.982
    assert isinstance(bench, Finding)
    assert bench.key == "assets-row-no-point"
    assert "mapper" not in repr(found)


def test_what_residents_do_not_see_is_read_only_when_asked_for() -> None:
    assert [row.kind for row in rows(MAP.encode(), "water")] == ["water"]
    assert refusal(MAP.encode(), "shelter").key == "assets-kind-unmapped"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (BILLION, "assets-file-hostile"),
        (b'<!DOCTYPE osm SYSTEM "file:///etc/passwd"><osm/>', "assets-file-hostile"),
        (b"<html><body/></html>", "assets-file-kind"),
        (b"<osm><node></osm>", "assets-file-broken"),
        (b"PK\x03\x04rest", "assets-file-kind"),
        (b"\x89PNG\x00\x00", "assets-file-kind"),
        (b"", "assets-columns-missing"),
    ],
)
def test_what_is_no_inventory_is_refused(content: bytes, key: str) -> None:
    assert refusal(content).key == key


def case_rows(name: str, kind: str) -> tuple[list[AssetRow], list[Finding]]:
    found = list(assets_on_disk(case_file(name), kind).rows())
    return (
        [row for row in found if isinstance(row, AssetRow)],
        [row for row in found if isinstance(row, Finding)],
    )


@needs_cases
def test_the_lamps_of_washington_are_all_read() -> None:
    lamps, wrong = case_rows("assets/washington-street-lights.csv", "lamp")
    assert wrong == []
    assert len({lamp.external_id for lamp in lamps}) == 3_963
    assert Counter(lamp.owner for lamp in lamps) == {
        "DDOT": 3_927,
        "Verizon": 20,
        "Other": 15,
        "PEPCO": 1,
    }
    sorts = Counter(lamp.attributes["LIGHTTYPE_DESC"].split("-")[0] for lamp in lamps)
    assert sorted(sorts.values(), reverse=True) == [3_220, 592, 88, 43, 20]
    assert round(min(lamp.point.longitude for lamp in lamps), 4) == -77.0532
    assert round(max(lamp.point.latitude for lamp in lamps), 4) == 38.9142
    assert {"", "N/A", "None"} & {
        value for lamp in lamps for value in lamp.attributes.values()
    } == {""}


@needs_cases
def test_two_seats_of_bath_without_a_number_are_told_by_row() -> None:
    seats, wrong = case_rows("assets/bath-seats-and-benches.geojson", "bench")
    assert len(seats) == 558
    assert [(one.row, one.key) for one in wrong] == [
        (378, "assets-row-no-id"),
        (379, "assets-row-no-id"),
    ]
    assert "237" in {seat.external_id for seat in seats}
    assert {seat.owner for seat in seats} == {None}
    assert sum(bool(seat.attributes["dedication"]) for seat in seats) == 159


@needs_cases
def test_each_play_space_of_bath_has_a_point_inside() -> None:
    import shapely

    spaces, wrong = case_rows("assets/bath-children-playspaces.geojson", "playground")
    # One was drawn after the audit and has no id.
    assert (len(spaces), [one.row for one in wrong]) == (142, [141])
    drawn = json.loads(case_file("assets/bath-children-playspaces.geojson").read_text("utf-8"))
    outlines = [shapely.geometry.shape(feature["geometry"]) for feature in drawn["features"]]
    outside = [
        space.external_id
        for space in spaces
        if not outlines[space.row - 1]
        .buffer(1e-6)
        .contains(shapely.Point(space.point.longitude, space.point.latitude))
    ]
    assert outside == []


@needs_cases
def test_what_stands_in_the_centre_of_minsk_is_found() -> None:
    found, wrong = case_rows("places/minsk-centre.osm", "")
    assert wrong == []
    # Twenty benches are points and one is drawn as a line, as four of the five playgrounds are.
    assert Counter(row.kind for row in found) == {
        "lamp": 27, "bench": 21, "bin": 31, "tree": 14, "playground": 5,
    }  # fmt: skip
    mappers = set(
        re.findall(r'user="([^"]+)"', case_file("places/minsk-centre.osm").read_text("utf-8"))
    )
    assert mappers
    assert mappers.isdisjoint(value for row in found for value in row.attributes.values())
