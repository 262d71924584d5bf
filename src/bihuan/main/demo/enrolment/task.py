"""Assessment tasks of the demo county (考核任务): the winter's and the quarter's, with owners."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.timezone import localdate

from bihuan.accounts.models import District, User
from bihuan.air.models import AssessmentTask, TaskItem, TaskKind
from bihuan.air.services.task import Goal, set_task
from bihuan.main.demo.county import COUNTY

SOURCE: Final = "演示：攻坚方案"


def enrol_tasks(*, now: datetime) -> None:
    """Share two goals among the townships by last year's values, once; they must be stored."""
    author = User.objects.filter(username="sun").first()
    if AssessmentTask.objects.exists() or author is None:
        return
    today, county = localdate(now), District.objects.get(code=COUNTY)
    winter = today.year if today.month >= 10 else today.year - 1
    quarter = TaskKind(f"q{(today.month + 2) // 3}")
    for goal in (
        Goal(TaskKind.WINTER, winter, TaskItem.PM25, Decimal("52.0"), SOURCE),
        Goal(quarter, today.year, TaskItem.PM10, Decimal("76.0"), SOURCE),
    ):
        set_task(goal, district=county, by=author, now=now)
