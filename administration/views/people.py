"""People: list, one person, first passwords, roles; and the matrix of who can do what."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import ACTS
from accounts.roles import ROLES
from accounts.selectors.absences import day_of
from accounts.selectors.disuse import FIRST_PASSWORD_DAYS
from administration.forms.people import (
    PersonCreateForm,
    PersonForm,
    RoleEndForm,
    RoleForm,
)
from administration.policies import refuse_unless_administers_person
from administration.selectors import people as selectors
from administration.selectors.offices import offices_within
from administration.services import people as services
from administration.views.base import (
    ActorRequest,
    AdministratorView,
    form_page,
    tried,
    version_of,
    waiting,
)
from core import clock
from core.forms import PageForm


def _to_person(user_id: UUID) -> HttpResponse:
    return redirect("administration:person-detail", user_id=user_id)


class PersonListView(AdministratorView):
    """People of the country, by name, with search."""

    tab = "person-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        text = request.GET.get("text", "").replace("\0", "").strip()[:100]
        state = "inactive" if request.GET.get("state") == "inactive" else ""
        code = request.GET.get("office", "")
        offices = offices_within(request.actor)
        office = next((item for item in offices if item.code == code), None)
        page = selectors.people_page(
            request.actor, text=text, state=state, office=office, after=request.GET.get("after", "").replace("\0", "")
        )
        asked = {"text": text, "state": state, "office": office.code if office else ""}
        asked = {name: value for name, value in asked.items() if value}
        address = reverse("administration:person-list")
        next_query = urlencode({**asked, "after": page.next_after})
        context = {
            "people": page.people,
            "text": text,
            "state": state,
            "office": office,
            "offices": offices,
            "is_filtered": bool(asked),
            "next_url": f"{address}?{next_query}" if page.next_after else "",
            "first_url": f"{address}?{urlencode(asked)}" if request.GET.get("after") else "",
        }
        return self.page(request, "people.html", context)


class PersonDetailView(AdministratorView):
    """One person: account, roles, rights."""

    tab = "person-list"

    def get(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        person = selectors.person_get(request.actor, user_id)
        return self.page(request, "person.html", {"view": person, "acts": list(ACTS.items()), "roles": ROLES})


class PersonCreateView(AdministratorView):
    """A new person; the first password is shown once, in the answer."""

    tab = "person-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, PersonCreateForm())

    def post(self, request: ActorRequest) -> HttpResponse:
        form = PersonCreateForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            made = tried(
                form,
                lambda: services.person_create(actor=request.actor, login_name=values["login_name"], values=values),
            )
            if made is not None:
                return self.page(request, "first_password.html", password_page(*made))
        return self._page(request, form, 422)

    def _page(self, request: ActorRequest, form: PersonCreateForm, status: int = 200) -> HttpResponse:
        context = form_page(
            _("Add a person"),
            form,
            button=_("Add the person"),
            back_url=reverse("administration:person-list"),
            back_text=_("People"),
            consequences=[
                _("You are shown a first password once, and hand it to the person yourself. It is not sent by e-mail."),
                _("At the first sign-in the person replaces it by an own one. Roles are given on the person's page."),
                _("A second administrator must agree to the first role and is shown a new first password then."),
            ],
        )
        return self.page(request, "form.html", context, status)


def password_page(user: Any, password: str) -> dict[str, Any]:
    """The context of the page that shows a first password."""
    return {"user": user, "password": password, "days": FIRST_PASSWORD_DAYS}


def person_kept(request: ActorRequest, user_id: UUID) -> selectors.PersonView:
    """A person whose account the actor keeps: nobody fills in what would be refused. Raises NotVisible, ActRefused."""
    view = selectors.person_get(request.actor, user_id)
    refuse_unless_administers_person(request.actor, view.user)
    return view


class PersonEditView(AdministratorView):
    """What is known of a person."""

    tab = "person-list"

    def get(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        user = person_kept(request, user_id).user
        initial = {name: getattr(user, name) for name in ("full_name", "email", "language")}
        return self._page(request, user, PersonForm(initial=initial), user.version)

    def post(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        user = person_kept(request, user_id).user
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self._page(request, user, form, version_of(request), 422)
        services.person_save(
            actor=request.actor, user_id=user.id, version=version_of(request), values=form.cleaned_data
        )
        messages.success(request, _("The person is saved."))
        return _to_person(user.id)

    def _page(
        self, request: ActorRequest, user: Any, form: PersonForm, version: int, status: int = 200
    ) -> HttpResponse:
        context = form_page(
            _("Edit %(name)s") % {"name": user.full_name},
            form,
            button=_("Save the person"),
            back_url=reverse("administration:person-detail", args=[user.id]),
            back_text=user.full_name,
            version=version,
        )
        return self.page(request, "form.html", context, status)


def _work_words(user_id: UUID) -> list[str]:
    """What becomes of the work of a person who leaves; administrators learn how many cases that are, and no more."""
    count = selectors.open_work_of(user_id)
    if not count:
        return []
    words = ngettext(
        "The person has %(count)d open case. The head of the office can hand it over; otherwise it goes back to the "
        "office by itself.",
        "The person has %(count)d open cases. The head of the office can hand them over; what is not handed over goes "
        "back to the office by itself.",
        count,
    )
    return [words % {"count": count}]


class PersonDeactivateView(AdministratorView):
    """A person is kept out; asked once more before."""

    tab = "person-list"

    def get(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        user = person_kept(request, user_id).user
        context = form_page(
            _("Keep %(name)s out") % {"name": user.full_name},
            PageForm(),
            button=_("Keep the person out"),
            back_url=reverse("administration:person-detail", args=[user_id]),
            back_text=user.full_name,
            consequences=[
                _("Every session of this person ends at once."),
                _("The person cannot sign in until two administrators make a new first password."),
                _("Roles stay as they are, and everything the person did stays readable."),
                *_work_words(user_id),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context)

    def post(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        services.person_deactivate(actor=request.actor, user_id=user_id)
        messages.success(request, _("The person is kept out from now on. Two administrators let the person in again."))
        return _to_person(user_id)


class SignInUnlockView(AdministratorView):
    """The pause after wrong passwords ends."""

    def post(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        services.person_unlock(actor=request.actor, user_id=user_id)
        messages.success(request, _("The person can try to sign in again."))
        return _to_person(user_id)


class RoleGiveView(AdministratorView):
    """A role in an office, as a request to a second administrator."""

    tab = "person-list"

    def get(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        form = self._form(request, None)
        return self._page(request, user_id, form)

    def post(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        form = self._form(request, request.POST)
        if form.is_valid():
            values = form.cleaned_data
            change = tried(form, lambda: services.role_give(actor=request.actor, user_id=user_id, **values))
            if change is not None:
                return waiting(request, change)
        return self._page(request, user_id, form, 422)

    def _form(self, request: ActorRequest, data: Any) -> RoleForm:
        offices = [(str(item.id), item.name) for item in offices_within(request.actor) if item.is_active]
        return RoleForm(data, offices=offices, initial={"valid_from": day_of(request.actor, clock.now())})

    def _page(self, request: ActorRequest, user_id: UUID, form: RoleForm, status: int = 200) -> HttpResponse:
        user = selectors.person_get(request.actor, user_id).user
        context = form_page(
            _("Give a role"),
            form,
            button=_("Ask a second administrator"),
            back_url=reverse("administration:person-detail", args=[user_id]),
            back_text=user.full_name,
            text=user.full_name,
        )
        return self.page(request, "form.html", context, status)


class RoleEndView(AdministratorView):
    """A role ends with a day."""

    tab = "person-list"

    def get(self, request: ActorRequest, membership_id: UUID) -> HttpResponse:
        return self._page(request, membership_id, RoleEndForm(initial={"valid_to": day_of(request.actor, clock.now())}))

    def post(self, request: ActorRequest, membership_id: UUID) -> HttpResponse:
        form = RoleEndForm(request.POST)
        if form.is_valid():
            valid_to = form.cleaned_data["valid_to"]
            row = tried(
                form,
                lambda: services.role_end(actor=request.actor, membership_id=membership_id, valid_to=valid_to),
            )
            if row is not None:
                messages.success(request, _("The last day of the role is set."))
                return _to_person(row.user_id)
        return self._page(request, membership_id, form, 422)

    def _page(self, request: ActorRequest, membership_id: UUID, form: RoleEndForm, status: int = 200) -> HttpResponse:
        line = selectors.membership_get(request.actor, membership_id)
        row = line.membership
        context = form_page(
            _("End the role %(role)s") % {"role": line.role},
            form,
            button=_("End the role"),
            back_url=reverse("administration:person-detail", args=[row.user_id]),
            back_text=row.user.full_name,
            text=f"{row.user.full_name}, {row.authority.name}",
            consequences=[
                _("After this day the person cannot act in this role any more. What was done stays."),
                _("With the last role every session ends and the account is closed."),
                *_work_words(row.user_id),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context, status)
