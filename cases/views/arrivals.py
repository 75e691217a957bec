"""Expected arrivals at a border post."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render

from accounts.policies import require_act
from audit.services import access_record, accesses_record
from cases.selectors import arrivals
from cases.views.base import ActorRequest, ActorView, about
from core import clock
from countries.models import CrossingPoint
from notifications.services.notices import notices_mark_subject

DAYS: Final = ("today", "tomorrow")
STATES: Final = ("expected", "departed", "ended")


class ArrivalListView(ActorView):
    """Who arrives when, and what ended lately."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The list of the actor's post; day, point and state narrow it."""
        require_act(request.actor, "view_arrivals")
        return render(request, "cases/work/arrival_list.html", _board(request))


class ArrivalPrintView(ActorView):
    """The list with a sheet to fill in by hand for each person: printed or saved beforehand, for a day without line."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The same arrivals as the board narrowed in the same way; each look at a person is recorded."""
        require_act(request.actor, "view_arrivals")
        context = _board(request)
        found = context["list"]
        expected = [*found.unrecorded, *(arrival for day in found.days for arrival in day.arrivals)]
        looks = [(arrival.case.subject, about(arrival.case)) for arrival in expected]
        accesses_record(actor=request.actor, action="arrivals.printed", looks=looks)
        operations = {arrival.transfer.operation for arrival in expected if arrival.transfer.operation}
        context |= {"expected": expected, "staff": arrivals.staff_of(operations), "now": clock.now()}
        return render(request, "cases/work/arrival_print.html", context)


def _board(request: ActorRequest) -> dict[str, Any]:
    asked = arrivals.Asked(
        day=request.GET.get("day", "") if request.GET.get("day") in DAYS else "",
        point=request.GET.get("point", "")[:20],
        state=request.GET.get("state", "") if request.GET.get("state") in STATES else "",
    )
    points = CrossingPoint.objects.filter(authority=request.actor.authority_id, is_active=True).order_by("name")
    return {
        "list": arrivals.arrival_list(request.actor, asked),
        "shown": arrivals.EXPECTED_SHOWN,
        "asked": asked,
        "points": [(point.code, point.name) for point in points],
        "query": request.GET.urlencode(),
    }


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
