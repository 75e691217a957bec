"""Addresses of the app."""

from django.urls import path

from administration.views import changes, offices, people, points, public, texts

app_name = "administration"
urlpatterns = [
    path("", changes.OverviewView.as_view(), name="overview"),
    path("register", public.RegisterView.as_view(), name="register"),
    path("register/countries/new", public.CountryEnrolView.as_view(), name="country-enrol"),
    path("agreements", public.AgreementListView.as_view(), name="agreement-list"),
    path("agreements/<slug:agreement>", public.AgreementDetailView.as_view(), name="agreement-detail"),
    path("calendars/<slug:country>", public.CalendarView.as_view(), name="calendar-detail"),
    path("offices", offices.OfficeListView.as_view(), name="office-list"),
    path("offices/new", offices.OfficeCreateView.as_view(), name="office-create"),
    path("offices/<slug:code>", offices.OfficeDetailView.as_view(), name="office-detail"),
    path("offices/<slug:code>/edit", offices.OfficeEditView.as_view(), name="office-edit"),
    path("offices/<slug:code>/move", offices.OfficeMoveView.as_view(), name="office-move"),
    path("offices/<slug:code>/deactivate", offices.OfficeDeactivateView.as_view(), name="office-deactivate"),
    path("offices/<slug:code>/reactivate", offices.OfficeReactivateView.as_view(), name="office-reactivate"),
    path("offices/<slug:code>/desk", offices.DeskChangeView.as_view(), name="desk-change"),
    path("offices/<slug:code>/contacts/<slug:kind>", offices.ContactPointView.as_view(), name="contact-point"),
    path("offices/<slug:code>/crossing-points/<slug:point>", points.CrossingPointView.as_view(), name="crossing-point"),
    path("offices/<slug:code>/mailboxes/new", points.MailboxView.as_view(), name="mailbox-create"),
    path("offices/<slug:code>/mailboxes/<uuid:mailbox_id>", points.MailboxView.as_view(), name="mailbox-edit"),
    path("offices/<slug:code>/systems/new", offices.ClientEnrolView.as_view(), name="client-enrol"),
    path("offices/<slug:code>/systems/<str:client_id>", points.ClientRevokeView.as_view(), name="client-revoke"),
    path("offices/<slug:code>/systems/<str:client_id>/secret", points.ClientSecretView.as_view(), name="client-secret"),
    path("people", people.PersonListView.as_view(), name="person-list"),
    path("people/new", people.PersonCreateView.as_view(), name="person-create"),
    path("people/<uuid:user_id>", people.PersonDetailView.as_view(), name="person-detail"),
    path("people/<uuid:user_id>/edit", people.PersonEditView.as_view(), name="person-edit"),
    path("people/<uuid:user_id>/deactivate", people.PersonDeactivateView.as_view(), name="person-deactivate"),
    path("people/<uuid:user_id>/password", people.PasswordResetView.as_view(), name="password-reset"),
    path("people/<uuid:user_id>/unlock", people.SignInUnlockView.as_view(), name="sign-in-unlock"),
    path("people/<uuid:user_id>/roles/new", people.RoleGiveView.as_view(), name="role-give"),
    path("roles/<uuid:membership_id>/end", people.RoleEndView.as_view(), name="role-end"),
    path("rights", people.RightsView.as_view(), name="rights"),
    path("rights/<slug:code>/<slug:role>", people.GrantsRepairView.as_view(), name="grants-repair"),
    path("changes", changes.ChangeListView.as_view(), name="change-list"),
    path("changes/<uuid:change_id>", changes.ChangeDetailView.as_view(), name="change-detail"),
    path("changes/<uuid:change_id>/withdraw", changes.ChangeWithdrawView.as_view(), name="change-withdraw"),
    path("checklists", texts.ChecklistListView.as_view(), name="checklist-list"),
    path("checklists/<slug:purpose>", texts.ChecklistEditView.as_view(), name="checklist-edit"),
    path("letters", texts.LetterListView.as_view(), name="letter-list"),
    path("letters/<slug:letter>", texts.LetterDetailView.as_view(), name="letter-detail"),
    path("letters/<slug:letter>/<slug:block>/<slug:language>", texts.LetterTextView.as_view(), name="letter-text"),
]
