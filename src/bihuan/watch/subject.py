"""What a case's page shows of the event that raised it (报警主体卡片)."""

from django.urls import reverse
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.cases.models import Case
from bihuan.cases.subject import SubjectCard
from bihuan.watch.models import Event
from bihuan.watch.queries.event import event_chart
from bihuan.watch.rules import label_of


def event_card(case: Case, user: User) -> SubjectCard | None:
    """Facts and curve of the event; None where the person may not see its point."""
    key = case.source.partition(":")[2]
    rows = Event.objects.visible_to(user).select_related("point")
    event = rows.filter(pk=key).first() if key.isdigit() else None
    if event is None:
        return None
    facts = (
        ("点位", event.point.name),
        ("规则", label_of(event.rule)),
        ("时段", f"{localtime(event.begin):%Y-%m-%d %H:%M}～{localtime(event.end):%m-%d %H:%M}"),
        ("状态", event.get_state_display()),
        ("依据", event.because),
    )
    return SubjectCard(
        title="监测报警",
        facts=facts,
        chart=event_chart(event, event.judged_at),
        link=reverse("watch:event", args=[event.pk]),
    )
