"""Transits that a border post expects: entries and departures."""

from django.http import HttpResponseBase
from django.shortcuts import render

from accounts.policies import require_act
from audit.services import accesses_record
from cases.selectors.transit import transits_expected
from cases.views.base import ActorRequest, ActorView, about


class TransitListView(ActorView):
    """Who enters and who leaves at the actor's post, with what can be recorded now. Each person named is a look."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The list of the actor's post."""
        require_act(request.actor, "view_arrivals")
        rows = transits_expected(request.actor)
        looks = [(row.case.subject, about(row.case)) for row in rows]
        accesses_record(actor=request.actor, action="arrival.opened", looks=looks)
        return render(request, "cases/work/transits.html", {"rows": rows})
