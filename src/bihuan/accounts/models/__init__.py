"""Facts about people and places of administration."""

from bihuan.accounts.models.audit import AuditEntry
from bihuan.accounts.models.district import District
from bihuan.accounts.models.organisation import Organisation
from bihuan.accounts.models.person import Post, User
from bihuan.accounts.models.token import ApiToken

__all__ = ["ApiToken", "AuditEntry", "District", "Organisation", "Post", "User"]
