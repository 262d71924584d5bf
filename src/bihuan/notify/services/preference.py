"""What a person wants outside the platform (接收设置)."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.services import record_act
from bihuan.notify.acts import Act
from bihuan.notify.models import Preference


@transaction.atomic
def save_preference(wish: Preference, *, now: datetime) -> None:
    """Save how one's own messages come (保存接收设置)."""
    wish.save()
    record_act(user=wish.person, action=Act.SAVE_PREFERENCE, object=wish.person, now=now)
