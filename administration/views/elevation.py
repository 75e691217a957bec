"""An administrator looks at one case: for a time, to read alone, seen by the supervisors of both sides."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from administration.views.base import ActorRequest, AdministratorView, tried
from cases.choices_access import AccessKind
from cases.forms.access import ElevationForm
from cases.selectors.case_access import access_of_person
from cases.services.elevation import elevation_begin, elevation_end


class ElevateView(AdministratorView):
    """The own looks, and the form for one."""

    tab = "elevate"

    def get(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, ElevationForm())

    def post(self, request: ActorRequest) -> HttpResponse:
        form = ElevationForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            row = tried(form, lambda: elevation_begin(actor=request.actor, **values))
            if row is not None:
                messages.success(request, _("You see the case to read it. The supervisors of both sides are told."))
                return redirect("cases:case-detail", case_id=row.case_id)
        return self._page(request, form, 422)

    def _page(self, request: ActorRequest, form: ElevationForm, status: int = 200) -> HttpResponse:
        rows = access_of_person(request.actor, AccessKind.ELEVATION)
        return self.page(request, "elevate.html", {"form": form, "rows": rows}, status)


class ElevationEndView(AdministratorView):
    """The look is needed no longer."""

    tab = "elevate"

    def post(self, request: ActorRequest, access_id: UUID) -> HttpResponse:
        elevation_end(actor=request.actor, access_id=access_id)
        messages.success(request, _("The look at the case is ended."))
        return redirect("administration:elevate")
