"""The office's own roads: read from GeoJSON with every fault by line, and drawn around the office."""

import json

import pytest

from domain.organisation.road_map import RoadMap
from storage.organisation_data.reading import CatalogError
from storage.organisation_data.road_map import OPENSTREETMAP, parse_road_map, read_road_map

OFFICE = (13.5, 101.0)


def geojson(*features, **members):
    whole = {"type": "FeatureCollection", **members, "features": features}
    return json.dumps(whole, indent=1, ensure_ascii=False)


def feature(kind, coordinates):
    return {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


ROAD = feature("LineString", [[101.0, 13.5], [101.01, 13.5]])
POND = feature("Polygon", [[[101.0, 13.5], [101.0, 13.51], [101.01, 13.5], [101.0, 13.5]]])
TREE = feature("Point", [101.0, 13.5])


def faults(text):
    with pytest.raises(CatalogError) as refused:
        parse_road_map(text)
    return list(refused.value.faults)


def test_roads_and_the_edges_of_areas_are_read_and_points_left_out():
    found = parse_road_map(geojson(ROAD, TREE, POND))
    assert [len(line) for line in found.lines] == [2, 4]
    assert found.lines[0] == ((13.5, 101.0), (13.5, 101.01))
    assert found.attribution == OPENSTREETMAP


def test_the_file_may_say_whose_map_it_is():
    found = parse_road_map(geojson(ROAD, attribution="กรมทางหลวงชนบท"))
    assert found.attribution == "กรมทางหลวงชนบท"


def test_several_lines_in_one_feature_are_several():
    whole = feature(
        "MultiPolygon", [POND["geometry"]["coordinates"], POND["geometry"]["coordinates"]]
    )
    both = feature(
        "MultiLineString", [[[101.0, 13.5], [101.1, 13.5]], [[101.0, 13.6], [101.1, 13.6]]]
    )
    assert len(parse_road_map(geojson(whole, both)).lines) == 4


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (feature("LineString", [[13.5, 101.0], [13.5, 101.1]]), "no place on Earth"),
        (feature("LineString", [["101", "13"]]), "no position"),
        (feature("LineString", 5), "no list"),
        ({"type": "Feature", "geometry": None}, "without geometry"),
        ("a road", "without geometry"),
    ],
    ids=["swapped", "texts", "number", "no-geometry", "text"],
)
def test_a_fault_is_named_with_the_line_of_its_feature(wrong, said):
    text = f'{{"type": "FeatureCollection", "features": [\n{json.dumps(ROAD)},\n {json.dumps(wrong)}]}}'
    (fault,) = faults(text)
    assert fault.startswith("roads.geojson:3: ")
    assert said in fault


@pytest.mark.parametrize(
    "members",
    [
        '"about": {"features": [1, 2]}, ',
        '"features": [], ',
        '"about": "\\u0022features\\u0022: [", ',
    ],
    ids=["nested", "twice", "escaped"],
)
def test_only_the_features_of_the_file_itself_are_counted(members):
    text = f'{{{members}"features": [\n{json.dumps(ROAD)},\n "a road"]}}'
    assert faults(text) == ["roads.geojson:3: a feature without geometry"]


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"features": [' + "9" * 5000 + "]}"],
    ids=["brackets", "digits"],
)
def test_a_file_that_no_reader_takes_is_a_fault_of_the_file(text):
    (fault,) = faults(text)
    assert fault.startswith("roads.geojson:1: is no JSON")


def test_a_kind_that_is_no_text_is_left_out_as_an_unknown_one():
    odd = feature(["LineString"], [])
    assert len(parse_road_map(geojson(ROAD, odd)).lines) == 1


def test_what_is_no_geojson_says_so_with_the_line():
    assert faults('{\n"features": [\n,]}')[0].startswith("roads.geojson:3: is no JSON")
    assert "is no GeoJSON" in faults("[]")[0]
    assert "has no line" in faults(geojson(TREE))[0]


def test_an_office_without_the_file_has_no_map_and_one_that_is_not_utf8_is_named(tmp_path):
    assert read_road_map(None) is None
    assert read_road_map(tmp_path) is None
    (tmp_path / "roads.geojson").write_bytes(geojson(ROAD).encode("utf-16"))
    with pytest.raises(CatalogError, match="UTF-8"):
        read_road_map(tmp_path)


def test_lines_are_drawn_from_the_office_and_cut_at_the_edge():
    east = tuple((13.5, 101.0 + step / 1000) for step in range(20))
    far = ((14.5, 101.0), (14.5, 101.1))
    across = ((13.5, 100.0), (13.5, 102.0))
    scale = 100 / 1000
    (road,) = RoadMap((east,), "").drawn(OFFICE, scale, 115.0)
    assert road[0] == (0.0, 0.0)
    assert road[1][0] == pytest.approx(10.8, abs=0.1)
    assert 115 < road[-1][0] < 130
    assert not list(RoadMap((far,), "").drawn(OFFICE, scale, 115.0))
    assert len(list(RoadMap((across,), "").drawn(OFFICE, scale, 115.0))) == 1


def test_points_too_near_to_be_seen_are_left_out():
    fine = tuple((13.5, 101.0 + step / 1_000_000) for step in range(1000))
    (road,) = RoadMap((fine,), "").drawn(OFFICE, 0.1, 115.0)
    assert len(road) < 15
