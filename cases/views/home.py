"""The first page: what waits for me."""

from django.http import HttpResponseBase
from django.shortcuts import render

from cases.selectors import queue
from cases.selectors.home import ARRIVAL_DAYS, NOTICE_DAYS, home_of
from cases.views.base import ActorRequest, ActorView


class HomeView(ActorView):
    """Figures, cases in which it is the actor's turn, notices; tasks of a verifier; arrivals of a border post."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The page for the actor's role."""
        actor = request.actor
        home = home_of(actor)
        context = {
            "home": home,
            "text": queue.greeting(home.counts) if home.counts else "",
            "sees_cases": actor.holds("view_case"),
            "can_start": actor.holds("draft_case"),
            "has_acts": any(view.code == "turn" for view in queue.views_of(actor)),
            "has_own": actor.holds("work_case"),
            "shows_assignee": actor.holds("work_case") or actor.holds("assign_case"),
            "arrival_days": ARRIVAL_DAYS,
            "notice_days": NOTICE_DAYS,
        }
        return render(request, "cases/work/home.html", context)
