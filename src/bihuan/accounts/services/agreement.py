"""The secrecy agreement: published by version, signed by everybody before the account opens."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from bihuan.accounts.acts import Act
from bihuan.accounts.error import AccountsError, NotYours
from bihuan.accounts.models import Agreement, AgreementSignature, User
from bihuan.accounts.queries.agreement import agreement_in_force
from bihuan.accounts.roles import Role
from bihuan.accounts.services.audit import record_act

SHIPPED = Path(__file__).parents[1] / "texts" / "agreement.md"


class NotSigned(AccountsError):
    """The signature is not the person's name, or the text has changed meanwhile."""


@transaction.atomic
def publish_agreement(title: str, body: str, *, by: User | None, now: datetime) -> Agreement:
    """Put a new version in force (发布保密协议); everybody signs it at the next login.

    Raises:
        NotYours: `by` is no security administrator.
    """
    if by is not None and not by.may_act_as({Role.SECURITY_ADMIN}):
        raise NotYours("保密协议由安全管理员发布")
    newest = Agreement.objects.select_for_update().order_by("-version").first()
    version = newest.version + 1 if newest else 1
    made = Agreement.objects.create(
        version=version, title=title, body=body, published_at=now, by=by
    )
    record_act(user=by, action=Act.PUBLISH_AGREEMENT, object=made, now=now)
    return made


def publish_shipped_agreement(*, now: datetime) -> Agreement | None:
    """Publish the text that comes with the platform, unless there is one already."""
    if agreement_in_force() is not None:
        return None
    title, _, body = SHIPPED.read_text("utf-8").partition("\n")
    return publish_agreement(title.lstrip("# "), body.strip(), by=None, now=now)


@transaction.atomic
def sign_agreement(
    agreement: Agreement, *, name: str, by: User, now: datetime, address: str | None = None
) -> AgreementSignature:
    """Sign the version in force (签署保密协议).

    Raises:
        NotSigned: the name typed is not the person's, or a newer version is in force.
    """
    if agreement != agreement_in_force():
        raise NotSigned("协议已更新，请阅读新的版本后再签署")
    if name.strip() != by.name:
        raise NotSigned("签署姓名须与账号登记的姓名一致")
    signed, is_new = AgreementSignature.objects.get_or_create(
        user=by, agreement=agreement, defaults={"name": by.name, "at": now, "address": address}
    )
    if is_new:
        record_act(user=by, action=Act.SIGN_AGREEMENT, object=agreement, now=now, address=address)
    return signed
