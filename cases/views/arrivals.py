"""Expected arrivals at a border post."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render

from accounts.policies import require_act
from audit.services import access_record
from cases.selectors import arrivals
from cases.views.base import ActorRequest, ActorView, about
from notifications.services.notices import notices_mark_subject


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
            about=about(case),
        )
        notices_mark_subject(actor=request.actor, subject=case.subject)
        return render(request, "cases/work/arrival_detail.html", {"detail": detail, "arrival": detail.arrival})
