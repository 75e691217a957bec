"""All addresses: each app brings its own."""

from django.urls import include, path

from cases.views.home import HomeView
from core import views as core_views
from rcms import views

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include("cases.urls")),
    path("account/", include("accounts.urls")),
    path("files/", include("documents.urls")),
    path("notices/", include("notifications.urls")),
    path("supervision/", include("supervision.urls")),
    path("data-protection/", include("protection.urls")),
    path("administration/", include("administration.urls")),
    path("api/v1/", include("api.urls")),
]

handler400 = views.bad_request
handler403 = core_views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
