"""Who may log in: an open account within its term."""

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone


class PersonBackend(ModelBackend):
    """Django's own check of name and password, for accounts whose term runs (账号有效期).

    Asked at every request as well, so a session ends when its account does.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Open, and not past its last moment."""
        until: datetime | None = getattr(user, "valid_until", None)
        return super().user_can_authenticate(user) and (until is None or until > timezone.now())
