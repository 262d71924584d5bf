"""The room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """用户与权限 (accounts)."""

    name = "bihuan.accounts"
    label = "accounts"
    verbose_name = "用户与权限"

    def ready(self) -> None:
        """Declare the settings, hear of logins, enter the menu."""
        from bihuan.accounts import menu, policy, session

        policy.register_policy()
        session.connect()
        menu.register()
