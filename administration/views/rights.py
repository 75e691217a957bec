"""The matrix of who can do what, and putting right what differs."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import ACTS
from accounts.roles import ROLES
from accounts.selectors.matrix import group_differences
from administration import payloads
from administration.choices import ChangeKind
from administration.forms.changes import ReasonForm
from administration.selectors import people as selectors
from administration.selectors.offices import office_get, offices_within
from administration.views.base import ActorRequest, AdministratorView, ask_for_change, form_page
from core.errors import NotVisible


class RightsView(AdministratorView):
    """Who can do what: acts × roles × offices, compared with what each role should have."""

    tab = "rights"

    def get(self, request: ActorRequest) -> HttpResponse:
        offices = offices_within(request.actor)
        chosen = request.GET.get("office", "")
        office = next((item for item in offices if item.code == chosen), None)
        matrices = selectors.rights_for(request.actor, [office] if office else offices)
        context = {
            "matrices": matrices,
            "holders": selectors.holders_of(request.actor, matrices),
            "acts": list(ACTS.items()),
            "roles": ROLES,
            "offices": offices,
            "office": office,
        }
        return self.page(request, "rights.html", context)


class GrantsRepairView(AdministratorView):
    """The rights of a role in an office are brought back to what the role has everywhere, by two persons."""

    tab = "rights"

    def get(self, request: ActorRequest, code: str, role: str) -> HttpResponse:
        return self._page(request, code, role, ReasonForm())

    def post(self, request: ActorRequest, code: str, role: str) -> HttpResponse:
        form = ReasonForm(request.POST)
        if form.is_valid():
            office = office_get(request.actor, code)
            payload = payloads.RepairGrants(authority=str(office.id), role=role)
            answer = ask_for_change(request, form, ChangeKind.REPAIR_GRANTS, payload)
            if answer is not None:
                return answer
        return self._page(request, code, role, form, 422)

    def _page(self, request: ActorRequest, code: str, role: str, form: ReasonForm, status: int = 200) -> HttpResponse:
        if role not in ROLES:
            raise NotVisible(f"role:{role}"[:100])
        office = office_get(request.actor, code)
        words = {"missing": _("given again: %(act)s"), "extra": _("taken away: %(act)s")}
        told = [words[state] % {"act": ACTS[act]} for act, state in group_differences(office, role).items()]
        context = form_page(
            str(ChangeKind.REPAIR_GRANTS.label),
            form,
            button=_("Ask a second administrator"),
            back_url=reverse("administration:rights"),
            back_text=_("Who can do what"),
            text=f"{ROLES[role].name}, {office.name}",
            consequences=told or [_("The rights of this role are as they should be: there is nothing to restore.")],
        )
        return self.page(request, "form.html", context, status)
