"""The product's addresses, and a few pages that try what must be recorded."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cases.services import submission
from cases.views.base import ActorView, case_get
from rcms.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class LookView(ActorView):
    def get(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        return HttpResponse(case_get(self.request.actor, case_id).reference or "draft")


class AcknowledgeView(ActorView):
    def post(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        version = int(request.POST["version"]) if "version" in request.POST else None
        submission.case_acknowledge(actor=self.request.actor, case_id=case_id, version=version)
        return HttpResponse("done")


class BrokenView(ActorView):
    """Does the act, then fails: an error of ours."""

    def post(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        submission.case_acknowledge(actor=self.request.actor, case_id=case_id, version=None)
        raise ZeroDivisionError


class UnhappyView(ActorView):
    """Does the act, then answers 422."""

    def post(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        submission.case_acknowledge(actor=self.request.actor, case_id=case_id, version=None)
        return HttpResponse("no", status=422)


urlpatterns = [
    path("look/<uuid:case_id>", LookView.as_view(), name="test-look"),
    path("acknowledge/<uuid:case_id>", AcknowledgeView.as_view(), name="test-acknowledge"),
    path("broken/<uuid:case_id>", BrokenView.as_view(), name="test-broken"),
    path("unhappy/<uuid:case_id>", UnhappyView.as_view(), name="test-unhappy"),
    path("", include("rcms.urls")),
]
