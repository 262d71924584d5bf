"""What reports to the upper level share (上报事项): a case that ends with the answer."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.cases.models import Case, CaseEvent, EventKind
from bihuan.cases.procedure.document import ProcedureError
from bihuan.cases.services import raise_case

log = logging.getLogger(__name__)


def open_case(kind: str, *, by: User, now: datetime, **told: Any) -> Case | None:
    """Raise a report's case; None while nobody has published the procedure."""
    try:
        with transaction.atomic():
            return raise_case(kind, by=by, now=now, **told)
    except ProcedureError as error:
        log.warning("no case kind=%s source=%s error=%s", kind, told.get("source"), error)
        return None


def last_step(case: Case) -> CaseEvent | None:
    """The step with which a case ended, who took it and what was said."""
    return CaseEvent.objects.filter(case=case, kind=EventKind.STEP).order_by("-serial").first()
