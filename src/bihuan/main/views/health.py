"""The health page (系统健康)."""

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.main.health.check import Check, Thresholds
from bihuan.main.health.reading import read_facts
from bihuan.main.health.verdict import health_of, judged
from bihuan.ui.live import Pulse, changes, stream
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

MAY_SEE = (Role.SYSTEM_ADMIN, Role.SERVICE, Role.ENGINEER, Role.PROVINCE, Role.CITY, Role.DISTRICT)
LIMITS = Thresholds()


def may_see_health(user: object) -> bool:
    """Whether the platform's own state is this person's business."""
    if not isinstance(user, User) or not user.is_authenticated:
        return False
    return user.is_staff or user.data_scope.holds(*MAY_SEE)


def _require(user: object) -> None:
    if not may_see_health(user):
        raise PermissionDenied("系统健康页供系统管理员、运营服务人员和各级管理人员查看")


def health(request: PageRequest) -> HttpResponse:
    """Processes, reception, store, database, clock, backup (系统健康)."""
    _require(request.user)
    checks = judged(read_facts(request.now), LIMITS, request.now)
    parts = {"health": "main/part/health.html"}
    return render_page(request, "main/health.html", {"health": health_of(checks)}, parts=parts)


async def health_events(request: PageRequest) -> StreamingHttpResponse:
    """A signal for the health page: a verdict changed."""
    await sync_to_async(_require)(await request.auser())
    return stream(changes(PULSE, _verdicts))


def _verdicts(checks: list[Check]) -> list[tuple[str, str]]:
    return [(check.key, check.tone) for check in checks]


def _probe() -> list[Check]:
    now = timezone.now()
    return judged(read_facts(now), LIMITS, now)


PULSE = Pulse(_probe, every_s=2.0)
