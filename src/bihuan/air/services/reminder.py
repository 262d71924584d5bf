"""Reminding of bulletins that are late (逾期提醒): once a slot, while it still helps."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.air.models import Bulletin, Slot
from bihuan.air.notices import BULLETIN_LATE
from bihuan.air.services.bulletin import due_at
from bihuan.air.site import all_sites
from bihuan.notify.services import queue
from bihuan.notify.severity import Severity

STILL_USEFUL: Final = timedelta(hours=4)
WRITERS: Final = (Role.ANALYST, Role.DISTRICT)
COUNTY: Final = 6
"""Digits of a county's code (GB/T 2260)."""


@transaction.atomic
def remind_of_bulletins(*, now: datetime) -> int:
    """Tell analysts and managers of counties with evaluation stations; how many were told."""
    return sum(
        _remind(district, slot, due, now) for district in _counties(now) for slot, due in _late(now)
    )


def _counties(now: datetime) -> list[District]:
    codes = {site.district[:COUNTY] for site in all_sites(now) if site.is_evaluation}
    return list(District.objects.filter(pk__in=codes).order_by("pk"))


def _late(now: datetime) -> Iterator[tuple[Slot, datetime]]:
    for slot in Slot:
        due = due_at(localdate(now), slot)
        if due < now <= due + STILL_USEFUL:
            yield slot, due


def _remind(district: District, slot: Slot, due: datetime, now: datetime) -> int:
    day = localdate(due)
    made = Bulletin.objects.filter(district=district, day=day, slot=slot).first()
    if made is not None and made.sent_at is not None:
        return 0
    return queue(
        BULLETIN_LATE.key,
        recipients=_writers(district),
        context={
            "district": district.name,
            "slot": f"{day:%m月%d日}{slot.label}",
            "due": f"{localtime(due):%m月%d日 %H:%M}",
            "state": made.get_state_display() if made else "未编制",
        },
        link=reverse("air:bulletins"),
        now=now,
        severity=Severity.NORMAL,
        key=f"air-bulletin:{district.pk}:{day}:{slot.value}",
    )


def _writers(district: District) -> list[User]:
    posts = Post.objects.filter(role__in=WRITERS, district=district, is_active=True)
    return [post.user for post in posts.select_related("user")]
