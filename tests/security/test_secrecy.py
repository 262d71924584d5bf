"""数据保密性与剩余信息保护: a dump shows no telephone number, and what is over is gone."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from pytest_django import Settings

from bihuan.accounts.models import Liaison, Organisation, User
from bihuan.accounts.services.session import forget_sessions
from tests.people import People

pytestmark = [pytest.mark.requirement("B7.1", "B7.3", "C12", "C21"), pytest.mark.django_db]
NUMBER = "13812345678"


def stored(table: str) -> list[str]:
    """What lies in the database of a column of telephone numbers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT phone FROM {table} WHERE phone <> ''")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def liaison(people: People, now: datetime) -> Liaison:
    body = Organisation.objects.create(name="净源公司", kind="contractor", district_id="410181")
    return Liaison.objects.create(
        side="contractor",
        matter="运维",
        organisation=body,
        name="周",
        phone=NUMBER,
        start=now.date(),
    )


def test_a_dump_shows_no_telephone_number(people: People, liaison: Liaison) -> None:
    User.objects.filter(pk=people.wang.pk).update(phone=NUMBER)
    for table in ("accounts_user", "accounts_liaison"):
        assert [text[:5] for text in stored(table)] == ["gAAAA"]
    assert User.objects.get(pk=people.wang.pk).phone == NUMBER
    assert Liaison.objects.get().phone == NUMBER


def test_a_lost_key_loses_no_number_for_good(people: People, settings: Settings) -> None:
    User.objects.filter(pk=people.wang.pk).update(phone=NUMBER)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another-key" * 4
    person = User.objects.get(pk=people.wang.pk)
    assert NUMBER not in person.phone
    person.save()
    settings.SECRET_KEY = before
    assert User.objects.get(pk=people.wang.pk).phone == NUMBER


def test_numbers_written_before_are_sealed_once(people: People) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET phone = %s WHERE username = 'wang'", [NUMBER])
    module = import_module("bihuan.accounts.migrations.0002_liaisons_and_sealed_numbers")
    module.seal_numbers(apps, None)
    assert [text[:5] for text in stored("accounts_user")] == ["gAAAA"]
    assert User.objects.get(pk=people.wang.pk).phone == NUMBER


def test_sessions_that_are_over_are_forgotten(people: People, now: datetime) -> None:
    for key, hours in (("old", -1), ("new", 1)):
        end = now + timedelta(hours=hours)
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    assert forget_sessions(now=now) == 1
    assert Session.objects.get().session_key == "new"
