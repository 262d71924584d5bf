"""Telling people of new events (报警通知), in the transaction of the events."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.timezone import localtime

from bihuan.accounts.district_code import code_range
from bihuan.accounts.models import Post, User
from bihuan.accounts.roles import Role
from bihuan.notify.services import NewNotice, queue_all
from bihuan.notify.severity import Severity
from bihuan.registry.models import EnterprisePerson
from bihuan.watch.models import Event
from bihuan.watch.queries.rule import RuleInForce

KIND = "watch.event"


def tell(events: Sequence[Event], rule: RuleInForce, *, now: datetime) -> int:
    """Queue a notice for each new event, to the roles that its rule tells; how many notices."""
    version = rule.version
    if not events or version is None or not (version.tells or version.tells_unit):
        return 0
    prefetch_related_objects(events, "point__district", "point__outlet__enterprise")
    people = _Listeners([Role(one) for one in version.tells], version.tells_unit, events)
    notices = [
        NewNotice(
            KIND,
            recipients=people.of(event),
            context=context_of(event, rule.rule.label),
            link=reverse("watch:event", args=[event.pk]),
            severity=Severity(version.severity),
            key=event.source,
        )
        for event in events
    ]
    return queue_all(notices, now=now)


def context_of(event: Event, label: str) -> dict[str, str]:
    """What the texts of a notice may say of an event."""
    outlet = event.point.outlet
    return {
        "rule": label,
        "place": event.point.name,
        "unit": outlet.enterprise.name if outlet else event.point.district.name,
        "district": event.point.district.name,
        "begin": f"{localtime(event.begin):%m月%d日 %H:%M}",
        "end": f"{localtime(event.end):%m月%d日 %H:%M}",
        "because": event.because,
        "todo": "请核实原因并在平台说明",
    }


class _Listeners:
    """Who hears of events, read once for all of them."""

    def __init__(self, roles: Sequence[Role], units: bool, events: Sequence[Event]) -> None:
        posts = Post.objects.in_force().filter(role__in=roles, district__isnull=False)
        self._by_district: defaultdict[str, list[User]] = defaultdict(list)
        for post in posts.select_related("user"):
            self._by_district[str(post.district_id)].append(post.user)
        self._by_unit: defaultdict[int, list[User]] = defaultdict(list)
        if units:
            wanted = {one.point.outlet.enterprise_id for one in events if one.point.outlet}
            acting = EnterprisePerson.objects.filter(enterprise__in=wanted)
            for row in acting.select_related("user"):
                self._by_unit[row.enterprise_id].append(row.user)

    def of(self, event: Event) -> list[User]:
        """The people whose district holds the event's point, and those of its enterprise."""
        code = event.point.district_id
        found = [
            person
            for district, people in self._by_district.items()
            if _holds(district, code)
            for person in people
        ]
        outlet = event.point.outlet
        return found + (self._by_unit[outlet.enterprise_id] if outlet else [])


def _holds(district: str, code: str) -> bool:
    low, high = code_range(district)
    return low <= code < high
