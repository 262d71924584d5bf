"""Streams that tell live pages that something changed (实时信号); they carry no data."""

from collections.abc import Mapping

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from bihuan.accounts.models import User
from bihuan.registry.live import PULSE
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.views.access import require_business, visible
from bihuan.ui.live import changes, stream
from bihuan.ui.request import PageRequest


async def live_events(request: PageRequest) -> StreamingHttpResponse:
    """A signal for the board: something of any point changed."""
    await sync_to_async(require_business)(await request.auser())
    return stream(changes(PULSE, _sum))


async def point_events(request: PageRequest, pk: int) -> StreamingHttpResponse:
    """A signal for the page of one point."""
    await sync_to_async(_require_point)(await request.auser(), pk)
    return stream(changes(PULSE, lambda counts: counts.get(pk, 0)))


def _sum(counts: Mapping[int, int]) -> int:
    return sum(counts.values())


def _require_point(user: object, pk: int) -> None:
    require_business(user)
    assert isinstance(user, User)
    visible(MonitoringPoint.objects.all(), user, pk)
