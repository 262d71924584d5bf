"""Names of this room's acts in the audit trail."""

from django.db.models import TextChoices


class Act(TextChoices):
    """An act on accounts (操作)."""

    LOG_IN = "accounts.log_in", "登录"
    LOG_IN_FAILED = "accounts.log_in_failed", "登录失败"
    LOG_OUT = "accounts.log_out", "退出登录"
    CHANGE_PASSWORD = "accounts.change_password", "修改登录密码"
    CHANGE_PROFILE = "accounts.change_profile", "修改个人资料"
    GIVE_POST = "accounts.give_post", "授予岗位"
    TAKE_POST = "accounts.take_post", "停用岗位"
    CREATE_TOKEN = "accounts.create_token", "新建接口令牌"
    REVOKE_TOKEN = "accounts.revoke_token", "停用接口令牌"
    ADMIN_SAVE = "accounts.admin_save", "后台修改"
    ADMIN_DELETE = "accounts.admin_delete", "后台删除"
