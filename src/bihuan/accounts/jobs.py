"""What the scheduler calls: the audit trail sealed, anchored and archived, accounts closed."""

from django.conf import settings
from django.utils import timezone

from bihuan.accounts.anchor import keep_anchor
from bihuan.accounts.queries.sealing import CHAIN, head_of_audit
from bihuan.accounts.services.person import disable_dormant
from bihuan.accounts.services.sealing import AT_ONCE, archive_audit, seal_audit
from bihuan.accounts.services.session import forget_sessions


def seal() -> int:
    """Seal what was recorded since the last time (封存审计记录)."""
    sealed = 0
    while count := seal_audit():
        sealed += count
        if count < AT_ONCE:
            break
    return sealed


def anchor() -> int:
    """Keep the head of the chain outside the database (留存链首)."""
    head = head_of_audit()
    keep_anchor(settings.ANCHORS, CHAIN, head, now=timezone.now())
    return head.position


def archive() -> str:
    """Archive entries past their term (归档审计记录)."""
    made = archive_audit(settings.ARCHIVE, days=settings.AUDIT_DAYS, now=timezone.now())
    return made.file if made else ""


def close_unused() -> int:
    """Disable dormant and expired accounts, forget sessions that are over (停用长期不用的账号)."""
    forget_sessions(now=timezone.now())
    return len(disable_dormant(now=timezone.now()))
