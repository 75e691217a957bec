"""Help: how a case and its parts move, drawn and told from the tables that the buttons come from."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from cases.selectors.lifecycles import lifecycles
from cases.views.base import ActorRequest, ActorView
from cases.workflow.drawings import DRAWINGS


class HelpView(ActorView):
    """Every lifecycle."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The same for everybody who is signed in."""
        return render(request, "cases/help.html", {"lifecycles": lifecycles()})


class DrawingView(ActorView):
    """The drawing of one lifecycle."""

    def get(self, request: ActorRequest, drawing: str) -> HttpResponseBase:
        """SVG without scripts and styles."""
        if drawing not in DRAWINGS:
            raise Http404(drawing)
        return HttpResponse(DRAWINGS[drawing](), content_type="image/svg+xml")
