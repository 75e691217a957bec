"""A colleague is away: entered by whoever assigns the cases of the office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.forms import AbsenceForm
from accounts.models import User
from accounts.selectors.absences import absences_of, colleague_office, day_of, office_colleagues
from accounts.views.base import ActorRequest, ActorView, tried
from core import clock
from core.jinja import date_long
from supervision.services.absences import colleague_absence_end, colleague_absence_set
from supervision.views.base import require_act


class AbsenceView(ActorView):
    """The absences of one colleague from today on, and the form for another one."""

    def get(self, request: ActorRequest, holder_id: UUID) -> HttpResponse:
        """The page."""
        return self._page(request, holder_id, self._form(request, holder_id, None))

    def post(self, request: ActorRequest, holder_id: UUID) -> HttpResponse:
        """Enters it; what was typed stays when something is wrong."""
        form = self._form(request, holder_id, request.POST)
        if form.is_valid():
            values = form.cleaned_data
            absence = tried(form, lambda: colleague_absence_set(actor=request.actor, user_id=holder_id, **values))
            if absence is not None:
                told = _("The absence until %(day)s is entered. Both colleagues are told.")
                messages.success(request, told % {"day": date_long(absence.ends_on)})
                return redirect("supervision:absence", holder_id=holder_id)
        return self._page(request, holder_id, form, status=422)

    def _form(self, request: ActorRequest, holder_id: UUID, data: object) -> AbsenceForm:
        require_act(request.actor, "assign_case")
        today = day_of(request.actor, clock.now())
        office = colleague_office(request.actor, holder_id, today)
        people = office_colleagues(office.id, today, apart_from=holder_id)
        return AbsenceForm([(str(key), name) for key, name in people], data)

    def _page(self, request: ActorRequest, holder_id: UUID, form: AbsenceForm, status: int = 200) -> HttpResponse:
        user = User.objects.get(id=holder_id)
        context = {
            "form": form,
            "name": user.full_name,
            "absences": absences_of(user, day_of(request.actor, clock.now())),
            "has_colleagues": form.has_colleagues,
            "back_url": reverse("supervision:workload"),
        }
        return render(request, "supervision/absence.html", context, status=status)


class AbsenceEndView(ActorView):
    """The colleague is back early: the cover ends at once."""

    def post(self, request: ActorRequest, absence_id: UUID) -> HttpResponse:
        """Ends it."""
        absence = colleague_absence_end(actor=request.actor, absence_id=absence_id)
        messages.success(request, _("The absence is ended. Both colleagues are told."))
        return redirect("supervision:absence", holder_id=absence.user_id)
