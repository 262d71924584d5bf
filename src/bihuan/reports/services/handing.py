"""Handing data over (数据报送): recorded with what proves it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.documents.models import StoredFile
from bihuan.reports.acts import Act
from bihuan.reports.error import WrongState
from bihuan.reports.models import DataHandover
from bihuan.reports.permission import MAY_COMPOSE, require_district
from bihuan.reports.queries.due import SHANGHAI
from bihuan.reports.queries.plan import Expected


@dataclass(frozen=True, slots=True)
class Proof:
    """When data were handed over and what proves it (报送凭据): a receipt, a file, or both."""

    handed_at: datetime
    receipt: str = ""
    file: StoredFile | None = None


@transaction.atomic
def record_handover(expected: Expected, proof: Proof, *, by: User, now: datetime) -> DataHandover:
    """Put on record that the data of a period were handed over (登记报送).

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: it is a document, nothing proves it, or the time cannot be.
    """
    item, period = expected.item, expected.period
    require_district(item.plan.district, by, MAY_COMPOSE)
    if not item.is_data:
        raise WrongState("文稿以印发为准，不登记报送")
    if not proof.receipt.strip() and proof.file is None:
        raise WrongState("请填写回执或上传报送文件")
    if proof.handed_at > now:
        raise WrongState("报送时间不能晚于现在")
    if proof.handed_at.astimezone(SHANGHAI).date() <= period.last:
        raise WrongState("期间尚未结束时的报送不能作为本期报送")
    made = DataHandover.objects.create(
        item=item,
        first=period.first,
        last=period.last,
        handed_at=proof.handed_at,
        receipt=proof.receipt.strip()[:200],
        file=proof.file,
        by=by,
        at=now,
    )
    detail = {"period": period.words, "handed_at": proof.handed_at.isoformat()}
    record_act(user=by, action=Act.HAND_OVER, object=made, now=now, detail=detail)
    return made


def note_reading(handover: DataHandover, *, by: User, now: datetime) -> None:
    """Put into the audit trail that the file was read (查看报送文件)."""
    record_act(user=by, action=Act.READ_HANDOVER, object=handover, now=now)
