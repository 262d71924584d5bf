"""What the platform settles with a device that it has never met (初次连接)."""

import logging
from collections.abc import Sequence
from datetime import datetime

from bihuan.hj212.conversation.error import BadRequest
from bihuan.hj212.conversation.first_connection import FirstConnection
from bihuan.hj212.conversation.patience import Patience
from bihuan.hj212.conversation.request import Request
from bihuan.hj212.edition import Edition
from bihuan.registry.gateway_batch import StateTouch
from bihuan.registry.models import Device, DeviceState
from bihuan.registry.services import queue_command

log = logging.getLogger(__name__)

SET_CLOCK = "1012"


def newcomers(touches: Sequence[StateTouch]) -> list[int]:
    """Devices that connect for the first time ever; ask before their states are touched."""
    connected = {touch.device for touch in touches if touch.connected_at is not None}
    met = DeviceState.objects.filter(device__in=connected, connected_at__isnull=False)
    return sorted(connected.difference(met.values_list("device_id", flat=True)))


def queue_first_connection(device: int, now: datetime) -> int:
    """Queue the commands of a first connection; they are tracked like any other.

    Clock, time-out and repeats, intervals, and that data and facility states are wanted. A
    device whose registered intervals the standard does not know is left as it is.

    Returns:
        Number of commands queued.

    Source: HJ 212-2017 6.7.
    """
    row = Device.objects.filter(pk=device, is_active=True).first()
    if row is None:
        return 0
    try:
        requests = _requests(row, now)
    except BadRequest as error:
        log.warning("device not initialised device=%s reason=%s", row.mn, error)
        return 0
    for request in requests:
        fields = {} if request.command_code == SET_CLOCK else dict(request.fields)
        queue_command(row, command_code=request.command_code, parameters=fields, by=None, now=now)
    return len(requests)


def _requests(device: Device, now: datetime) -> list[Request]:
    sequence = FirstConnection(
        patience=Patience(over_time_s=device.time_out_s, repeats=device.repeats),
        realtime_interval_s=device.realtime_interval_s,
        minute_interval_min=device.minute_interval_min,
    )
    return [step(now) for step in sequence.steps(Edition(device.edition))]
