"""Addresses of the room."""

from django.urls import path

from bihuan.accounts.token import views as token_views
from bihuan.accounts.views import gate, login, profile

app_name = "accounts"
urlpatterns = [
    path("login/", login.LoginView.as_view(), name="login"),
    path("logout/", login.LogoutView.as_view(), name="logout"),
    path("stay", login.stay, name="stay"),
    path("password/", profile.PasswordChangeView.as_view(), name="password_change"),
    path("profile/", profile.profile, name="profile"),
    path("second-factor/", gate.second_factor, name="second_factor"),
    path("agreement/", gate.agreement, name="agreement"),
    path("tokens/", token_views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke", token_views.revoke, name="revoke_token"),
]
