"""The search box: any part from one character, within reach, on both databases."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.accounts.models import User
from bihuan.registry.models import Device, DeviceAssignment, Enterprise, SearchEntry
from bihuan.registry.search.gram import (
    fours,
    grams,
    is_code,
    needle_of,
    normalised,
    single,
    singles,
)
from bihuan.registry.search.query import search
from bihuan.registry.search.upkeep import Brought, refresh, refresh_all
from tests.people import NOW, People, Places
from tests.registry.furnished import furnish


@pytest.fixture
def indexed(places: Places, people: People) -> Places:
    places.plant.credit_code = "91410181MA00000001"
    places.plant.address = "巩义市回郭镇工业路 8 号"
    places.plant.save()
    device = Device.objects.create(mn="410181A8900016F0", name="水泥窑尾数采仪")
    DeviceAssignment.objects.create(device=device, point=places.plant_point, start=NOW)
    refresh_all()
    return places


def titles(words: str, user: User, **options: object) -> list[str]:
    groups = search(words, user=user, **options)
    return [hit.title for group in groups for hit in group.hits]


@pytest.mark.requirement("B5.1")
@pytest.mark.parametrize(
    "words",
    [
        "水",
        "泥厂",
        "巩义水泥厂",
        "巩义 厂",
        "91410181ma",
        "０１８１ＭＡ",
        "回郭镇",
        "路8号",
        "义水泥",
    ],
)
def test_any_part_finds_the_plant(words: str, indexed: Places, people: People) -> None:
    assert "巩义水泥厂" in titles(words, people.wang)


def test_a_device_is_found_by_a_part_of_its_mn(indexed: Places, people: People) -> None:
    groups = search("8900016", user=people.wang)
    assert [group.kind for group in groups] == ["device"]
    assert "巩义水泥厂1#排口" in groups[0].hits[0].line


def test_parts_that_are_not_there_find_nothing(indexed: Places, people: People) -> None:
    for words in ("水厂", "厂泥", "", "  ", "厂91410181", '"', "*", "OR", "'; --"):
        assert titles(words, people.zhao if words == "OR" else people.wang) == []


def test_nobody_finds_what_lies_outside_his_reach(indexed: Places, people: People) -> None:
    assert "巩义水泥厂" not in titles("厂", people.zhao)
    assert "荥阳造纸厂" in titles("厂", people.zhao)
    assert set(titles("厂", people.chen)) == {"巩义水泥厂", "巩义水泥厂1#排口"}
    assert titles("造纸", people.operator) == ["荥阳造纸厂", "荥阳造纸厂1#排口"]
    for nobody in (people.visitor, people.auditor, people.system_admin):
        assert titles("厂", nobody) == []


def test_the_whole_name_comes_first_then_beginnings(indexed: Places, people: People) -> None:
    district = indexed.plant.district
    for name in ("大巩义水泥厂", "巩义水泥厂分厂", "水泥"):
        Enterprise.objects.create(name=name, district=district)
    refresh_all()
    assert titles("巩义水泥厂", people.li, kind="enterprise") == [
        "巩义水泥厂",
        "巩义水泥厂分厂",
        "大巩义水泥厂",
    ]


def test_more_than_asked_for_is_said(indexed: Places, people: People) -> None:
    group = search("厂", user=people.li, kind="enterprise", most=1)[0]
    assert (len(group.hits), group.more) == (1, True)


def test_a_changed_or_removed_object_is_found_as_it_is_now(indexed: Places, people: People) -> None:
    Enterprise.objects.filter(pk=indexed.plant.pk).update(name="巩义建材厂")
    assert refresh("enterprise", [indexed.plant.pk]) == Brought(changed=1)
    assert titles("建材", people.wang, kind="enterprise") == ["巩义建材厂"]
    assert titles("巩义水泥", people.wang, kind="enterprise") == []
    DeviceAssignment.objects.all().delete()
    Device.objects.all().delete()
    assert refresh_all() == Brought(removed=1, changed=2)
    assert titles("8900016", people.wang) == []


def test_a_second_look_changes_nothing(indexed: Places) -> None:
    assert refresh_all() == Brought()
    people = SearchEntry.objects.filter(kind="person").count()
    assert people == User.objects.filter(is_active=True).count()
    assert SearchEntry.objects.exclude(kind="person").count() == 7


words = st.text(st.sampled_from("水泥厂一ab12"), min_size=1, max_size=9)


def tokens_hold(part: str, needle: str) -> bool:
    """What both indexes ask of the tokens of a needle."""
    if len(part) == 1:
        return single(part) in singles(needle)
    held = [f" {' '.join(run)} " for run in fours(needle)]
    codes = all(any(f" {' '.join(run)} " in one for one in held) for run in fours(part))
    return codes and (is_code(part) or " ".join(grams(part)) in " ".join(grams(needle)))


@settings(deadline=None)
@given(st.lists(words, min_size=1, max_size=3), words)
def test_a_part_has_its_tokens_just_when_it_is_in_a_field(fields: list[str], part: str) -> None:
    inside = any(normalised(part) in normalised(field) for field in fields)
    assert tokens_hold(part, needle_of(fields)) == inside


def test_codes_of_two_fields_are_never_read_as_one(indexed: Places, people: People) -> None:
    firm = Enterprise.objects.filter(pk=indexed.plant.pk)
    firm.update(name="xabcd", address="bcdef 路 7 号")
    refresh("enterprise", [indexed.plant.pk])
    assert titles("abcd", people.wang, kind="enterprise") == ["xabcd"]
    assert titles("bcdef路7", people.wang, kind="enterprise") == ["xabcd"]
    assert titles("abcde", people.wang, kind="enterprise") == []


@pytest.mark.requirement("A1.20")
def test_an_older_index_is_made_anew_when_the_platform_is_upgraded(
    indexed: Places, people: People
) -> None:
    remake = import_module("bihuan.registry.migrations.0004_search_codes").remake
    older = SearchEntry.objects.order_by("kind", "object_id")
    kept = list(older)
    older.delete()
    for number, entry in enumerate(kept, 1):
        entry.pk = number
    SearchEntry.objects.bulk_create(kept)
    with connection.cursor() as cursor:
        remake(apps, SimpleNamespace(connection=connection, execute=cursor.execute))
    assert titles("8900016", people.wang) == ["水泥窑尾数采仪"]
    assert refresh_all() == Brought()


def test_stations_sources_and_permits_are_found_within_reach(
    places: Places, people: People
) -> None:
    furnish(places)
    refresh_all()
    kinds = {one.kind for one in search("大峪沟", user=people.wang)}
    assert {"station", "source"} <= kinds
    assert [one.kind for one in search("宁b001", user=people.wang)] == ["permit"]
    assert not search("大峪沟", user=people.zhao)


def test_people_are_found_by_those_who_may_look_at_them(indexed: Places, people: People) -> None:
    def found(words: str, user: User) -> list[str]:
        return titles(words, user, kind="person")

    User.objects.filter(pk=people.chen.pk).update(phone="13800000000")
    refresh_all()
    assert found("吴工", people.wang) == ["站点吴工"]
    assert found("engineer", people.li) == ["站点吴工"]
    assert found("吴工", people.zhao) == []
    for nobody in (people.chen, people.supervisor, people.operator, people.engineer):
        assert found("吴工", nobody) == []
    assert found("13800000000", people.li) == []
