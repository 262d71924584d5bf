"""What can be refused here."""

from django.core.exceptions import PermissionDenied


class AccountsError(Exception):
    """Root of this room's errors."""


class NotYours(AccountsError, PermissionDenied):
    """The act or the row is not within this person's posts; a view answers it with 403."""


class PostsConflict(AccountsError):
    """Two posts that one person may not hold together."""
