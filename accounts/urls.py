"""Addresses of the account pages."""

from django.urls import path

from accounts.views import account

app_name = "accounts"
urlpatterns = [
    path("sign-in", account.SignInView.as_view(), name="sign-in"),
    path("sign-out", account.SignOutView.as_view(), name="sign-out"),
    path("office", account.MembershipChooseView.as_view(), name="choose-membership"),
    path("profile", account.ProfileView.as_view(), name="profile"),
    path("password", account.PasswordChangeView.as_view(), name="password-change"),
]
