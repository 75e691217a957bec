"""Letting a person in again: a new first password, a new second step."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services.users import FIRST_PASSWORD_DAYS
from administration.forms.changes import ReasonForm
from administration.forms.people import PasswordReasonForm
from administration.services import people as services
from administration.views.base import ActorRequest, AdministratorView, form_page, tried, waiting
from administration.views.people import password_page, person_kept


class PasswordResetView(AdministratorView):
    """A new first password: at once, or after a second administrator agreed."""

    tab = "person-list"

    def get(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        return self._page(request, user_id, PasswordReasonForm())

    def post(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        form = PasswordReasonForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            made = tried(
                form,
                lambda: services.person_password_reset(actor=request.actor, user_id=user_id, reason=reason),
            )
            if made is not None:
                password, change = made
                if change is not None:
                    return waiting(request, change)
                user = person_kept(request, user_id).user
                return self.page(request, "first_password.html", password_page(user, password))
        return self._page(request, user_id, form, 422)

    def _page(self, request: ActorRequest, user_id: UUID, form: PasswordReasonForm, status: int = 200) -> HttpResponse:
        view = person_kept(request, user_id)
        told = [
            _("Every session of this person ends, and the present password is worth nothing any more."),
            _("The new one opens the page for choosing an own password, and nothing more, for %(days)s days.")
            % {"days": FIRST_PASSWORD_DAYS},
        ]
        if view.needs_second_person:
            told.insert(0, _("This account is closed, or has or will have a role: a second administrator must agree."))
        else:
            del form.fields["reason"]
        context = form_page(
            _("New first password for %(name)s") % {"name": view.user.full_name},
            form,
            button=_("Ask a second administrator") if view.needs_second_person else _("Make a first password"),
            back_url=reverse("administration:person-detail", args=[user_id]),
            back_text=view.user.full_name,
            consequences=told,
        )
        return self.page(request, "form.html", context, status)


class FactorsResetView(AdministratorView):
    """A lost telephone or key: two administrators let the person set up another."""

    tab = "person-list"

    def get(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        return self._page(request, user_id, ReasonForm())

    def post(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        form = ReasonForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            change = tried(
                form, lambda: services.person_factors_reset(actor=request.actor, user_id=user_id, reason=reason)
            )
            if change is not None:
                return waiting(request, change)
        return self._page(request, user_id, form, 422)

    def _page(self, request: ActorRequest, user_id: UUID, form: ReasonForm, status: int = 200) -> HttpResponse:
        user = person_kept(request, user_id).user
        context = form_page(
            _("Take the second step of %(name)s away") % {"name": user.full_name},
            form,
            button=_("Ask a second administrator"),
            back_url=reverse("administration:person-detail", args=[user_id]),
            back_text=user.full_name,
            consequences=[
                _("Ask the person by telephone or face to face first: whoever steals a password asks for this next."),
                _("Passkeys, apps and recovery codes of this person end, and so does every session."),
                _("After the next sign-in with the password the person sets up another, and is told of this."),
            ],
        )
        return self.page(request, "form.html", context, status)
