"""Files of objects of the ledger: attached, taken off, never lost (对象附件)."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Model

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.documents.acts import Act
from bihuan.documents.models import Attachment
from bihuan.documents.services.file import LaidDown, enter_file, lay_down
from bihuan.registry.models import ChangeWay
from bihuan.registry.services.history import Because, FieldChange, record_change

FIELD, TITLE = "attachment", "附件"


def attach_file(
    row: Model, source: BinaryIO, *, name: str, caption: str, by: User, now: datetime
) -> Attachment:
    """Keep a file and attach it to an object (添加附件); it enters the object's history.

    Args:
        row: the object; the caller has seen that the person may change it.
        source: readable and seekable.
        name: as handed in.
        caption: what it shows.
        by: who hands it in.
        now: time of the act. [aware]

    Raises:
        RefusedFile: kind, size or content; nothing was kept.
        NotStored: the store cannot take it; nothing was kept.
    """
    laid = lay_down(source, name=name, by=by, now=now)
    return _attached(row, laid, caption=caption, by=by, now=now)


@transaction.atomic
def _attached(row: Model, laid: LaidDown, *, caption: str, by: User, now: datetime) -> Attachment:
    file = enter_file(laid)
    attachment = Attachment.objects.create(
        object_kind=row._meta.label_lower,
        object_id=str(row.pk),
        file=file,
        caption=caption.strip()[:120],
        added_at=now,
        added_by=by,
    )
    because = Because(by, now, caption.strip() or "添加附件", ChangeWay.FORM)
    record_change(row, [FieldChange(FIELD, TITLE, after=file.name)], because)
    detail = {"file": file.name, "sha256": file.sha256}
    record_act(user=by, action=Act.ATTACH, object=row, now=now, detail=detail)
    return attachment


@transaction.atomic
def remove_attachment(
    row: Model, attachment: Attachment, *, reason: str, by: User, now: datetime
) -> None:
    """Take a file off an object (移除附件); row and bytes stay, the history says why.

    Raises:
        NoReason: nobody said why.
    """
    attachment.removed_at, attachment.removed_by = now, by
    attachment.removed_because = reason.strip()[:200]
    attachment.save(update_fields=["removed_at", "removed_by", "removed_because"])
    change = FieldChange(FIELD, TITLE, before=attachment.file.name)
    record_change(row, [change], Because(by, now, reason, ChangeWay.FORM))
    detail = {"file": attachment.file.name, "reason": reason}
    record_act(user=by, action=Act.REMOVE, object=row, now=now, detail=detail)
