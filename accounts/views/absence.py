"""Saying that one is away, and who covers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.forms import AbsenceForm
from accounts.models import User
from accounts.selectors.absences import absences_of, covers_of, day_of, office_colleagues
from accounts.services.absences import absence_end, absence_set
from accounts.views.base import ActorRequest, ActorView, tried
from core import clock
from core.jinja import date_long


class AbsenceView(ActorView):
    """My absences from today on, and for whom I stand in."""

    def get(self, request: ActorRequest) -> HttpResponse:
        return self._page(request, AbsenceForm(_colleagues(request)))

    def post(self, request: ActorRequest) -> HttpResponse:
        form = AbsenceForm(_colleagues(request), request.POST)
        if form.is_valid():
            values: dict[str, Any] = form.cleaned_data
            absence = tried(form, lambda: absence_set(actor=request.actor, **values))
            if absence is not None:
                told = _("You are away until %(day)s. Your colleague finds your cases under Mine meanwhile.")
                messages.success(request, told % {"day": date_long(absence.ends_on)})
                return redirect("accounts:absence")
        return self._page(request, form, status=422)

    def _page(self, request: ActorRequest, form: AbsenceForm, status: int = 200) -> HttpResponse:
        assert isinstance(request.user, User)
        today = day_of(request.actor, clock.now())
        context = {
            "form": form,
            "absences": absences_of(request.user, today),
            "covers": covers_of(request.user, today),
            "has_colleagues": form.has_colleagues,
        }
        return render(request, "accounts/absence.html", context, status=status)


class AbsenceEndView(ActorView):
    """Back early: the cover ends at once."""

    def post(self, request: ActorRequest, absence_id: UUID) -> HttpResponse:
        absence_end(actor=request.actor, absence_id=absence_id)
        messages.success(request, _("The absence is ended. Nobody stands in for you any more."))
        return redirect("accounts:absence")


def _colleagues(request: ActorRequest) -> list[tuple[str, str]]:
    actor = request.actor
    people = office_colleagues(actor.authority_id, day_of(actor, clock.now()), apart_from=actor.user_id)
    return [(str(key), name) for key, name in people]
