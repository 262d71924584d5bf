"""What people do with deliveries (发送记录): again, never mind, sent by hand."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.notify.acts import Act
from bihuan.notify.error import WrongState
from bihuan.notify.models import Delivery, DeliveryState

OPEN = (DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.BY_HAND)


@transaction.atomic
def retry(delivery: Delivery, *, by: User, now: datetime) -> None:
    """Try a failed or waiting delivery again at once (重新发送).

    Raises:
        WrongState: it was sent meanwhile, or is being sent.
    """
    _move(
        delivery,
        (DeliveryState.FAILED, DeliveryState.WAITING),
        state=DeliveryState.WAITING,
        due_at=now,
        attempts=0,
    )
    record_act(user=by, action=Act.RETRY_DELIVERY, object=delivery, now=now)


@transaction.atomic
def drop(delivery: Delivery, *, reason: str, by: User, now: datetime) -> None:
    """Give a delivery up with a reason (取消发送); the row stays.

    Raises:
        WrongState: it was sent meanwhile, or is being sent.
    """
    _move(delivery, OPEN, state=DeliveryState.DROPPED, because=reason)
    detail = {"reason": reason}
    record_act(user=by, action=Act.DROP_DELIVERY, object=delivery, now=now, detail=detail)


@transaction.atomic
def record_posting(delivery: Delivery, *, group: str, by: User, now: datetime) -> None:
    """Record that a person pasted the text into an ordinary group (已发送到××群).

    Raises:
        WrongState: somebody else has recorded it.
    """
    receipt = {"group": group, "by": by.pk, "name": str(by)}
    _move(
        delivery,
        (DeliveryState.BY_HAND,),
        state=DeliveryState.SENT,
        sent_at=now,
        receipt=receipt,
        because=f"{by}已发送到{group}",
    )
    detail = {"group": group}
    record_act(user=by, action=Act.RECORD_POSTING, object=delivery, now=now, detail=detail)


def _move(delivery: Delivery, states: tuple[DeliveryState, ...], **values: object) -> None:
    rows = Delivery.objects.filter(pk=delivery.pk, state__in=states)
    if not rows.update(**values):
        delivery.refresh_from_db(fields=["state"])
        raise WrongState(delivery.get_state_display())
