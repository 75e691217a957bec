"""Expected arrivals at a border post."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render

from audit.services import AboutCase, access_record
from cases.selectors import arrivals
from cases.views.base import ActorRequest, ActorView
from cases.views.work import require_act


class ArrivalListView(ActorView):
    """Who arrives when, and what ended lately."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The list of the actor's post."""
        require_act(request.actor, "view_arrivals")
        context = {"list": arrivals.arrival_list(request.actor), "shown": arrivals.EXPECTED_SHOWN}
        return render(request, "cases/work/arrival_list.html", context)


class ArrivalDetailView(ActorView):
    """One arrival: the person, the document, the flight, the escorts, the papers."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """The page; each look is recorded. What is not expected at the actor's post does not exist here."""
        detail = arrivals.arrival_get(request.actor, case_id)
        case = detail.arrival.case
        access_record(
            actor=request.actor,
            action="arrival.opened",
            subject=case.subject,
            about=AboutCase(case.id, case.reference or ""),
        )
        return render(request, "cases/work/arrival_detail.html", {"detail": detail, "arrival": detail.arrival})
