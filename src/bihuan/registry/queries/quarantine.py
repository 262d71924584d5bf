"""Unknown devices that wait for a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.registry.models import QuarantinedDevice, QuarantineState
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.queries.listing import Listing


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """One unknown MN; the sample packet's password is masked."""

    mn: str
    first_seen: datetime
    last_seen: datetime
    count: int
    address: str
    sample: str
    system_code: str
    edition: str
    state: QuarantineState


def quarantine_list(
    *, user: User, state: QuarantineState = QuarantineState.WAITING
) -> Listing[QuarantineRow]:
    """Unknown devices (未登记设备) for people who may register devices; nothing for others.

    An unknown device has no district, so all who may register see all of them.
    """
    devices = QuarantinedDevice.objects.filter(state=state)
    if not user.may_act_as(MAY_REGISTER):
        devices = devices.none()
    rows = devices.order_by("-last_seen").values_list(
        "mn",
        "first_seen",
        "last_seen",
        "count",
        "address",
        "sample",
        "system_code",
        "edition",
        "state",
    )
    return Listing(rows, _rows)


def _rows(rows: Sequence[tuple[Any, ...]]) -> list[QuarantineRow]:
    return [
        QuarantineRow(
            mn, first, last, count, at or "", sample, code, edition, QuarantineState(state)
        )
        for mn, first, last, count, at, sample, code, edition, state in rows
    ]
