"""The room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """用户与权限 (accounts)."""

    name = "bihuan.accounts"
    label = "accounts"
    verbose_name = "用户与权限"

    def ready(self) -> None:
        """Declare the settings, hear of logins, enter the menu."""
        from bihuan.accounts import masking, menu, policy, session
        from bihuan.accounts.queries.people import phone_of

        policy.register_policy()
        masking.register(masking.Covered("accounts.phone", "手机号码", phone_of))
        session.connect()
        menu.register()
