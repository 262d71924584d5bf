"""Assessment tasks: periods, parts that add up, owners, and how they stand."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.error import NotYours
from bihuan.air.judge.allowance import Light
from bihuan.air.models import AssessmentTask, TaskItem, TaskKind
from bihuan.air.queries.task import task_screen
from bihuan.air.series.values import values_at
from bihuan.air.services.task import Goal, set_task
from tests.air.conftest import TODAY, AirCounty

WINTER = Goal(TaskKind.WINTER, 2026, TaskItem.PM25, Decimal("50.0"), "秋冬防方案")


@pytest.mark.requirement("A6.13")
@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (TaskKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (TaskKind.WINTER, date(2026, 10, 1), date(2027, 3, 31)),
        (TaskKind.FIRST, date(2026, 1, 1), date(2026, 3, 31)),
        (TaskKind.FOURTH, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_task_has_its_days(kind: TaskKind, first: date, last: date) -> None:
    span = Goal(kind, 2026, TaskItem.PM10, Decimal(60), "").span
    assert (span.first, span.last) == (first, last)


@pytest.mark.requirement("A6.5", "A6.13")
def test_parts_by_last_year_add_up_and_stand_against_what_came(air: AirCounty) -> None:
    past = date(2025, 10, 1)
    for code, level in (("GY-T-05", 40.0), ("GY-T-06", 60.0), ("GY-T-07", 80.0)):
        air.hours(code, "a34004", past, np.full(24 * 30, level))
        air.hours(code, "a34004", TODAY - timedelta(days=10), np.full(240, 55.0))
    for code in ("GY-S-01", "GY-S-02"):
        air.hours(code, "a34004", TODAY - timedelta(days=10), np.full(240, 48.0))
    task = set_task(WINTER, district=air.district, by=air.analyst, now=air.now)
    shares = {one.district.name: one for one in task.shares.select_related("district")}
    assert sum(one.value for one in shares.values()) == 3 * WINTER.value
    lightest, heaviest = sorted(one.value for one in shares.values())[:: len(shares) - 1]
    assert (lightest, heaviest) == (Decimal("33.3"), Decimal("66.7"))
    assert shares["米河镇"].owner == "米河镇人民政府"
    screen = task_screen(values_at(air.now), task, now=air.now)
    assert screen.county.light is Light.GREEN and screen.county.days == 10
    rest = (50 * 182 - 480) / 172
    assert float(screen.county.remaining or 0) == pytest.approx(rest, abs=1e-3)
    assert screen.over == 2


@pytest.mark.requirement("A6.13")
def test_owners_are_named_and_stay_when_the_task_is_shared_anew(
    air: AirCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: air.now))
    client = Client()
    client.force_login(air.analyst)
    said = {"kind": "winter", "year": 2026, "item": "pm2_5", "value": "50", "source": "方案"}
    answer = client.post(reverse("air:set_task"), said)
    task = AssessmentTask.objects.get()
    assert answer["Location"] == reverse("air:task", args=[task.pk])
    share = task.shares.first()
    assert share is not None
    client.post(reverse("air:name_owners", args=[task.pk]), {f"owner-{share.pk}": "米河镇 李镇长"})
    page = client.get(reverse("air:task", args=[task.pk])).content.decode()
    assert "米河镇 李镇长" in page
    client.post(reverse("air:set_task"), {**said, "value": "48"})
    assert task.shares.filter(owner="米河镇 李镇长").exists()
    assert AssessmentTask.objects.get().value == 48
    with pytest.raises(NotYours):
        set_task(WINTER, district=air.district, by=air.people.zhao, now=air.now)
