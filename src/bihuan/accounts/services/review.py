"""Reviews of access: does everybody still need what he may see (权限复核)?"""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.acts import Act
from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AccessReview, ReviewVerdict, User
from bihuan.accounts.roles import Role
from bihuan.accounts.services.audit import record_act


@transaction.atomic
def review_access(
    person: User, verdict: ReviewVerdict, *, note: str, by: User, now: datetime
) -> AccessReview:
    """Put on record what a look at somebody's posts came to (复核权限).

    Raises:
        NotYours: `by` is no security administrator, or reviews himself.
    """
    if not by.may_act_as({Role.SECURITY_ADMIN}) or by == person:
        raise NotYours("权限由安全管理员复核，且不能复核本人")
    review = AccessReview.objects.create(user=person, verdict=verdict, note=note, by=by, at=now)
    detail = {"verdict": verdict.label, "note": note}
    record_act(user=by, action=Act.REVIEW_ACCESS, object=person, now=now, detail=detail)
    return review
