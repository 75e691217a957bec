"""Addresses of the account pages."""

from django.urls import path

from accounts.views import absence, account, authority, factors, sessions, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in", sign_in.SignInView.as_view(), name="sign-in"),
    path("sign-in/second-step", sign_in.SecondFactorView.as_view(), name="second-factor"),
    path("sign-in/authority", authority.AuthoritySignInView.as_view(), name="authority-sign-in"),
    path("sign-in/authority/<slug:code>", authority.AuthorityReturnView.as_view(), name="authority-return"),
    path("sign-out", sign_in.SignOutView.as_view(), name="sign-out"),
    path("second-step", factors.FactorListView.as_view(), name="factor-list"),
    path("second-step/app", factors.AppEnrolView.as_view(), name="app-enrol"),
    path("second-step/passkey", factors.PasskeyEnrolView.as_view(), name="passkey-enrol"),
    path("second-step/recovery-codes", factors.RecoveryCodesView.as_view(), name="recovery-codes"),
    path("second-step/<uuid:factor_id>/remove", factors.FactorRemoveView.as_view(), name="factor-remove"),
    path("sessions", sessions.SessionListView.as_view(), name="session-list"),
    path("session", sessions.SessionStateView.as_view(), name="session-state"),
    path("session/form", sessions.FormKeepView.as_view(), name="form-keep"),
    path("session/form/forget", sessions.FormForgetView.as_view(), name="form-forget"),
    path("confirm", sessions.ConfirmView.as_view(), name="confirm"),
    path("office", account.MembershipChooseView.as_view(), name="choose-membership"),
    path("profile", account.ProfileView.as_view(), name="profile"),
    path("absence", absence.AbsenceView.as_view(), name="absence"),
    path("absence/<uuid:absence_id>/end", absence.AbsenceEndView.as_view(), name="absence-end"),
    path("password", account.PasswordChangeView.as_view(), name="password-change"),
]
