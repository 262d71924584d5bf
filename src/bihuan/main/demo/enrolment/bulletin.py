"""Forecast bulletins of the last days (预报简报), as two people of the county would send them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.timezone import localdate

from bihuan.accounts.models import District, User
from bihuan.air.models import Bulletin, BulletinSource, BulletinState, Slot
from bihuan.air.services.bulletin import due_at
from bihuan.main.demo.county import COUNTY

DAYS: Final = 6
AHEAD: Final = 4
LATE: Final = 3
"""One bulletin of the row went out forty minutes late."""

WEATHER: Final = "中高层西北气流，地面均压场控制，夜间至早晨扩散条件一般，午后有所好转（演示）"
ADVICE: Final = "夜间加强工地和道路保洁，涉气企业按绩效等级自主减排（演示）"
SOURCES: Final = (
    ("中央气象台（演示）", "多云，东北风 2 级，夜间有轻雾"),
    ("省气象台（演示）", "晴到多云，偏北风 2～3 级"),
)


def enrol_bulletins(*, now: datetime) -> None:
    """Add the bulletins that were due in the last days, where none is yet."""
    writer, chief = (User.objects.filter(username=one).first() for one in ("sun", "wang"))
    if Bulletin.objects.exists() or writer is None or chief is None:
        return
    county = District.objects.get(code=COUNTY)
    made = Bulletin.objects.bulk_create(
        Bulletin(
            district=county,
            day=day,
            slot=slot,
            due_at=due_at(day, slot),
            days=list(_days(day, place)),
            weather=WEATHER,
            advice=ADVICE,
            state=BulletinState.SENT,
            by=writer,
            at=due_at(day, slot) - timedelta(hours=1),
            approved_by=chief,
            approved_at=due_at(day, slot) - timedelta(minutes=30),
            sent_at=due_at(day, slot) + timedelta(minutes=40 if place == LATE else -10),
        )
        for place, (day, slot) in enumerate(_slots(now))
    )
    BulletinSource.objects.bulk_create(
        BulletinSource(bulletin=one, name=name, text=text) for one in made for name, text in SOURCES
    )


def _slots(now: datetime) -> Iterator[tuple[date, Slot]]:
    """Slots that were over an hour ago, the oldest first."""
    today = localdate(now)
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        yield from ((day, slot) for slot in Slot if due_at(day, slot) < now - timedelta(hours=1))


def _days(first: date, place: int) -> Iterator[dict[str, object]]:
    for ahead in range(AHEAD):
        low = 60 + 7 * ((place + 2 * ahead) % 5)
        day = str(first + timedelta(days=ahead))
        yield {"day": day, "low": low, "high": low + 30, "primary": "PM₂.₅"}
