"""Forecast bulletins: three slots, two people, a text that fits, a score against what came."""

from datetime import date, timedelta

import pytest

from bihuan.air.error import SamePerson, WrongState
from bihuan.air.figure.bulletin_picture import bulletin_picture
from bihuan.air.models import Bulletin, Slot
from bihuan.air.queries.bulletin import TEXT_BYTES, copy_text, next_slot, scores, slots
from bihuan.air.series.values import values_at
from bihuan.air.services.bulletin import Draft, approve_bulletin, send_bulletin, write_bulletin
from bihuan.air.services.reminder import remind_of_bulletins
from bihuan.air.site import sites_of
from bihuan.notify.models import Notice
from tests.air.conftest import TODAY, AirCounty


def draft(day: date = TODAY, weather: str = "多云，东南风 2 级") -> Draft:
    days = [
        {"day": str(day + timedelta(days=n)), "low": 80, "high": 110, "primary": "PM₂.₅"}
        for n in range(4)
    ]
    sources = {"中央气象台": "多云", "省气象台": "多云转阴"}
    return Draft(day, Slot.NOON, days, weather, "加密道路湿扫", sources)


@pytest.mark.requirement("A2.10", "A2.13")
def test_a_bulletin_is_written_approved_by_another_and_sent(air: AirCounty) -> None:
    made = write_bulletin(draft(), district=air.district, by=air.analyst, now=air.now)
    with pytest.raises(WrongState):
        send_bulletin(made, by=air.analyst, now=air.now)
    approve_bulletin(made, by=air.people.wang, now=air.now)
    with pytest.raises(WrongState):
        write_bulletin(draft(), district=air.district, by=air.analyst, now=air.now)
    send_bulletin(made, by=air.analyst, now=air.now)
    assert Bulletin.objects.get().sent_at == air.now
    text = copy_text(made)
    assert "11月22日 AQI 80～110，良至轻度污染，首要污染物 PM₂.₅" in text


def test_nobody_approves_his_own_bulletin(air: AirCounty) -> None:
    made = write_bulletin(draft(), district=air.district, by=air.people.wang, now=air.now)
    with pytest.raises(SamePerson):
        approve_bulletin(made, by=air.people.wang, now=air.now)


@pytest.mark.requirement("A2.10")
def test_a_missed_slot_is_listed_and_a_late_one_says_so(air: AirCounty) -> None:
    made = write_bulletin(draft(), district=air.district, by=air.analyst, now=air.now)
    approve_bulletin(made, by=air.people.wang, now=air.now)
    send_bulletin(made, by=air.analyst, now=air.now + timedelta(hours=6))
    rows = {(one.day, one.slot): one for one in slots(air.district, now=air.now)}
    assert rows[(TODAY, Slot.MORNING)].words == "逾期未发"
    assert next_slot(list(rows.values()), TODAY) is not Slot.NOON
    assert "迟发" in rows[(TODAY, Slot.NOON)].words
    assert rows[(TODAY, Slot.EVENING)].words == "待编制"


@pytest.mark.requirement("A2.13")
def test_the_text_fits_the_channel(air: AirCounty) -> None:
    made = write_bulletin(
        draft(weather="多云" * 900), district=air.district, by=air.analyst, now=air.now
    )
    assert len(copy_text(made).encode()) <= TEXT_BYTES


def test_a_forecast_is_scored_when_its_day_is_over(air: AirCounty) -> None:
    first = TODAY - timedelta(days=2)
    air.steady(first, 2)
    made = write_bulletin(draft(first), district=air.district, by=air.analyst, now=air.now)
    approve_bulletin(made, by=air.people.wang, now=air.now)
    send_bulletin(made, by=air.analyst, now=air.now)
    sites = sites_of(air.analyst, air.now)
    found = scores(values_at(air.now), sites, air.district, now=air.now)
    assert [(one.day, one.came, one.hit) for one in found] == [
        (first, 72, False),
        (first + timedelta(days=1), 72, False),
    ]
    assert all(one.category_hit and one.primary_hit is False for one in found)


@pytest.mark.requirement("A2.13")
def test_a_late_bulletin_is_told_once_to_those_who_write_it(air: AirCounty) -> None:
    early = air.now - timedelta(minutes=40)  # before the first slot is due
    assert remind_of_bulletins(now=early) == 0
    first, second = remind_of_bulletins(now=air.now), remind_of_bulletins(now=air.now)
    assert first >= 1 and second == 0
    notice = Notice.objects.get(recipient=air.analyst, kind="air.bulletin_late")
    assert "早间" in notice.message.title and "未编制" in notice.message.text


def test_the_picture_of_a_bulletin_is_a_png(air: AirCounty) -> None:
    day = {"low": 60, "high": 95, "primary": "PM₂.₅"}
    days = [{"day": f"2026-11-{21 + n}", **day} for n in range(4)]
    made = Bulletin(district=air.district, day=TODAY, slot="noon", days=days)
    assert bulletin_picture(made).startswith(b"\x89PNG")
