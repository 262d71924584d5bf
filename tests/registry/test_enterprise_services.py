"""Enterprises and the lists of key units with their history."""

from datetime import date

import pytest

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry
from bihuan.registry.acts import Act
from bihuan.registry.error import SpellOverlap
from bihuan.registry.models import Enterprise, KeyList, KeyListEntry
from bihuan.registry.queries import (
    EnterpriseFilter,
    enterprise_list,
    find_enterprises,
    key_list_history,
    key_units_on,
)
from bihuan.registry.services import (
    KeyListPublication,
    list_as_key,
    publish_key_list,
    register_enterprise,
    remove_from_key_list,
)
from tests.people import NOW, People, Places

START = date(2026, 3, 31)


def entry(
    enterprise: Enterprise, *, start: date = START, kind: KeyList = KeyList.AIR
) -> KeyListEntry:
    """A new entry of the year's list."""
    return KeyListEntry(
        enterprise=enterprise, year=start.year, kind=kind, start=start, reason="大气主要排放口"
    )


def published(places: Places, year: int, *enterprises: Enterprise) -> KeyListPublication:
    """The city's list of a year."""
    return KeyListPublication(
        district=places.districts["4101"],
        year=year,
        kind=KeyList.AIR,
        start=date(year, 3, 31),
        enterprises=[enterprise.pk for enterprise in enterprises],
    )


def test_an_enterprise_is_registered_within_ones_district_only(
    people: People, places: Places
) -> None:
    new = Enterprise(name="新厂", credit_code="-", district=places.districts["410181105"])
    register_enterprise(new, by=people.wang, now=NOW)
    assert new.credit_code_state == "missing"
    other = Enterprise(name="别处厂", district=places.districts["410182"])
    with pytest.raises(NotYours):
        register_enterprise(other, by=people.wang, now=NOW)
    assert not Enterprise.objects.filter(name="别处厂").exists()


@pytest.mark.requirement("B1.6")
def test_membership_of_a_key_list_is_kept_with_its_history(people: People, places: Places) -> None:
    list_as_key(entry(places.plant), by=people.wang, now=NOW)
    assert Enterprise.objects.get(pk=places.plant.pk).is_key
    remove_from_key_list(
        places.plant, kind=KeyList.AIR, end=date(2026, 9, 1), reason="关停", by=people.wang, now=NOW
    )
    assert not Enterprise.objects.get(pk=places.plant.pk).is_key
    (spell,) = key_list_history(places.plant.pk, user=people.wang)
    assert (spell.start, spell.end, spell.reason, spell.end_reason) == (
        START,
        date(2026, 9, 1),
        "大气主要排放口",
        "关停",
    )
    on = {
        day: places.plant.pk in key_units_on(day, kind=KeyList.AIR, user=people.wang)
        for day in (date(2026, 3, 30), START, date(2026, 8, 31), date(2026, 9, 1))
    }
    assert list(on.values()) == [False, True, True, False]
    assert AuditEntry.objects.filter(object_id=places.plant.pk, user=people.wang).count() == 2


def test_an_enterprise_on_two_lists_stays_key_until_it_is_off_both(
    people: People, places: Places
) -> None:
    for kind in (KeyList.AIR, KeyList.WATER):
        list_as_key(entry(places.plant, kind=kind), by=None, now=NOW)
    remove_from_key_list(
        places.plant, kind=KeyList.AIR, end=date(2026, 9, 1), reason="", by=None, now=NOW
    )
    assert Enterprise.objects.get(pk=places.plant.pk).is_key


def test_spells_on_one_list_may_not_overlap(people: People, places: Places) -> None:
    list_as_key(entry(places.plant), by=None, now=NOW)
    with pytest.raises(SpellOverlap, match="已在"):
        list_as_key(entry(places.plant, start=date(2026, 5, 1)), by=None, now=NOW)
    with pytest.raises(SpellOverlap, match="不在"):
        remove_from_key_list(places.mill, kind=KeyList.AIR, end=START, reason="", by=None, now=NOW)
    with pytest.raises(SpellOverlap, match="不在"):
        remove_from_key_list(places.plant, kind=KeyList.AIR, end=START, reason="", by=None, now=NOW)


@pytest.mark.parametrize("name", ["zhao", "chen", "engineer", "supervisor", "auditor"])
def test_only_the_authority_of_the_district_changes_key_lists(
    people: People, places: Places, name: str
) -> None:
    user = people.all()[name]
    with pytest.raises(NotYours):
        list_as_key(entry(places.plant), by=user, now=NOW)
    with pytest.raises(NotYours):
        remove_from_key_list(places.plant, kind=KeyList.AIR, end=START, reason="", by=user, now=NOW)
    with pytest.raises(NotYours):
        publish_key_list(published(places, 2026, places.plant), by=user, now=NOW)


@pytest.mark.requirement("B1.6")
def test_each_published_list_can_be_read_back(people: People, places: Places) -> None:
    third = Enterprise.objects.create(name="第三厂", district_id="410181")
    publish_key_list(published(places, 2025, places.plant, third), by=people.li, now=NOW)
    change = publish_key_list(
        published(places, 2026, places.plant, places.mill), by=people.li, now=NOW
    )
    assert change.added == {places.mill.pk}
    assert change.removed == {third.pk}
    assert change.kept == {places.plant.pk}
    for year, expected in ((2025, {places.plant, third}), (2026, {places.plant, places.mill})):
        units = key_units_on(date(year, 12, 31), kind=KeyList.AIR, user=people.li)
        assert units == {enterprise.pk for enterprise in expected}
    keys = Enterprise.objects.filter(is_key=True).values_list("pk", flat=True)
    assert set(keys) == {places.plant.pk, places.mill.pk}
    (spell,) = key_list_history(third.pk, user=people.li)
    assert spell.end_reason == "未列入 2026 年名录"
    detail = AuditEntry.objects.filter(action=Act.PUBLISH_KEY_LIST).latest("pk").detail
    assert (detail["added"], detail["removed"], detail["kept"]) == (1, 1, 1)


def test_a_list_of_one_county_leaves_the_other_alone(people: People, places: Places) -> None:
    publish_key_list(published(places, 2025, places.plant, places.mill), by=people.li, now=NOW)
    county = KeyListPublication(
        places.districts["410181"], 2026, KeyList.AIR, date(2026, 3, 31), []
    )
    publish_key_list(county, by=people.wang, now=NOW)
    units = key_units_on(date(2026, 12, 31), kind=KeyList.AIR, user=people.li)
    assert units == {places.mill.pk}


def test_a_list_with_an_enterprise_of_elsewhere_is_refused(people: People, places: Places) -> None:
    county = KeyListPublication(
        places.districts["410181"], 2026, KeyList.AIR, START, [places.mill.pk]
    )
    with pytest.raises(NotYours, match="巩义市"):
        publish_key_list(county, by=people.li, now=NOW)


def test_the_same_list_is_not_published_twice(people: People, places: Places) -> None:
    publish_key_list(published(places, 2026, places.plant), by=None, now=NOW)
    with pytest.raises(SpellOverlap, match="逐条调整"):
        publish_key_list(published(places, 2026, places.mill), by=None, now=NOW)
    assert key_units_on(START, kind=KeyList.AIR, user=people.li) == {places.plant.pk}


@pytest.mark.parametrize(
    ("filter", "names"),
    [
        (EnterpriseFilter(), {"巩义水泥厂", "荥阳造纸厂"}),
        (EnterpriseFilter(text="水泥"), {"巩义水泥厂"}),
        (EnterpriseFilter(text="厂 造纸"), {"荥阳造纸厂"}),
        (EnterpriseFilter(district="410182"), {"荥阳造纸厂"}),
        (EnterpriseFilter(is_key=True), set()),
        (EnterpriseFilter(industry="造纸"), {"荥阳造纸厂"}),
        (EnterpriseFilter(credit_code_state="valid"), {"巩义水泥厂"}),
    ],
)
def test_the_list_of_enterprises_is_narrowed(
    people: People, places: Places, filter: EnterpriseFilter, names: set[str]
) -> None:
    Enterprise.objects.filter(pk=places.mill.pk).update(industry="造纸")
    places.plant.credit_code = "916400002276950035"
    places.plant.save()
    assert {row.name for row in enterprise_list(filter, user=people.li)} == names


def test_an_enterprise_is_found_by_a_dirty_code_or_part_of_its_name(
    people: People, places: Places
) -> None:
    places.plant.credit_code = "91640000 2276950035"
    places.plant.save()
    for text in ("916400002276950035(\xa0)", "巩义"):
        (row,) = find_enterprises(text, user=people.li)
        assert row.name == "巩义水泥厂"
    assert not list(find_enterprises("916400002276950035", user=people.zhao))
    assert not list(find_enterprises("无此企业", user=people.li))
