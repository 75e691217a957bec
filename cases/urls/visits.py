"""Mission visits: many persons heard on a few days."""

from django.urls import URLPattern, path

from cases.views import visits

urlpatterns: list[URLPattern] = [
    path("visits/", visits.VisitListView.as_view(), name="visit-list"),
    path("visits/new", visits.VisitNewView.as_view(), name="visit-new"),
    path("visits/<uuid:visit_id>", visits.VisitView.as_view(), name="visit-detail"),
    path("visits/<uuid:visit_id>/change", visits.VisitChangeView.as_view(), name="visit-change"),
    path("visits/<uuid:visit_id>/persons", visits.VisitPersonsView.as_view(), name="visit-persons"),
    path("visits/<uuid:visit_id>/slots/<uuid:slot_id>", visits.VisitSlotView.as_view(), name="visit-slot"),
    path("visits/<uuid:visit_id>/announce", visits.VisitAnnounceView.as_view(), name="visit-announce"),
    path("visits/<uuid:visit_id>/end", visits.VisitEndView.as_view(), name="visit-end"),
    path("visits/<uuid:visit_id>/cancel", visits.VisitCancelView.as_view(), name="visit-cancel"),
    path("visits/<uuid:visit_id>/schedule", visits.VisitScheduleView.as_view(), name="visit-schedule"),
]
