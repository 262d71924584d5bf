"""What leaves the platform is on record (导出留痕)."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act


@transaction.atomic
def record_export(act: Act, *, rows: int, what: str, by: User, now: datetime) -> None:
    """Note that somebody took figures out (导出)."""
    record_act(user=by, action=act, object=None, now=now, detail={"rows": rows, "what": what})
