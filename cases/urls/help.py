"""Help pages."""

from django.urls import path

from cases.views.help import DrawingView, HelpView

urlpatterns = [
    path("help/", HelpView.as_view(), name="help"),
    path("help/<slug:drawing>.svg", DrawingView.as_view(), name="help-drawing"),
]
