"""Addresses of the account pages."""

from django.urls import path

from accounts.views import absence, account

app_name = "accounts"
urlpatterns = [
    path("sign-in", account.SignInView.as_view(), name="sign-in"),
    path("sign-out", account.SignOutView.as_view(), name="sign-out"),
    path("office", account.MembershipChooseView.as_view(), name="choose-membership"),
    path("profile", account.ProfileView.as_view(), name="profile"),
    path("absence", absence.AbsenceView.as_view(), name="absence"),
    path("absence/<uuid:absence_id>/end", absence.AbsenceEndView.as_view(), name="absence-end"),
    path("password", account.PasswordChangeView.as_view(), name="password-change"),
]
