"""Push sources: a key shown once, points within reach."""

import pytest
from django.db import connection

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry
from bihuan.registry.queries import push_source_for
from bihuan.registry.services import change_push_source, create_push_source, renew_push_key
from tests.people import NOW, People, Places


def test_a_key_finds_its_source_and_points_and_is_kept_nowhere(
    people: People, places: Places
) -> None:
    source, key = create_push_source(
        "气象平台", points=[places.plant_point], by=people.wang, now=NOW
    )
    entry = push_source_for(key)
    assert entry is not None
    assert (entry.source, entry.points) == (source.pk, {places.plant_point.pk})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_pushsource")
        assert key not in str(cursor.fetchall())
    assert key not in str([entry.detail for entry in AuditEntry.objects.all()])


def test_a_renewed_key_stops_the_old_one(people: People, places: Places) -> None:
    source, old = create_push_source("气象平台", points=[], by=people.wang, now=NOW)
    new = renew_push_key(source, by=people.wang, now=NOW)
    assert push_source_for(old) is None
    assert push_source_for(new) is not None
    assert push_source_for("") is None


def test_a_source_that_is_off_and_a_point_that_is_off_push_nothing(
    people: People, places: Places
) -> None:
    points = [places.plant_point, places.station_point]
    source, key = create_push_source("气象平台", points=points, by=people.wang, now=NOW)
    places.plant_point.is_active = False
    places.plant_point.save()
    entry = push_source_for(key)
    assert entry is not None
    assert entry.points == {places.station_point.pk}
    change_push_source(source, points=points, is_active=False, by=people.wang, now=NOW)
    assert push_source_for(key) is None


def test_nobody_lets_push_a_point_out_of_reach(people: People, places: Places) -> None:
    with pytest.raises(NotYours):
        create_push_source("x", points=[places.mill_point], by=people.wang, now=NOW)
    source, _ = create_push_source("x", points=[places.mill_point], by=people.li, now=NOW)
    with pytest.raises(NotYours):
        change_push_source(source, points=[], is_active=True, by=people.wang, now=NOW)
    with pytest.raises(NotYours):
        renew_push_key(source, by=people.wang, now=NOW)
    with pytest.raises(NotYours):
        create_push_source("y", points=[], by=people.supervisor, now=NOW)
