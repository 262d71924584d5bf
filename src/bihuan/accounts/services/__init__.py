"""Acts on accounts, and the audit trail of every room's acts."""

from bihuan.accounts.services.audit import record_act, record_acts
from bihuan.accounts.services.person import change_profile
from bihuan.accounts.services.post import give_post, take_post

__all__ = ["change_profile", "give_post", "record_act", "record_acts", "take_post"]
