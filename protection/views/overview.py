"""What waits for whoever answers for data protection."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.policies import require_act
from cases.views.base import ActorRequest, ActorView
from protection.views.base import links_for, rooms


class OverviewView(ActorView):
    """The rooms of data protection."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The page."""
        require_act(request.actor, "protect_data")
        return render(
            request, "protection/overview.html", {"links": links_for(request.actor, "overview"), "rooms": rooms()}
        )
