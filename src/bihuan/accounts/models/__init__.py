"""Facts about people and places of administration."""

from bihuan.accounts.models.access import AccessReview, ExportRequest, ExportState, ReviewVerdict
from bihuan.accounts.models.audit import AuditArchive, AuditEntry
from bihuan.accounts.models.district import District
from bihuan.accounts.models.organisation import Organisation
from bihuan.accounts.models.person import Post, User
from bihuan.accounts.models.secrecy import Agreement, AgreementSignature, PasswordRecord
from bihuan.accounts.models.setting import SettingValue
from bihuan.accounts.models.staff import (
    ChangeState,
    Liaison,
    LiaisonSide,
    RosterRequirement,
    StaffChange,
)
from bihuan.accounts.models.token import ApiToken

__all__ = [
    "AccessReview",
    "Agreement",
    "AgreementSignature",
    "ApiToken",
    "AuditArchive",
    "AuditEntry",
    "ChangeState",
    "District",
    "ExportRequest",
    "ExportState",
    "Liaison",
    "LiaisonSide",
    "Organisation",
    "PasswordRecord",
    "Post",
    "ReviewVerdict",
    "RosterRequirement",
    "SettingValue",
    "StaffChange",
    "User",
]
